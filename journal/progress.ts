import type { Out } from './out.js';

/** How far a long work has come. */
export interface Progress {
  at(done: number): void;
  /** The work is over: what follows starts on a line of its own. */
  end(): void;
}

const WIDTH = 30;
/** Without a terminal: a line so often. */
const LINE_EVERY = 100_000;
const numbers = new Intl.NumberFormat('en');

export const number = (value: number): string => numbers.format(value);

/** A bar on a terminal, and else a count now and then. @param total how much there is to do */
export function createProgress(stream: Out['stderr'], doing: string, total: number): Progress {
  const isTerminal = stream.isTTY === true;
  let shown = -1;
  return {
    at(done) {
      if (isTerminal) {
        const percent = total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100));
        if (percent === shown) return;
        shown = percent;
        stream.write(`\r${doing} ${bar(percent)} ${String(percent).padStart(3)} %  ${count(done, total)}`);
      } else if (done % LINE_EVERY === 0) stream.write(`${doing}: ${count(done, total)}\n`);
    },
    end() {
      if (isTerminal && shown >= 0) stream.write('\n');
    },
  };
}

const count = (done: number, total: number): string => `${number(done)} of ${number(total)}`;

function bar(percent: number): string {
  const full = Math.round((percent / 100) * WIDTH);
  return `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}]`;
}
