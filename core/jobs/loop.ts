import type { Log } from '../log.js';

export interface LoopOptions {
  /** For the log. */
  name: string;
  /** Pause between the end of one run and the start of the next. */
  everyMs: number;
  /**
   * One round of work. True: there is more, go on at once; a number: after so many ms, where that is sooner than usual. What
   * it throws is logged, and the next round comes as usual.
   */
  run: () => Promise<boolean | number | void>;
  log: Log;
}

export interface Loop {
  /** Runs now, or once more after the round that is under way. */
  wake(): void;
  /** No round starts any more; resolves when the one under way has ended. */
  stop(): Promise<void>;
}

/** Does something again and again, never twice at once, the first time at once. Does not keep the process alive. */
export function startLoop({ name, everyMs, run, log }: LoopOptions): Loop {
  let stopped = false;
  let again = false;
  let pauseMs = everyMs;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> | undefined;

  async function once(): Promise<void> {
    pauseMs = everyMs;
    try {
      const more = await run();
      again = more === true || again;
      if (typeof more === 'number') pauseMs = Math.max(0, Math.min(everyMs, more));
    } catch (error) {
      // Not again at once: what failed now would fail a thousand times a second.
      again = false;
      log.error({ loop: name, err: error }, 'a round of work failed');
    }
  }

  function start(): void {
    clearTimeout(timer);
    timer = undefined;
    if (stopped || round) return;
    again = false;
    round = once().then(() => {
      round = undefined;
      if (stopped) return;
      // Through a timer even when there is more, so that a long queue lets the rest of the desk breathe.
      timer = setTimeout(start, again ? 0 : pauseMs).unref();
    });
  }

  start();
  return {
    wake() {
      again = true;
      start();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
