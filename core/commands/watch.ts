import type { Visit } from '../context.js';
import type { Answer } from '../answer.js';
import { begin, wished } from '../watch/making.js';
import { noteVisit } from '../watch/rights.js';
import type { WatchWish } from '../watch/watch.js';
import { insertWatch } from '../watch/watches.js';
import type { Command } from './command.js';
import { showPage } from './customers.js';
import { findCustomers } from './with-customer.js';

/** Notices in this conversation: of everything, or of what was asked for. */
export const watch: Command = {
  name: 'watch',
  needs: 'view customers',
  argument: 'text',
  async run(visit, argument) {
    await noteVisit(visit);
    const wish = wishOf(visit, argument);
    const query = wish.topic === 'changes' ? wish.customer?.trim() : undefined;
    return query ? watchOne(visit, wish, query) : begin(visit, await wished(visit, wish), { rhythm: wish.rhythm });
  },
};

/** What was asked for; where nobody has read it, the text is the name of a customer. */
export function wishOf({ turn: { act } }: Visit, argument: string): WatchWish {
  if (act.type === 'command' && act.wish) return act.wish;
  const customer = argument.trim();
  return { topic: 'changes', ...(customer === '' ? {} : { customer }) };
}

/** One customer: the one that is meant, or those that may be meant, to choose from. */
async function watchOne(visit: Visit, wish: WatchWish, query: string): Promise<Answer> {
  const hits = await findCustomers(visit, query);
  if (hits.length === 0) return { type: 'nothingFound', query };
  const only = visit.customers.only(query, hits);
  if (only) return begin(visit, await wished(visit, wish, only), { rhythm: wish.rhythm });
  // All that was asked for is kept until it is known of whom.
  const draft = { ...(await wished(visit, wish)), state: 'draft' as const };
  await insertWatch(visit.store.db, visit, draft, {});
  return showPage(visit, { query, pick: 'watchCustomer', watch: draft.id, rest: hits });
}
