import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isQuiet, nextDaily, nextHour, quietEnd, saidAt } from '../../../core/watch/schedule.js';
import { clockChange, isTimeZone, minuteOfDay, wallOf } from '../../../core/watch/wall-clock.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Zones with every oddity: half and quarter hours, clocks moved at midnight or by half an hour, a day left out. */
const zones = [
  'UTC',
  'Europe/Madrid',
  'Europe/London',
  'America/New_York',
  'America/St_Johns',
  'America/Havana',
  'America/Sao_Paulo',
  'America/Santiago',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Shanghai',
  'Asia/Beirut',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Australia/Lord_Howe',
  'Australia/Adelaide',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Antarctica/Troll',
];
const zone = fc.constantFrom(...zones);

/** Moments near a change of the clocks, where there is one within the year, and any others. */
const moment = fc
  .tuple(
    fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2037, 0, 1) }),
    zone,
    fc.integer({ min: -1600, max: 1600 }),
  )
  .map(([near, timeZone, minutes]) => {
    for (let at = near; at < near + 365 * DAY; at += DAY) {
      const change = clockChange(at, at + DAY, timeZone);
      if (change !== undefined) return { at: change + minutes * MINUTE, timeZone };
    }
    return { at: near, timeZone };
  });
const minute = fc.integer({ min: 0, max: 1439 });
const runs = { numRuns: 150 };

/** The first full minute from `from` on for which that holds, minute by minute. */
function walk(from: number, holds: (at: number) => boolean): number {
  for (let at = from; at < from + 4 * DAY; at += MINUTE) if (holds(at)) return at;
  throw new Error('not within four days');
}
const nextMinute = (at: number) => at - (((at % MINUTE) + MINUTE) % MINUTE) + MINUTE;

describe('the local clock', () => {
  it.each([
    ['Europe/Madrid', '2026-03-29T00:59:00Z', '2026-03-29T01:59:00Z'],
    ['Europe/Madrid', '2026-03-29T01:00:00Z', '2026-03-29T03:00:00Z'],
    ['America/St_Johns', '2026-07-01T00:00:00Z', '2026-06-30T21:30:00Z'],
    ['Asia/Kathmandu', '2026-01-01T00:00:00Z', '2026-01-01T05:45:00Z'],
  ])('in %s at %s shows %s', (timeZone, at, shown) => {
    expect(new Date(wallOf(Date.parse(at), timeZone)).toISOString()).toBe(new Date(shown).toISOString());
  });

  it('agrees with what Intl writes out, to the minute', () => {
    fc.assert(
      fc.property(moment, ({ at, timeZone }) => {
        const written = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(
          at,
        );
        expect(new Date(wallOf(at, timeZone)).toISOString().slice(0, 16).replace('T', ' ')).toBe(written);
      }),
      runs,
    );
  });

  it.each(['Europe/Madrid', 'UTC', 'Asia/Calcutta', 'Etc/GMT+5'])('of %s is known', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(['', 'Mars/Olympus', '+01:00', 'Europe/Madrid ', '__proto__', '09:00'])('of %j is not', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});

describe('an hourly digest', () => {
  it('comes at the next moment at which the local clock shows a full hour', () => {
    fc.assert(
      fc.property(moment, ({ at, timeZone }) => {
        const expected = walk(nextMinute(at), (one) => minuteOfDay(one, timeZone) % 60 === 0);
        expect(nextHour(at, timeZone)).toBe(expected);
      }),
      runs,
    );
  });
});

describe('a daily digest', () => {
  it('comes at the first moment of a date at which its time is reached or passed over', () => {
    fc.assert(
      fc.property(moment, minute, ({ at, timeZone }, daily) => {
        // Every date's first minute that reads its time or later, walked through from three days before.
        const start = nextMinute(at - 3 * DAY);
        const firstWall = wallOf(start, timeZone);
        let due = firstWall - (firstWall % DAY) + daily * MINUTE;
        if (due <= firstWall) due += DAY;
        const found = walkDates(start, timeZone, due, at);
        expect(nextDaily(daily, at, timeZone)).toBe(found);
      }),
      runs,
    );
  });

  it('in Madrid waits for 02:30 to be passed over on the night that has none, and takes the first where there are two', () => {
    const spring = nextDaily(150, Date.parse('2026-03-28T12:00:00Z'), 'Europe/Madrid');
    expect(new Date(spring).toISOString()).toBe('2026-03-29T01:00:00.000Z');
    const autumn = nextDaily(150, Date.parse('2026-10-24T12:00:00Z'), 'Europe/Madrid');
    expect(new Date(autumn).toISOString()).toBe('2026-10-25T00:30:00.000Z');
    expect(new Date(nextDaily(150, autumn, 'Europe/Madrid')).toISOString()).toBe('2026-10-26T01:30:00.000Z');
  });
});

/** The first moment after `at` at which a date's due time is reached, by a walk over every minute. */
function walkDates(start: number, timeZone: string, firstDue: number, at: number): number {
  let due = firstDue;
  for (let now = start; now < start + 8 * DAY; now += MINUTE) {
    while (wallOf(now, timeZone) >= due) {
      if (now > at) return now;
      due += DAY;
    }
  }
  throw new Error('not within eight days');
}

describe('quiet hours', () => {
  it('end at the first moment at which the local clock is outside of them', () => {
    fc.assert(
      fc.property(moment, minute, minute, ({ at, timeZone }, from, to) => {
        const quiet = { from, to };
        const end = quietEnd(quiet, timeZone, at);
        if (!isQuiet(quiet, timeZone, at)) expect(end).toBe(at);
        else expect(end).toBe(walk(nextMinute(at), (one) => !isQuiet(quiet, timeZone, one)));
      }),
      runs,
    );
  });

  it('that begin where they end are none', () => {
    fc.assert(
      fc.property(moment, minute, ({ at, timeZone }, one) => {
        expect(isQuiet({ from: one, to: one }, timeZone, at)).toBe(false);
      }),
    );
  });

  it.each([
    [22 * 60, 7 * 60, '2026-06-01T20:30:00Z', true],
    [22 * 60, 7 * 60, '2026-06-02T04:59:00Z', true],
    [22 * 60, 7 * 60, '2026-06-02T05:00:00Z', false],
    [12 * 60, 13 * 60, '2026-06-01T10:00:00Z', true],
    [12 * 60, 13 * 60, '2026-06-01T11:00:00Z', false],
  ])('from %s to %s in Madrid at %s: %s', (from, to, at, quiet) => {
    expect(isQuiet({ from, to }, 'Europe/Madrid', Date.parse(at))).toBe(quiet);
  });
});

describe('what a watch says', () => {
  const rhythm = fc.oneof(
    fc.constant({ every: 'change' } as const),
    fc.constant({ every: 'hour' } as const),
    minute.map((at) => ({ every: 'day', at }) as const),
  );

  it('is never said in its quiet hours, nor before it happened, nor more than three days later', () => {
    fc.assert(
      fc.property(moment, rhythm, minute, minute, ({ at, timeZone }, every, from, to) => {
        const quiet = { from, to };
        const said = saidAt({ rhythm: every, quiet, timeZone }, at);
        expect(isQuiet(quiet, timeZone, said ?? at)).toBe(false);
        if (said !== undefined) {
          expect(said).toBeGreaterThan(at);
          expect(said - at).toBeLessThan(3 * DAY + HOUR);
        }
      }),
      runs,
    );
  });

  it('is said at once when nothing holds it back', () => {
    fc.assert(
      fc.property(moment, ({ at, timeZone }) => {
        expect(saidAt({ rhythm: { every: 'change' }, timeZone }, at)).toBeUndefined();
      }),
    );
  });
});
