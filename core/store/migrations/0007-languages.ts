import type { Kysely } from 'kysely';

/** The languages that people chose. core/store/tables.ts says what each column means. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('languages')
    .addColumn('owner', 'text', (column) => column.notNull().primaryKey())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('chosenAt', 'bigint', (column) => column.notNull())
    .execute();
}
