import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Store } from '../store/open.js';
import type { Tables } from '../store/tables.js';

// SQLite works on the event loop: some milliseconds for each step, and others get their turn between two.
const STEP = 500;

/**
 * Deletes rows in small steps.
 *
 * @param key the table's primary key
 * @param where what to delete, as SQL over the quoted column names
 * @returns how many rows went
 */
export async function deleteInSteps(
  { db }: Pick<Store, 'db'>,
  table: keyof Tables,
  key: string,
  where: RawBuilder<unknown>,
): Promise<number> {
  let deleted = 0;
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      delete from ${sql.table(table)} where ${sql.ref(key)} in
        (select ${sql.ref(key)} from ${sql.table(table)} where ${where} limit ${STEP})`.execute(db);
    deleted += Number(numAffectedRows);
    if (numAffectedRows < STEP) return deleted;
    await setImmediate();
  }
}
