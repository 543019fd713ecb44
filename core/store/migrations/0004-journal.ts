import { type Kysely, sql } from 'kysely';

/** The chain of the journal: signatures, places in it, and what stands for members that were erased. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('journal').addColumn('mac', 'text').execute();
  await db.schema.alterTable('journal').addColumn('erasedJson', 'text').execute();
  await db.schema.alterTable('journal').addColumn('position', 'bigint').execute();
  // No place is taken twice, whatever two sealers may do.
  await sql`create unique index "journalByPosition" on "journal" ("position") where "position" is not null`.execute(db);
}
