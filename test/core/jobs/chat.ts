import { setImmediate } from 'node:timers/promises';
import { type Delivery, PlaceUnreachable, type Reader, type Recipient } from '../../../core/delivery.js';
import type { Answer } from '../../../core/answer.js';
import type { JsonObject } from '../../../core/partner/partner-center.js';
import type { Platform } from '../../../core/turn.js';
import { createRateLimits } from '../../../sandbox/slack/rate-limits.js';
import { createSendBudget } from '../../../sandbox/teams/rate-limits.js';

/** A message that stands somewhere, and every answer that it has shown. */
export interface Standing {
  id: string;
  place: string;
  mark: string;
  at: number;
  shown: Answer[];
  /** What was said under it. */
  replies: { mark: string; at: number; answer: Answer }[];
}

/** What becomes of the next call: it is refused, or done and never answered for. */
export interface Mishap {
  /** Thrown instead of doing it; what is looked for only heeds requests to wait. */
  before?: Error;
  /** Thrown after it was done: the caller cannot know. */
  after?: Error;
}

export type Chat = ReturnType<typeof createChat>;

/** A platform as the core meets it, with the real limits: whoever exceeds them is told to wait, and counted. */
export function createChat(platform: Platform, now: () => number) {
  const standing: Standing[] = [];
  const counts = { throttled: 0, found: 0, calls: 0 };
  const slack = createRateLimits('strict', now);
  const teams = createSendBudget(now);
  const broken = new Set<string>();
  let mishap: (kind: string, place: string) => Mishap | undefined = () => undefined;
  /** Whether it says which messages it has. */
  let findable = platform === 'slack';

  const placeOf = ({ user, place }: Recipient | Reader): string =>
    user ? user.user : place.platform === 'slack' ? place.channel : place.conversation;

  async function call<T>(method: string, place: string, deed: () => T): Promise<T> {
    counts.calls += 1;
    const what = mishap(method, place);
    if (what?.before) throw what.before;
    if (broken.has(place)) throw new PlaceUnreachable('notMember', 'not_in_channel');
    const wait = platform === 'slack' ? slack.retryAfter(method, place) : teams(place, 'tenant') ? undefined : 1;
    if (wait !== undefined) {
      counts.throttled += 1;
      throw Object.assign(new Error('slow down'), { code: 'ratelimited', retryAfterSeconds: wait });
    }
    // Others get their turn, as they do while a real call is on its way.
    await setImmediate();
    const done = deed();
    if (what?.after) throw what.after;
    return done;
  }

  function stand(answer: Answer, place: string, mark: string): JsonObject {
    const id = `${place}#${standing.length}`;
    standing.push({ id, place, mark, at: now(), shown: [answer], replies: [] });
    return { id };
  }
  const at = (address: JsonObject) => standing.find(({ id }) => id === address['id']);

  const delivery: Delivery = {
    platform,
    finish: () => Promise.reject(new Error('nothing here finishes a turn')),
    survey: () => Promise.reject(new Error('nothing here asks for a place')),
    async tell(answer, to, mark = '') {
      await call('chat.postMessage', placeOf(to), () => stand(answer, placeOf(to), mark));
    },
    post: (answer, to, mark = '') => call('chat.postMessage', placeOf(to), () => stand(answer, placeOf(to), mark)),
    revise: (address, answer, to) =>
      call('chat.update', placeOf(to), () => {
        at(address)?.shown.push(answer);
        return at(address) !== undefined;
      }),
    reply: (address, answer, to, mark = '') =>
      call('chat.postMessage', placeOf(to), () => {
        at(address)?.replies.push({ mark, at: now(), answer });
        return at(address) !== undefined;
      }),
    async find(mark, to, since, under) {
      if (!findable) return 'unknown';
      const what = mishap('find', placeOf(to))?.before;
      // Asked again after a while; a platform that never answers is another matter.
      if (what && 'retryAfterSeconds' in what) throw what;
      const marked = standing.filter((one) => one.mark === mark && one.at >= since).map(({ id }) => ({ id }));
      const replies = under ? (at(under)?.replies ?? []).filter((one) => one.mark === mark && one.at >= since) : [];
      const [found] = [...marked, ...replies.map(() => ({ id: '' }))];
      if (found) counts.found += 1;
      return found ?? 'absent';
    },
  };

  return {
    delivery,
    standing,
    counts,
    broken,
    /** What goes wrong from now on. */
    goWrong(how: typeof mishap) {
      mishap = how;
    },
    hideHistory() {
      findable = false;
    },
    in: (place: string) => standing.filter((one) => one.place === place),
  };
}
