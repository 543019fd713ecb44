import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { opensAt, packTimes, roomIn, settle, unpackTimes, type Window } from '../../../core/jobs/windows.js';

const START = 1_800_000_000_000;

const window = fc.record({ most: fc.integer({ min: 1, max: 9 }), ms: fc.integer({ min: 1, max: 5_000 }) });
const windows = fc.array(window, { minLength: 1, maxLength: 4 });
const longest = (of: readonly Window[]) => Math.max(...of.map(({ ms }) => ms));

/** Wants to send again and again; waits as long as the windows say, and keeps between two looks only what is stored. */
function sender(limits: readonly Window[]) {
  let stored = '[]';
  return {
    /** What may be sent at this time is sent. Gives the time of the next look. */
    look(at: number, wanted = 1): { sent: number; next: number } {
      const known = settle(limits, unpackTimes(stored), at);
      const sent = Math.min(wanted, roomIn(limits, known, at));
      const after = [...known, ...Array.from({ length: sent }, () => at)];
      stored = packTimes(after);
      return { sent, next: opensAt(limits, after, at) };
    },
    size: () => unpackTimes(stored).length,
  };
}

/** The most messages in any stretch of so many ms. */
function mostIn(sent: readonly number[], ms: number): number {
  return Math.max(0, ...sent.map((from) => sent.filter((at) => at >= from && at < from + ms).length));
}

describe('windows', () => {
  it('are never exceeded, whenever somebody wants to send, and forget what does not count any more', () => {
    fc.assert(
      fc.property(
        windows,
        fc.array(fc.tuple(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 1, max: 12 })), { maxLength: 60 }),
        (limits, wishes) => {
          const one = sender(limits);
          const sent: number[] = [];
          let at = START;
          for (const [pause, wanted] of wishes) {
            at += pause;
            const times = one.look(at, wanted).sent;
            sent.push(...Array.from({ length: times }, () => at));
            expect(one.size()).toBeLessThanOrEqual(Math.max(...limits.map(({ most }) => most)));
          }
          for (const { most, ms } of limits) expect(mostIn(sent, ms)).toBeLessThanOrEqual(most);
        },
      ),
    );
  });

  it('let the next one go as soon as they allow it, and not a millisecond later', () => {
    fc.assert(
      fc.property(windows, fc.integer({ min: 1, max: 60 }), (limits, many) => {
        const one = sender(limits);
        const sent: number[] = [];
        let at = START;
        while (sent.length < many) {
          const { sent: times, next } = one.look(at);
          expect(times).toBe(1);
          sent.push(at);
          if (next > at) {
            // One more, a millisecond before, would have been too many for one of them.
            const early = [...sent, next - 1];
            expect(limits.some(({ most, ms }) => mostIn(early, ms) > most)).toBe(true);
          }
          at = next;
        }
      }),
    );
  });

  it('hold nobody up for longer than themselves when the clock jumps, and are exceeded once at most', () => {
    const jump = fc.integer({ min: -10_000_000, max: 10_000_000 });
    fc.assert(
      fc.property(windows, fc.array(jump, { maxLength: 5 }), (limits, jumps) => {
        const one = sender(limits);
        let skew = 0;
        let at = START;
        const sent: number[] = [];
        for (const by of [0, ...jumps]) {
          skew += by;
          const from = at;
          let first: number | undefined;
          while (at < from + 3 * longest(limits)) {
            const { sent: times, next } = one.look(at + skew);
            if (times > 0) {
              sent.push(at);
              first ??= at;
            }
            at = Math.max(next - skew, at + (times > 0 ? 0 : 1));
          }
          expect((first ?? Number.POSITIVE_INFINITY) - from).toBeLessThanOrEqual(longest(limits));
        }
        // A window that was full before a jump can be filled once more after it.
        for (const { most, ms } of limits) expect(mostIn(sent, ms)).toBeLessThanOrEqual(most * (1 + jumps.length));
      }),
      { numRuns: 40 },
    );
  });

  it('are kept as they are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 44 })), (times) => {
        expect(unpackTimes(packTimes(times))).toEqual(times);
      }),
    );
  });

  it('that do not exist hold up nobody', () => {
    expect(settle([], [START], START)).toEqual([]);
    expect(roomIn([], [], START)).toBeGreaterThan(1_000);
    expect(opensAt([], [], START)).toBe(START);
  });
});
