const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

/** Formatters are costly to make and cheap to use; there are some 600 zones. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(timeZone, made);
  return made;
}

/** Whether a text names a time zone of the IANA data base that this Node knows. */
export function isTimeZone(text: string): boolean {
  // Newer versions of Intl take offsets such as `+01:00` too: these know no summer.
  if (!/^[A-Za-z]/u.test(text)) return false;
  try {
    formatterOf(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * What the clocks on the wall show: the local date and time, counted in ms as if they were UTC.
 *
 * @param at ms since the epoch
 */
export function wallOf(at: number, timeZone: string): number {
  const shown: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatterOf(timeZone).formatToParts(at)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((at % 1000) + 1000) % 1000);
}

/** Minutes since local midnight, as the clock shows them. */
export function minuteOfDay(at: number, timeZone: string): number {
  return Math.floor((wallOf(at, timeZone) % DAY_MS) / MINUTE_MS);
}

/**
 * The first moment after `from`, and not after `to`, at which the clocks are put forward or back; undefined: they are not.
 * Between the two must lie one change at most: a day or two.
 */
export function clockChange(from: number, to: number, timeZone: string): number | undefined {
  const offset = (at: number) => wallOf(at, timeZone) - at;
  const before = offset(from);
  if (offset(to) === before) return undefined;
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}
