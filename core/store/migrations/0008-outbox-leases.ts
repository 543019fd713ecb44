import type { Kysely } from 'kysely';

/** Messages are leased with the lane that they are in (0003), never one by one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // One column a statement: SQLite takes no more.
  await db.schema.alterTable('outbox').dropColumn('leaseOwner').execute();
  await db.schema.alterTable('outbox').dropColumn('leaseUntil').execute();
}
