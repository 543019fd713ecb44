/** Waits between two rounds that fail, doubling up to this. */
const LONGEST_WAIT_MS = 10 * 60_000;

/** When a round of something that comes again and again is due. Times in ms since the epoch. */
export interface Due {
  /** When the next round is due. */
  dueAt: number;
  /** How many rounds have failed, one after the other. */
  failures: number;
}

/**
 * Whether a round is due.
 *
 * @param asked somebody knows that there is something new: then only a service in trouble is waited for
 */
export function isDue({ dueAt, failures }: Due, now: number, everyMs: number, asked: boolean): boolean {
  if (asked && failures === 0) return true;
  // Further ahead than any wait: it was noted before the clock was set back.
  return dueAt <= now || dueAt > now + Math.max(everyMs, LONGEST_WAIT_MS);
}

/** The next round after one that failed: not before `Retry-After`, later with every failure. */
export function postponed<T extends Due>(
  progress: T,
  error: { code: string | undefined; retryAfterSeconds: number | undefined },
  now: number,
  everyMs: number,
): T {
  const asked = (error.retryAfterSeconds ?? 0) * 1000;
  // The desk has asked enough for now, and got on: nothing has failed.
  if (error.code === 'quota') return { ...progress, failures: 0, dueAt: now + asked };
  const failures = progress.failures + 1;
  const backOff = everyMs * 2 ** Math.min(failures - 1, 10);
  const wait = Math.min(Math.max(asked, backOff), Math.max(everyMs, LONGEST_WAIT_MS));
  return { ...progress, failures, dueAt: now + wait };
}
