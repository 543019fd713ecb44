import type { Answer } from '../answer.js';
import { callOptions, type Visit } from '../context.js';
import type { CustomerCommand } from '../turn.js';
import { askForCustomer } from './ask-for-customer.js';
import { showPage } from './customers.js';

/** Goes on with the one customer that a text means, or offers those it may mean. */
export async function withCustomer(
  visit: Visit,
  command: CustomerCommand,
  argument: string,
  goOn: (customer: string) => Promise<Answer>,
): Promise<Answer> {
  const query = argument.trim();
  if (query === '') return askForCustomer(visit, command);
  const hits = await visit.customers.find(query, callOptions(visit));
  if (hits.length === 0) return { type: 'nothingFound', query };
  const only = visit.customers.only(query, hits);
  return only ? goOn(only.id) : showPage(visit, { query, pick: command, rest: hits });
}
