/** At most so many in any stretch of so many ms. */
export interface Window {
  most: number;
  ms: number;
}

/**
 * What has still to be remembered of when messages were sent (ms since the epoch), oldest first. Times that lie in the
 * future are taken for now: the clock was set back since, and nobody shall wait for more than one window because of it.
 */
export function settle(windows: readonly Window[], sent: readonly number[], now: number): number[] {
  const longest = Math.max(0, ...windows.map(({ ms }) => ms));
  const most = Math.max(0, ...windows.map((window) => window.most));
  const kept = sent.map((at) => Math.min(at, now)).filter((at) => at > now - longest);
  return kept.toSorted((a, b) => a - b).slice(-most);
}

/** How many may be sent now. @param sent as `settle` gives it */
export function roomIn(windows: readonly Window[], sent: readonly number[], now: number): number {
  const rooms = windows.map(({ most, ms }) => most - sent.filter((at) => at > now - ms).length);
  return Math.max(0, Math.min(Number.MAX_SAFE_INTEGER, ...rooms));
}

/** The earliest time from now on at which one more may be sent. @param sent as `settle` gives it */
export function opensAt(windows: readonly Window[], sent: readonly number[], now: number): number {
  // The one that has to leave a window before another may enter it.
  const opens = windows.map(({ most, ms }) => (sent[sent.length - most] ?? now - ms) + ms);
  return Math.max(now, ...opens);
}

/** Times as they are kept: the first, then what lies between each and the next. An hour of messages stays small. */
export function packTimes(sent: readonly number[]): string {
  return JSON.stringify(sent.map((at, index) => at - (index === 0 ? 0 : (sent[index - 1] ?? 0))));
}

/** What `packTimes` has packed. */
export function unpackTimes(packed: string): number[] {
  // Written by this program alone.
  const steps = JSON.parse(packed) as number[];
  let at = 0;
  return steps.map((step) => (at += step));
}
