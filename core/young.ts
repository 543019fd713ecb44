/**
 * Whether what was learnt at `since` still counts. A clock that was set back makes nothing young again: what seems to come
 * from the future is of unknown age.
 *
 * @param since when it was learnt, ms since the epoch
 */
export function isYoung(since: number, lifeMs: number, now: number): boolean {
  return since <= now && now - since < lifeMs;
}
