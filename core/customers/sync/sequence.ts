import type { Db } from '../../store/tables.js';

const CUSTOMERS = 'customers';

/**
 * The next number. Whoever has it is alone with the table until they commit, so that numbers become visible in their order:
 * nobody who reads on from a number misses a lower one.
 *
 * @param tx an open transaction
 */
export async function nextNumber(tx: Db): Promise<number> {
  const { value } = await tx
    .insertInto('sequences')
    .values({ name: CUSTOMERS, value: 1 })
    .onConflict((conflict) => conflict.column('name').doUpdateSet((set) => ({ value: set('sequences.value', '+', 1) })))
    .returning('value')
    .executeTakeFirstOrThrow();
  return value;
}

/** The last number that was given; 0: none was. */
export async function lastNumber(db: Db): Promise<number> {
  const row = await db.selectFrom('sequences').select('value').where('name', '=', CUSTOMERS).executeTakeFirst();
  return row?.value ?? 0;
}
