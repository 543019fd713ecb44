import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Company, makeCompanies } from './company-names.js';

/** What is measured: something that takes companies in, and finds them. */
export interface Engine {
  fill(companies: readonly Company[]): Promise<void>;
  /** The ids of what a text finds, best first. */
  search(text: string, limit: number): Promise<string[]>;
}

/** What filling cost. */
export interface Filled {
  /** User and system time of taking in, without making the companies, ms. */
  cpuMs: number;
  /** What the engine holds afterwards: heap and typed arrays, MB. */
  heldMb: number;
  /** CPU of the longest turn of the event loop, ms: a busy machine makes turns long, and lets none work for longer. */
  longestTurnMs: number;
}

/** Searches, one after the other. */
export interface Answered {
  answers: Asked[];
  longestTurnMs: number;
}

/** One search. */
export interface Asked {
  ids: string[];
  ms: number;
  cpuMs: number;
}

/** As Partner Center lists them at most. */
const PAGE = 500;

const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** Counts the CPU of every turn of the event loop while something is done. */
async function watchingTurns<T>(deed: () => Promise<T>): Promise<T & { longestTurnMs: number }> {
  let [longestTurnMs, before, done] = [0, cpu(), false];
  const look = () => {
    const at = cpu();
    longestTurnMs = Math.max(longestTurnMs, at - before);
    before = at;
    if (!done) setImmediate(look);
  };
  look();
  const result = await deed();
  done = true;
  return { ...result, longestTurnMs };
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heldMb(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}

/** Serves an engine as a process of its own: `POST /fill/<seed>/<count>`, and `POST /ask` with a list of texts, one after the other. */
export function serveEngine(engine: Engine): void {
  async function fill(seed: number, count: number): Promise<{ cpuMs: number }> {
    let spent = 0;
    let page: Company[] = [];
    const take = async () => {
      const began = cpu();
      await engine.fill(page);
      spent += cpu() - began;
      page = [];
    };
    for (const company of makeCompanies(seed, count)) {
      page.push(company);
      if (page.length === PAGE) await take();
    }
    await take();
    await engine.search('warm', 5);
    return { cpuMs: spent };
  }

  async function ask(texts: readonly string[], limit: number): Promise<{ answers: Asked[] }> {
    const answers: Asked[] = [];
    for (const each of texts) {
      // As if it came by a request of its own: the event loop turns between.
      await turn();
      const [began, before] = [performance.now(), cpu()];
      const ids = await engine.search(each, limit);
      answers.push({ ids, ms: performance.now() - began, cpuMs: cpu() - before });
    }
    return { answers };
  }

  createServer((request, response) => {
    const [, deed, first, second] = (request.url ?? '').split('/');
    const answer = async () => {
      if (deed === 'fill') {
        const before = heldMb();
        const filled = await watchingTurns(() => fill(Number(first), Number(second)));
        return { ...filled, heldMb: heldMb() - before } satisfies Filled;
      }
      if (deed === 'ask') {
        const texts = JSON.parse(await text(request)) as string[];
        return (await watchingTurns(() => ask(texts, Number(first)))) satisfies Answered;
      }
      return null;
    };
    answer().then(
      (result) => response.end(JSON.stringify(result)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : 'unknown'),
    );
  }).listen(Number(process.env['PORT']), '127.0.0.1');
}
