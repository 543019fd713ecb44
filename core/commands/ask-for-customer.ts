import type { AnswerOf } from '../answer.js';
import type { Visit } from '../context.js';
import { type CustomerCommand, customerCommands } from '../turn.js';

/** The form that searches for a customer, for a command that was given none. @param rule what was wrong with what was filled in */
export function askForCustomer(
  { mayRun }: Visit,
  pick: CustomerCommand,
  rule?: 'required' | 'notInList',
): AnswerOf<'findForm'> {
  return {
    type: 'findForm',
    pick,
    picks: customerCommands.filter((name) => mayRun.includes(name)),
    errors: rule === undefined ? [] : [{ path: 'customer', rule, params: {} }],
  };
}
