const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A place in trouble is looked at after these pauses, then every six hours: most are mended at once, or by tomorrow. */
const PAUSES_MS = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS];
const LONGEST_MS = 6 * HOUR_MS;

/**
 * When a place that is broken since then is looked at next.
 *
 * @param since ms since the epoch
 * @param now ms since the epoch
 */
export function nextLook(since: number, now: number): number {
  let at = since;
  for (const pause of PAUSES_MS) {
    at += pause;
    if (at > now) return at;
  }
  return now + LONGEST_MS;
}
