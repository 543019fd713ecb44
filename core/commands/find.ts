import { callOptions } from '../context.js';
import type { Command } from './command.js';
import { askForCustomer } from './ask-for-customer.js';
import { showPage } from './customers.js';

/** Customers by the beginning of a name or domain, or by Microsoft ID: a list to choose from. */
export const find: Command = {
  name: 'find',
  needs: 'view customers',
  argument: 'text',
  async run(visit, argument) {
    const query = argument.trim();
    if (query === '') return askForCustomer(visit, 'account');
    const hits = await visit.customers.find(query, callOptions(visit));
    return hits.length === 0
      ? { type: 'nothingFound', query }
      : showPage(visit, { query, pick: 'account', rest: hits });
  },
};
