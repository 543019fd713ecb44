import { z } from 'zod';
import type { AccountFields } from '../../partner/fields.js';
import type { Db } from '../../store/tables.js';
import type { CustomerRef } from '../../views.js';

/** What a customer looked like at the last look. */
export interface Snapshot {
  customer: CustomerRef;
  /** Absent: nobody has looked yet. */
  seen?: { etag: string; fields: AccountFields };
  /** Before that look, ms since the epoch; 0: nobody has looked yet. */
  checkedAt: number;
}

const schema = z.object({
  name: z.string(),
  domain: z.string(),
  seen: z
    .object({
      etag: z.string(),
      fields: z.record(z.string(), z.string()).transform((fields) => fields as AccountFields),
    })
    .optional(),
});

// Some milliseconds for each step: SQLite works on the event loop.
const STEP = 200;

/** Takes customers in that nobody has looked at yet. Those that are known stay as they are. */
export async function addSnapshots(db: Db, customers: readonly CustomerRef[]): Promise<void> {
  const rows = customers.map(({ id, name, domain }) => ({
    customer: id,
    fieldsJson: JSON.stringify({ name, domain }),
    checkedAt: 0,
  }));
  for (let at = 0; at < rows.length; at += STEP) {
    await db
      .insertInto('snapshots')
      .values(rows.slice(at, at + STEP))
      .onConflict((conflict) => conflict.column('customer').doNothing())
      .execute();
  }
}

/** The customers that were looked at longest ago, before a time. @param of only these, at most 200 */
export async function oldestSnapshots(
  db: Db,
  { before, limit, of }: { before: number; limit: number; of?: readonly string[] },
): Promise<Snapshot[]> {
  const all = db.selectFrom('snapshots').selectAll().where('checkedAt', '<', before);
  const rows = await (of === undefined ? all : all.where('customer', 'in', of))
    .orderBy('checkedAt')
    .orderBy('customer')
    .limit(limit)
    .execute();
  return rows.map(({ customer, fieldsJson, checkedAt }) => {
    const { name, domain, seen } = schema.parse(JSON.parse(fieldsJson));
    return { customer: { id: customer, name, domain }, checkedAt, ...(seen ? { seen } : {}) };
  });
}

/** Which of these customers have not been looked at since a time, those looked at longest ago first. */
export async function dueAmong(db: Db, customers: readonly string[], before: number): Promise<string[]> {
  const due: { customer: string; checkedAt: number }[] = [];
  for (let at = 0; at < customers.length; at += STEP) {
    const rows = await db
      .selectFrom('snapshots')
      .select(['customer', 'checkedAt'])
      .where('customer', 'in', customers.slice(at, at + STEP))
      .where('checkedAt', '<', before)
      .execute();
    due.push(...rows);
  }
  return due.sort((a, b) => a.checkedAt - b.checkedAt).map(({ customer }) => customer);
}

/** Notes a look. @returns false: somebody else has looked meanwhile, and nothing is noted */
export async function noteLook(db: Db, before: Snapshot, after: Snapshot): Promise<boolean> {
  const { id, name, domain } = after.customer;
  const { numUpdatedRows } = await db
    .updateTable('snapshots')
    .set({ fieldsJson: JSON.stringify({ name, domain, seen: after.seen }), checkedAt: after.checkedAt })
    .where('customer', '=', id)
    .where('checkedAt', '=', before.checkedAt)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** A customer that is none any more. Should it come back, the first look at it is a beginning again. */
export async function forgetSnapshot(db: Db, customer: string): Promise<void> {
  await db.deleteFrom('snapshots').where('customer', '=', customer).execute();
}
