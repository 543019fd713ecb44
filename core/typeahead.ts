import { randomUUID } from 'node:crypto';
import { failureOf } from './changes/failure.js';
import type { Policy } from './config.js';
import type { Customers } from './customers/customers.js';
import { recentCustomers, recentIds } from './customers/recents.js';
import type { Log } from './log.js';
import type { Directory } from './roles/directory.js';
import { createLru } from './roles/lru.js';
import type { People } from './roles/people.js';
import { may } from './roles/policy.js';
import type { Db } from './store/tables.js';
import type { ChatUser } from './turn.js';
import type { CustomerRef } from './views.js';
import { isYoung } from './young.js';

/** What somebody types in a search field of their chat, letter by letter. */
export interface Typing {
  user: ChatUser;
  /** BCP 47 */
  locale: string;
  /** What stands in the field; empty when it was only opened. */
  text: string;
  /** How many suggestions the platform shows. */
  most: number;
}

export interface Typeahead {
  /**
   * The customers that a text may mean, likeliest first; of an empty one those that the person opened last. Nobody without the
   * right to view customers gets any, and nothing is written. Never rejects: what cannot be looked up suggests nothing.
   */
  suggest(typing: Typing): Promise<CustomerRef[]>;
}

/** Nobody types faster for a whole minute. What is beyond it suggests nothing. */
const MOST_A_MINUTE = 300;
const MINUTE_MS = 60_000;
const MOST_REMEMBERED = 5_000;

export function createTypeahead(parts: {
  db: Db;
  people: Pick<People, 'personOf'>;
  directory: Pick<Directory, 'look'>;
  customers: Pick<Customers, 'find'>;
  policy: Policy;
  log: Log;
  now: () => number;
}): Typeahead {
  const { db, people, directory, customers, policy, log, now } = parts;
  const counts = createLru<{ since: number; count: number }>(MOST_REMEMBERED);

  function isTooMany({ platform, tenant, user }: ChatUser): boolean {
    const key = `${platform}:${tenant}/${user}`;
    const known = counts.get(key);
    const count = known && isYoung(known.since, MINUTE_MS, now()) ? known : { since: now(), count: 0 };
    count.count += 1;
    counts.set(key, count);
    return count.count > MOST_A_MINUTE;
  }

  /** The Entra id of somebody who may view customers. */
  async function viewer(user: ChatUser): Promise<string | undefined> {
    if (user.standing !== 'member') return undefined;
    const known = await people.personOf(user);
    if (!known) return undefined;
    const { enabled, guest, roles } = await directory.look(known.id, { fresh: false });
    const allowed = enabled && !guest && may(policy, 'use the desk', roles) && may(policy, 'view customers', roles);
    return allowed ? known.id : undefined;
  }

  async function look({ user, locale, text, most }: Typing): Promise<CustomerRef[]> {
    if (isTooMany(user)) return [];
    const person = await viewer(user);
    if (person === undefined) return [];
    if (text.trim() === '') return recentCustomers(db, person, most);
    const recent = await recentIds(db, person);
    return (await customers.find(text, { locale, correlationId: randomUUID(), recent })).slice(0, most);
  }

  return {
    async suggest(typing) {
      try {
        return await look(typing);
      } catch (error) {
        // Whoever sends the text with Enter gets an answer that says what is wrong.
        const failure = failureOf(error);
        if (failure) log.warn({ source: failure.source, kind: failure.kind }, 'nothing could be suggested');
        else log.error({ err: error }, 'nothing could be suggested');
        return [];
      }
    },
  };
}
