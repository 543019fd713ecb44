import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

const han = /\p{Script=Han}/u;
const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** How a Chinese name sounds, in Latin letters without tones: `beijingqiming`, and the first letters `bjqm`. */
export interface Pinyin {
  full: string;
  initials: string;
}

/** Spells Chinese names. */
export interface Speller {
  /** One answer for each name: undefined for what is not read in Chinese. @throws when the thread broke */
  spell(names: readonly string[]): Promise<(Pinyin | undefined)[]>;
  close(): Promise<void>;
}

/** Whether a name is read in Chinese: it has Han signs, and none that only Japanese has. */
export function isChinese(name: string): boolean {
  return han.test(name) && !kana.test(name);
}

/** The library takes 25 MB, which are given back when no Chinese name has come for so long. */
const REST_MS = 60_000;

/**
 * The whole program of the thread. As a text, because a file of its own would be another one in the sources than in the built
 * program. `v`: ü is typed so.
 */
const program = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { pinyin } = require(workerData);
  parentPort.on('message', (names) => {
    parentPort.postMessage(names.map((name) => pinyin(name, { toneType: 'none', type: 'array', v: true })));
  });
`;

interface Waiting {
  resolve: (syllables: string[][]) => void;
  reject: (error: unknown) => void;
}

/**
 * A speller in a thread of its own, which is started by the first Chinese name: the library knows words (银行 is yinhang, 行 alone
 * xing), and reading them in would keep the event loop for longer than anything may.
 */
export function createSpeller(): Speller {
  let thread: { worker: Worker; waiting: Waiting[] } | undefined;
  let rest: NodeJS.Timeout | undefined;

  function start(): NonNullable<typeof thread> {
    const worker = new Worker(program, {
      eval: true,
      workerData: createRequire(import.meta.url).resolve('pinyin-pro'),
    });
    const started = { worker, waiting: [] as Waiting[] };
    const end = (error: unknown) => {
      if (thread === started) thread = undefined;
      for (const { reject } of started.waiting.splice(0)) reject(error);
    };
    worker.on('message', (syllables: string[][]) => started.waiting.shift()?.resolve(syllables));
    worker.on('error', end);
    worker.on('exit', () => end(new Error('the thread that spells names has ended')));
    // A process that has nothing else to do need not stay for it.
    worker.unref();
    return started;
  }

  async function stop(): Promise<void> {
    clearTimeout(rest);
    const stopped = thread;
    thread = undefined;
    await stopped?.worker.terminate();
  }

  async function ask(names: readonly string[]): Promise<string[][]> {
    clearTimeout(rest);
    const { worker, waiting } = (thread ??= start());
    worker.ref();
    try {
      return await new Promise<string[][]>((resolve, reject) => {
        waiting.push({ resolve, reject });
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, and no window
        worker.postMessage(names);
      });
    } finally {
      worker.unref();
      rest = setTimeout(() => void stop(), REST_MS).unref();
    }
  }

  return {
    async spell(names) {
      const chinese = names.filter(isChinese);
      if (chinese.length === 0) return names.map(() => undefined);
      const spelt = new Map((await ask(chinese)).map((syllables, at) => [chinese[at], pinyinOf(syllables)]));
      return names.map((name) => spelt.get(name));
    },
    close: stop,
  };
}

/** A word of Latin letters inside a name comes letter by letter: it is left as it is. */
const pinyinOf = (syllables: readonly string[]): Pinyin => ({
  full: syllables.join(''),
  initials: syllables.map((syllable) => syllable.slice(0, 1)).join(''),
});
