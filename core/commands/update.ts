import type { Answer } from '../answer.js';
import { openDraft } from '../changes/account/draft.js';
import type { Visit } from '../context.js';
import { rememberRecent } from '../customers/recents.js';
import type { Command } from './command.js';
import { withCustomer } from './with-customer.js';

/** The form of a customer's account info, its review, Submit. */
export const update: Command = {
  name: 'update',
  needs: 'update account',
  argument: 'customer',
  run: (visit, argument) => withCustomer(visit, 'update', argument, (customer) => openForm(visit, customer)),
};

/** @param id the customer's Microsoft ID */
export async function openForm(visit: Visit, id: string): Promise<Answer> {
  const answer = await openDraft(visit, id);
  if (answer.type === 'accountForm') {
    await rememberRecent(visit.store.db, visit.person.id, answer.account.customer, visit.now());
  }
  return answer;
}
