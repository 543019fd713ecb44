import type { Answer } from '../answer.js';
import { action } from '../action.js';
import { callOptions, type Visit } from '../context.js';
import { type Listing, type ListingPage, listEverybody, openListing, turnPage } from '../customers/listing.js';
import { recentCustomers } from '../customers/recents.js';
import type { Command } from './command.js';

/** How many of somebody's recent customers stand before all the others. */
const RECENT = 4;

/** The list to choose from: my recent ones, then all, paged. */
export const customers: Command = {
  name: 'customers',
  needs: 'view customers',
  async run(visit) {
    const [recent, all] = await Promise.all([
      recentCustomers(visit.store.db, visit.person.id, RECENT),
      listEverybody(visit.partner, callOptions(visit)),
    ]);
    const known = new Set(recent.map(({ id }) => id));
    return showPage(visit, { ...all, rest: [...recent, ...all.rest.filter(({ id }) => !known.has(id))] });
  },
};

/** Another page of a list. */
export async function nextPage(visit: Visit, id: string): Promise<Answer> {
  const listing = await openListing(visit, visit.person.id, id);
  return listing ? showPage(visit, listing) : { type: 'stale', reason: 'gone' };
}

/** One page of a list, the rest behind a button. */
export async function showPage(visit: Visit, listing: Listing): Promise<Answer> {
  const page: ListingPage = await turnPage(visit, visit.person.id, listing, callOptions(visit));
  return {
    type: 'customers',
    ...(page.query === undefined ? {} : { query: page.query }),
    items: page.items,
    pick: page.pick,
    ...(page.watch === undefined ? {} : { watch: page.watch }),
    ...(page.more === undefined ? {} : { more: action('customers', page.more) }),
  };
}
