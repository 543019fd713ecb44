import type { ChatUser } from '../turn.js';
import { isYoung } from '../young.js';
import { createLru } from './lru.js';

const MINUTE_MS = 60_000;
const MOST_REMEMBERED = 5_000;

/** Whether somebody does more than so many things in a minute, each call being one: for what is no turn, and tells nobody. */
export function createPace({ mostAMinute, now }: { mostAMinute: number; now: () => number }) {
  const counts = createLru<{ since: number; count: number }>(MOST_REMEMBERED);
  return ({ platform, tenant, user }: ChatUser): boolean => {
    const key = `${platform}:${tenant}/${user}`;
    const known = counts.get(key);
    const count = known && isYoung(known.since, MINUTE_MS, now()) ? known : { since: now(), count: 0 };
    count.count += 1;
    counts.set(key, count);
    return count.count > mostAMinute;
  };
}
