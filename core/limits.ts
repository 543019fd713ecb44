import { createLru } from './roles/lru.js';
import type { ChatUser, Turn } from './turn.js';
import { isYoung } from './young.js';

/** How many turns are taken within `WINDOW_MS`. A process counts for itself: with several replicas each admits so many. */
export interface TurnLimits {
  person: number;
  place: number;
  refreshes: number;
}

export const WINDOW_MS = 60_000;

export const turnLimits: TurnLimits = {
  /**
   * A turn costs up to four requests of the 500 that Partner Center grants the whole desk in a minute (core/partner/limits.ts).
   * The longest job takes five turns, and nobody presses faster than once a second for long.
   */
  person: 60,
  /**
   * Twice as many, for rooms in which several work at a time. Teams lets a bot say 60 things in 30 seconds to one conversation
   * (learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit): beyond that, answers would only queue.
   */
  place: 120,
  /** Nobody does these: Teams asks for every card in sight, about twenty on a screen, whenever somebody scrolls through a room. */
  refreshes: 240,
};

/** A turn that is one too many. */
export interface Excess {
  of: keyof TurnLimits;
  /** When the next one will be taken, s; at least 1. */
  seconds: number;
  /** Whether they are to be told: once in a burst, which is over when nothing was refused for a whole window. */
  tell: boolean;
}

/** What was taken of one person, or from one place: when, by delivery, oldest first. */
interface Account {
  taken: Map<string, number>;
  refusedAt?: number;
}

/** Whose turns are remembered. With 60 turns each that is about 50 MB at the very most, and in practice next to nothing. */
const MOST_ACCOUNTS = 5_000;

export type Limiter = ReturnType<typeof createLimiter>;

/**
 * Counts turns, of members and of whoever is refused alike, in sliding windows and in memory alone: a flood costs the store
 * nothing. What a platform delivers again counts once, by its delivery id.
 *
 * @param parts.limits what the configuration says instead of the defaults
 * @param parts.whose the Person behind a chat user, as far as that is known without asking: all their accounts share one limit
 * @param parts.now ms since the epoch
 */
export function createLimiter(parts: {
  limits?: Partial<TurnLimits> | undefined;
  whose?: (user: ChatUser) => string | undefined;
  now: () => number;
}) {
  const { now } = parts;
  const limits = { ...turnLimits, ...parts.limits };
  const accounts = createLru<Account>(MOST_ACCOUNTS);

  function accountOf(key: string, at: number): Account {
    const account: Account = accounts.get(key) ?? { taken: new Map() };
    for (const [delivery, since] of account.taken) {
      if (isYoung(since, WINDOW_MS, at)) break;
      account.taken.delete(delivery);
    }
    accounts.set(key, account);
    return account;
  }

  return {
    /** Takes a turn; gives why not when it is one too many. Nothing is counted then. */
    take(turn: Turn): Excess | undefined {
      const at = now();
      const { platform, tenant, user } = turn.user;
      const automatic = turn.act.type === 'action' && turn.act.automatic === true;
      const own = automatic ? ('refreshes' as const) : ('person' as const);
      const whose = parts.whose?.(turn.user) ?? `${platform} ${tenant} ${user}`;
      const person = accountOf(`${own} ${whose}`, at);
      if (person.taken.has(turn.delivery)) return undefined;
      // A 1:1 conversation has one person, whose own limit is the stricter one.
      const shared = !automatic && turn.place.kind !== 'personal';
      const place = shared ? accountOf(`place ${roomOf(turn)}`, at) : undefined;

      const full = person.taken.size >= limits[own] ? own : undefined;
      const of = full ?? (place && place.taken.size >= limits.place ? 'place' : undefined);
      if (of === undefined) {
        person.taken.set(turn.delivery, at);
        place?.taken.set(turn.delivery, at);
        return undefined;
      }
      const [oldest = at] = (of === 'place' ? place : person)?.taken.values() ?? [];
      const burst = person.refusedAt !== undefined && isYoung(person.refusedAt, WINDOW_MS, at);
      person.refusedAt = at;
      return { of, seconds: Math.max(1, Math.ceil((oldest + WINDOW_MS - at) / 1_000)), tell: !burst && !automatic };
    },
  };
}

/** A channel of Teams is one place, whichever thread of it somebody writes in. */
function roomOf({ place }: Turn): string {
  return place.platform === 'slack'
    ? `slack ${place.team} ${place.channel}`
    : `teams ${place.conversation.split(';', 1)[0]}`;
}
