import type { QuietHours, Rhythm, Watch } from './watch.js';
import { clockChange, DAY_MS, minuteOfDay, wallOf } from './wall-clock.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What decides when a watch speaks. */
export type Timing = Pick<Watch, 'rhythm' | 'quiet' | 'timeZone'>;

/**
 * When a watch says what happens at `at` (ms since the epoch); undefined: at once. Quiet hours come last: a digest that would
 * fall into them is said at their end.
 */
export function saidAt({ rhythm, quiet, timeZone }: Timing, at: number): number | undefined {
  const due = nextBeat(rhythm, timeZone, at);
  const said = quiet ? quietEnd(quiet, timeZone, due) : due;
  return said === at ? undefined : said;
}

function nextBeat(rhythm: Rhythm, timeZone: string, at: number): number {
  if (rhythm.every === 'hour') return nextHour(at, timeZone);
  return rhythm.every === 'day' ? nextDaily(rhythm.at, at, timeZone) : at;
}

/** The first moment after `at` at which the local clock shows a full hour. */
export function nextHour(at: number, timeZone: string): number {
  let next = at;
  do {
    // Clocks that are put forward by half an hour skip one.
    next += HOUR_MS - (wallOf(next, timeZone) % HOUR_MS);
  } while (wallOf(next, timeZone) % HOUR_MS !== 0);
  return next;
}

/**
 * The next moment after `at` at which the local clock shows that time of day: once a date. Where clocks are put back it is
 * the first of the two; where they are put forward over it, the moment at which that is done.
 *
 * @param minute minutes after midnight
 */
export function nextDaily(minute: number, at: number, timeZone: string): number {
  const wall = wallOf(at, timeZone);
  const today = wall - (wall % DAY_MS) + minute * MINUTE_MS;
  // Yesterday's too: clocks put back over midnight show it a second time.
  for (const day of [-1, 0, 1]) {
    const moment = firstAt(today + day * DAY_MS, timeZone);
    if (moment > at) return moment;
  }
  return firstAt(today + 2 * DAY_MS, timeZone);
}

/** The first moment at which the wall clock shows `wall` or a later time. */
function firstAt(wall: number, timeZone: string): number {
  // No zone is further than 14 hours from UTC; one change of its clocks may lie between these two.
  const earliest = wall - 15 * HOUR_MS;
  const latest = wall + 15 * HOUR_MS;
  const before = wall - (wallOf(earliest, timeZone) - earliest);
  if (wallOf(before, timeZone) === wall) return before;
  const after = wall - (wallOf(latest, timeZone) - latest);
  if (wallOf(after, timeZone) === wall) return after;
  return clockChange(earliest, latest, timeZone) ?? before;
}

/** Whether nothing may be said at `at`. Hours that begin where they end are none. */
export function isQuiet({ from, to }: QuietHours, timeZone: string, at: number): boolean {
  const minute = minuteOfDay(at, timeZone);
  return from <= to ? from <= minute && minute < to : minute >= from || minute < to;
}

/** The first moment from `at` on that is not quiet, as the local clock shows it. */
export function quietEnd(quiet: QuietHours, timeZone: string, at: number): number {
  let now = at;
  while (isQuiet(quiet, timeZone, now)) {
    const wall = wallOf(now, timeZone);
    const wanted = wall - (wall % DAY_MS) + quiet.to * MINUTE_MS;
    const end = now + (wanted > wall ? wanted - wall : wanted + DAY_MS - wall);
    // A change of the clocks may end it sooner, or make it last longer: looked at where it happens.
    now = clockChange(now, end, timeZone) ?? end;
  }
  return now;
}
