import type { Command } from './command.js';
import { showPage } from './customers.js';
import { findCustomers } from './with-customer.js';

/** Customers by name, domain, Microsoft ID or a pasted address: a list to choose from. */
export const find: Command = {
  name: 'find',
  needs: 'view customers',
  argument: 'text',
  async run(visit, argument) {
    const query = argument.trim();
    if (query === '') return { type: 'customerMissing', command: 'find' };
    const hits = await findCustomers(visit, query);
    return hits.length === 0
      ? { type: 'nothingFound', query }
      : showPage(visit, { query, pick: 'account', rest: hits });
  },
};
