import type { Selectable } from 'kysely';
import type { CustomerSummary } from '../../partner/partner-center.js';
import { inTransaction } from '../../store/transaction.js';
import type { CustomersTable, Db } from '../../store/tables.js';
import { nextNumber } from './sequence.js';

/** Some milliseconds for each step: SQLite works on the event loop. */
export const STEP = 100;

/**
 * A list is believed less than a reading of one customer, or its removal, that came so shortly before: nobody promises that
 * a list shows at once what was written.
 */
export const LIST_LAG_MS = 15 * 60_000;

export type CustomerRow = Selectable<CustomersTable>;

/** What is written of a customer that nothing but the list has told of. */
const unread = { otherName: null, domainsJson: null, country: null, readAt: 0, detailsAt: 0, removedAt: null };

/**
 * Takes in what a page of the list says, at most `STEP` customers of it.
 *
 * @param list.number of the reading of the list: whoever it names is marked with it
 * @param list.askedAt when the page was asked for, ms since the epoch
 * @param also what has to be written in the same transaction; it is told what is returned
 * @returns how many of them this reading of the list had not named yet
 */
export async function takeIn(
  db: Db,
  listed: readonly CustomerSummary[],
  list: { number: number; askedAt: number },
  also?: (tx: Db, fresh: number) => Promise<void>,
): Promise<number> {
  const byId = new Map(listed.map((one) => [one.id.toLowerCase(), one]));
  const ids = [...byId.keys()];
  return inTransaction(db, async (tx) => {
    let known = await rowsOf(tx, ids);
    const fresh = ids.filter((id) => (known.get(id)?.seen ?? 0) < list.number).length;
    const differing = () => ids.filter((id) => differs(known.get(id), byId.get(id), list.askedAt));
    if (differing().length > 0) {
      const seq = await nextNumber(tx);
      // Nobody else writes from here on; somebody may have a moment ago.
      known = await rowsOf(tx, ids);
      const rows = differing().map((id) => rowOf(id, known.get(id), byId.get(id), seq, list.number));
      if (rows.length > 0) await put(tx, rows);
    }
    const unmarked = ids.filter((id) => (known.get(id)?.seen ?? list.number) < list.number);
    if (unmarked.length > 0)
      await tx
        .updateTable('customers')
        .set({ seen: list.number })
        .where('id', 'in', unmarked)
        .where('seen', '<', list.number)
        .where('removedAt', 'is', null)
        .execute();
    await also?.(tx, fresh);
    return fresh;
  });
}

function differs(row: CustomerRow | undefined, listed: CustomerSummary | undefined, askedAt: number): boolean {
  if (!listed) return false;
  if (!row) return true;
  if (row.removedAt !== null) return row.removedAt < askedAt - LIST_LAG_MS;
  if (row.readAt > askedAt - LIST_LAG_MS) return false;
  return (listed.name !== '' && listed.name !== row.name) || (listed.domain !== '' && listed.domain !== row.domain);
}

function rowOf(
  id: string,
  row: CustomerRow | undefined,
  listed: CustomerSummary | undefined,
  seq: number,
  number: number,
): CustomerRow {
  const before = row && row.removedAt === null ? row : undefined;
  return {
    ...unread,
    ...before,
    id,
    name: listed?.name || (before?.name ?? ''),
    domain: listed?.domain || (before?.domain ?? ''),
    seen: Math.max(number, row?.seen ?? 0),
    seq,
  };
}

/** Rows by id. @param ids at most some hundred */
export async function rowsOf(db: Db, ids: readonly string[]): Promise<Map<string, CustomerRow>> {
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('customers').selectAll().where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Inserts or replaces whole rows. */
export async function put(tx: Db, rows: readonly CustomerRow[]): Promise<void> {
  await tx
    .insertInto('customers')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((set) => ({
        name: set.ref('excluded.name'),
        otherName: set.ref('excluded.otherName'),
        domain: set.ref('excluded.domain'),
        domainsJson: set.ref('excluded.domainsJson'),
        country: set.ref('excluded.country'),
        readAt: set.ref('excluded.readAt'),
        detailsAt: set.ref('excluded.detailsAt'),
        removedAt: set.ref('excluded.removedAt'),
        seen: set.ref('excluded.seen'),
        seq: set.ref('excluded.seq'),
      })),
    )
    .execute();
}

/**
 * They are no customers any more: what was known of them goes, and every index hears of it.
 *
 * @param ids at most some hundred
 * @param now ms since the epoch
 * @returns how many of them were customers until now
 */
export async function removeCustomers(db: Db, ids: readonly string[], now: number): Promise<number> {
  if (ids.length === 0) return 0;
  return inTransaction(db, async (tx) => {
    const seq = await nextNumber(tx);
    const { numUpdatedRows } = await tx
      .updateTable('customers')
      .set({ ...unread, name: '', domain: '', removedAt: now, seq })
      .where('id', 'in', ids)
      .where('removedAt', 'is', null)
      .executeTakeFirst();
    return Number(numUpdatedRows);
  });
}

/** Customers that a reading of the list did not name. */
export async function unnamedBy(db: Db, number: number, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('customers')
    .select('id')
    .where('removedAt', 'is', null)
    .where('seen', '<', number)
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** How many customers there are. */
export async function countCustomers(db: Db): Promise<number> {
  const { all } = await db
    .selectFrom('customers')
    .select(({ fn }) => fn.countAll<number>().as('all'))
    .where('removedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return all;
}
