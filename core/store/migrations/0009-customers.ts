import { type Kysely, sql } from 'kysely';

/** The partner's customers, as the index of every process is filled with them. core/store/tables/customers.ts says what each column means. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('customers')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('otherName', 'text')
    .addColumn('domain', 'text', (column) => column.notNull())
    .addColumn('domainsJson', 'text')
    .addColumn('country', 'text')
    .addColumn('readAt', 'bigint', (column) => column.notNull())
    .addColumn('detailsAt', 'bigint', (column) => column.notNull())
    .addColumn('removedAt', 'bigint')
    .addColumn('seen', 'bigint', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('customersBySeq').on('customers').columns(['seq', 'id']).execute();
  await sql`create index "customersBySeen" on "customers" ("seen") where "removedAt" is null`.execute(db);
  await sql`create index "customersByDetails" on "customers" ("detailsAt") where "removedAt" is null`.execute(db);
  await sql`create index "customersRemoved" on "customers" ("removedAt") where "removedAt" is not null`.execute(db);
  await db.schema
    .createTable('sequences')
    .addColumn('name', 'text', (column) => column.notNull().primaryKey())
    .addColumn('value', 'bigint', (column) => column.notNull())
    .execute();
}
