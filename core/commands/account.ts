import type { Answer } from '../answer.js';
import { readAccount } from '../changes/account/draft.js';
import type { Visit } from '../context.js';
import { rememberRecent } from '../customers/recents.js';
import { may } from '../roles/policy.js';
import type { Command } from './command.js';
import { withCustomer } from './with-customer.js';

/** Company details and billing information of one customer. */
export const account: Command = {
  name: 'account',
  needs: 'view customers',
  argument: 'customer',
  run: (visit, argument) => withCustomer(visit, 'account', argument, (customer) => showAccount(visit, customer)),
};

/** @param id the customer's Microsoft ID */
export async function showAccount(visit: Visit, id: string): Promise<Answer> {
  const view = await readAccount(visit, id);
  await rememberRecent(visit.store.db, visit.person.id, view.customer, visit.now());
  return { type: 'account', account: view, mayUpdate: may(visit.policy, 'update account', visit.roles) };
}
