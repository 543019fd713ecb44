import type { Answer } from '../answer.js';
import { callOptions, type Visit } from '../context.js';
import { recentIds } from '../customers/recents.js';
import type { FoundCustomer } from '../customers/search/customer-index.js';
import { showPage } from './customers.js';

/** Goes on with the one customer that a text means, or offers those it may mean. */
export async function withCustomer(
  visit: Visit,
  command: 'account' | 'update' | 'permission' | 'history',
  argument: string,
  goOn: (customer: string) => Promise<Answer>,
): Promise<Answer> {
  const query = argument.trim();
  if (query === '') return { type: 'customerMissing', command };
  const hits = await findCustomers(visit, query);
  if (hits.length === 0) return { type: 'nothingFound', query };
  const only = visit.customers.only(query, hits);
  return only ? goOn(only.id) : showPage(visit, { query, pick: command, rest: hits });
}

/** The customers that a text may mean, for whoever asks: those they used lately come first among equals. */
export async function findCustomers(visit: Visit, query: string): Promise<FoundCustomer[]> {
  const recent = await recentIds(visit.store.db, visit.person.id);
  return visit.customers.find(query, { ...callOptions(visit), recent });
}
