import { action } from '../action.js';
import type { Answer } from '../answer.js';
import { viewerOf } from '../changes/approval/view.js';
import { changeOf } from '../changes/change.js';
import { gone } from '../changes/reach.js';
import { callOptions, type Visit } from '../context.js';
import { isMicrosoftId } from '../customers/names.js';
import { readHistory } from '../journal/history.js';
import type { CustomerRef } from '../views.js';
import type { Command } from './command.js';
import { withCustomer } from './with-customer.js';

/** Changes on one page: with their fields, decisions and buttons they fill a card. */
const PAGE = 5;

/** What was done with the desk for a customer: who asked for what, who decided, how it ended. */
export const history: Command = {
  name: 'history',
  needs: 'view customers',
  argument: 'customer',
  async run(visit, argument) {
    const id = argument.trim().toLowerCase();
    // Its history outlives the relationship with a customer, whom Partner Center then knows no more.
    return isMicrosoftId(id)
      ? showHistory(visit, id)
      : withCustomer(visit, 'history', argument, (customer) => showHistory(visit, customer));
  },
};

/** @param id a customer, or `<customer>/<seq>`: what was done before that */
export async function openHistory(visit: Visit, id: string): Promise<Answer> {
  const [, customer = '', seq] = /^([^/]+)(?:\/(\d{1,15}))?$/u.exec(id) ?? [];
  return isMicrosoftId(customer)
    ? showHistory(visit, customer.toLowerCase(), seq === undefined ? undefined : Number(seq))
    : gone;
}

async function showHistory(visit: Visit, id: string, before?: number): Promise<Answer> {
  const { items, next } = await readHistory(visit.store.db, {
    customer: id,
    limit: PAGE,
    ...(before === undefined ? {} : { before }),
  });
  return {
    type: 'history',
    customer: await customerOf(visit, id),
    items: await Promise.all(
      items.map(async (item) => ({
        ...item,
        mayUndo: item.state === 'applied' && (await mayUndo(visit, item.change)),
      })),
    ),
    ...(next === undefined ? {} : { more: action('history', `${id}/${next}`) }),
  };
}

async function mayUndo(visit: Visit, id: string): Promise<boolean> {
  const change = await visit.changes.get(id);
  if (!change) return false;
  return (await viewerOf(visit, change, [], { id: visit.person.id, roles: visit.roles })).mayUndo;
}

/** As the last change of it names it, which asks nobody; else as Partner Center does. */
async function customerOf(visit: Visit, id: string): Promise<CustomerRef> {
  const row = await visit.store.db
    .selectFrom('changes')
    .selectAll()
    .where('customer', '=', id)
    .orderBy('updatedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row) return changeOf(row).customer;
  const { name, domain } = await visit.partner.customer(id, callOptions(visit));
  return { id, name, domain };
}
