import { randomUUID } from 'node:crypto';
import { failureOf } from './changes/failure.js';
import type { Customers } from './customers/customers.js';
import { recentCustomers, recentIds } from './customers/recents.js';
import type { Log } from './log.js';
import { createPace } from './roles/pace.js';
import type { Viewers } from './roles/viewer.js';
import type { Db } from './store/tables.js';
import type { ChatUser } from './turn.js';
import type { CustomerRef } from './views.js';

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

export function createTypeahead(parts: {
  db: Db;
  viewers: Viewers;
  customers: Pick<Customers, 'find'>;
  log: Log;
  now: () => number;
}): Typeahead {
  const { db, viewers, customers, log } = parts;
  const isTooMany = createPace({ mostAMinute: MOST_A_MINUTE, now: parts.now });

  async function look({ user, locale, text, most }: Typing): Promise<CustomerRef[]> {
    if (isTooMany(user)) return [];
    const person = await viewers(user);
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
