import { z } from 'zod';
import type { CustomerRef } from '../views.js';
import type { Db } from '../store/tables.js';

const refSchema = z.object({ id: z.string(), name: z.string(), domain: z.string() });

/** Notes that somebody opened a customer. */
export async function rememberRecent(db: Db, person: string, customer: CustomerRef, now: number): Promise<void> {
  const customerJson = JSON.stringify({ id: customer.id, name: customer.name, domain: customer.domain });
  await db
    .insertInto('recents')
    .values({ person, customer: customer.id, customerJson, usedAt: now })
    .onConflict((conflict) => conflict.columns(['person', 'customer']).doUpdateSet({ customerJson, usedAt: now }))
    .execute();
}

/** The customers somebody opened last, latest first. */
export async function recentCustomers(db: Db, person: string, limit: number): Promise<CustomerRef[]> {
  const rows = await db
    .selectFrom('recents')
    .select('customerJson')
    .where('person', '=', person)
    .orderBy('usedAt', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => refSchema.parse(JSON.parse(row.customerJson)));
}

/** As many of somebody's recent customers as come first among equals in a search. */
const MOST_PREFERRED = 50;

/** The ids of the customers that somebody opened lately. */
export async function recentIds(db: Db, person: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('recents')
    .select('customer')
    .where('person', '=', person)
    .orderBy('usedAt', 'desc')
    .limit(MOST_PREFERRED)
    .execute();
  return new Set(rows.map(({ customer }) => customer));
}
