import { appendFileSync, mkdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { afterAll, expect } from '@jest/globals';
import pino from 'pino';
import { createLog as createRealLog, type Log } from '../../core/log.js';

// Tests take createLog from here, and createMetrics and runDesk from beside: what these let out is kept, and searched when the
// run is over.

const root = resolve(import.meta.dirname, '../..');
/** Where a run keeps it; jest.config.mjs sees to that. */
const folder = process.env['TEST_OUTPUT'];
/** One file for each file of tests, so that a finding says where it comes from. */
const file = join(folder ?? '', `${relative(root, expect.getState().testPath ?? 'test').replaceAll('/', '.')}.output`);
/** Written at once when there is so much, characters. */
const CHUNK = 64_000;

let waiting = '';
let isOver = false;
const last: (() => Promise<string>)[] = [];

/** Keeps something that a desk let out: a piece of its log, a page of figures, what a process printed. */
export function keepOutput(text: string): void {
  if (folder === undefined) return;
  waiting += text.endsWith('\n') ? text : `${text}\n`;
  if (isOver || waiting.length > CHUNK) flush();
}

/** Keeps what that says once the tests of the file have ended. */
export function keepAtTheEnd(say: () => Promise<string>): void {
  last.push(say);
}

function flush(): void {
  if (folder === undefined || waiting === '') return;
  mkdirSync(folder, { recursive: true });
  appendFileSync(file, waiting);
  waiting = '';
}

afterAll(async () => {
  for (const say of last) keepOutput(await say());
  isOver = true;
  flush();
});

/**
 * A log as core/log.ts makes it, at the level `trace`.
 *
 * @param level from which on lines go to `destination` too
 */
export function createLog(level: string, destination?: pino.DestinationStream): Log {
  const least = pino.levels.values[level] ?? Infinity;
  return createRealLog('trace', {
    write(line) {
      keepOutput(line);
      if (destination && levelOf(line) >= least) destination.write(line);
    },
  });
}

const levelOf = (line: string) => (JSON.parse(line) as { level: number }).level;
