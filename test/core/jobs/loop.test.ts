import { afterEach, describe, expect, it } from '@jest/globals';
import { startLoop } from '../../../core/jobs/loop.js';
import type { Loop } from '../../../core/jobs/loop.js';
import { createLog } from '../../canary/output.js';
import { silent } from '../store/stores.js';
import { eventually } from './samples.js';

const NEVER_MS = 3_600_000;

describe('a loop', () => {
  let loop: Loop | undefined;
  afterEach(() => loop?.stop());

  it('runs at once and then again and again', async () => {
    let rounds = 0;
    loop = startLoop({ name: 'test', everyMs: 1, log: silent, run: async () => void (rounds += 1) });
    expect(rounds).toBe(1);
    await eventually(() => rounds >= 3);
  });

  it('goes on at once while there is more to do', async () => {
    let rounds = 0;
    loop = startLoop({ name: 'test', everyMs: NEVER_MS, log: silent, run: async () => (rounds += 1) < 5 });
    await eventually(() => rounds === 5);
  });

  it('goes on as soon as a round says, and no later than usual', async () => {
    let rounds = 0;
    loop = startLoop({
      name: 'test',
      everyMs: NEVER_MS,
      log: silent,
      run: async () => ((rounds += 1) < 3 ? 2 : undefined),
    });
    await eventually(() => rounds === 3);
    await loop.stop();
    loop = startLoop({ name: 'test', everyMs: 1, log: silent, run: async () => ((rounds += 1) < 6 ? NEVER_MS : -5) });
    await eventually(() => rounds >= 8);
  });

  it('never runs twice at once, and runs once more for all that woke it meanwhile', async () => {
    const releases: (() => void)[] = [];
    const run = () => new Promise<void>((resolve) => releases.push(resolve));
    loop = startLoop({ name: 'test', everyMs: NEVER_MS, log: silent, run });
    loop.wake();
    loop.wake();
    await new Promise(setImmediate);
    expect(releases).toHaveLength(1);
    releases[0]?.();
    await eventually(() => releases.length === 2);
    releases[1]?.();
    // Were a third round owed, waking and stopping would not be one round but two.
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(releases).toHaveLength(2);
  });

  it('logs what a round throws, and goes on', async () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line) => void lines.push(line) });
    let rounds = 0;
    const run = () => {
      rounds += 1;
      throw new Error('out of order');
    };
    loop = startLoop({ name: 'test', everyMs: 1, log, run });
    await eventually(() => rounds >= 3);
    expect(lines[0]).toContain('out of order');
  });

  it('finishes the round in hand when it is stopped, and starts none', async () => {
    let rounds = 0;
    let finished = 0;
    const run = async () => {
      rounds += 1;
      await new Promise((resolve) => setTimeout(resolve, 10));
      finished += 1;
    };
    loop = startLoop({ name: 'test', everyMs: 1, log: silent, run });
    await loop.stop();
    expect([rounds, finished]).toEqual([1, 1]);
    loop.wake();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(rounds).toBe(1);
  });
});
