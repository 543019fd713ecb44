import type { z } from 'zod';
import type { Db } from './tables.js';

/** How far something has got that is read again and again; undefined: it never began, or what is noted cannot be read. */
export async function readCursor<T>(db: Db, name: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const row = await db.selectFrom('cursors').select('valueJson').where('name', '=', name).executeTakeFirst();
  const parsed = schema.safeParse(row && JSON.parse(row.valueJson));
  return parsed.success ? parsed.data : undefined;
}

/** @param now ms since the epoch */
export async function writeCursor(db: Db, name: string, value: object, now: number): Promise<void> {
  const valueJson = JSON.stringify(value);
  await db
    .insertInto('cursors')
    .values({ name, valueJson, updatedAt: now })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ valueJson, updatedAt: now }))
    .execute();
}
