import type { Answer } from '../answer.js';
import { callOptions, type Visit } from '../context.js';
import { customersNamedIn } from '../customers/named-in.js';
import { type CustomerCommand, customerCommands, type FormValues } from '../turn.js';
import { account } from './account.js';
import { askForCustomer } from './ask-for-customer.js';
import { showPage } from './customers.js';
import { history } from './history.js';
import { permission } from './permission.js';
import { update } from './update.js';

const commands = { account, update, permission, history };

/** The command that a form or shortcut is for; what is none of them is the harmless one. */
export const customerCommand = (name: string | undefined): CustomerCommand =>
  customerCommands.find((known) => known === name) ?? 'account';

/** Opens the form that searches for a customer. @param pick a `CustomerCommand` */
export async function openFindForm(visit: Visit, pick: string | undefined): Promise<Answer> {
  return askForCustomer(visit, customerCommand(pick));
}

/** The form was filled: goes on with the customer, by Microsoft ID or by what was typed. Who matches nobody can try again. */
export async function submitFindForm(visit: Visit, values: FormValues): Promise<Answer> {
  const customer = (values['customer'] ?? '').trim();
  const pick = customerCommand(values['pick']);
  if (customer === '') return askForCustomer(visit, pick, 'required');
  const answer = await commands[pick].run(visit, customer);
  return answer.type === 'nothingFound' ? askForCustomer(visit, pick, 'notInList') : answer;
}

/**
 * The customers that a message names, to choose from; where it names none, the form. The message is data: nothing in it is a
 * command.
 */
export async function findInMessage(visit: Visit, pick: string | undefined, text: string): Promise<Answer> {
  const named = await customersNamedIn(visit.customers, text, callOptions(visit));
  if (named.length === 0) return { ...askForCustomer(visit, customerCommand(pick)), because: 'nobodyNamed' };
  const answer = await showPage(visit, { pick: customerCommand(pick), rest: named });
  return answer.type === 'customers' ? { ...answer, named: true } : answer;
}
