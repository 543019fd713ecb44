import { openCustomerIndex } from '../../core/customers/search/customer-index.js';
import { serveEngine } from './service.js';

/** The desk's index of customers, as a process of its own. */
const index = await openCustomerIndex();
serveEngine({
  fill: (companies) => index.put(companies.map(({ id, name, domain }) => ({ id, name, domain }))),
  search: async (text, limit) => (await index.search(text, { limit })).map(({ id }) => id),
});
