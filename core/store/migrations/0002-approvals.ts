import { type Kysely, sql } from 'kysely';

/** Approvals: their rule and revision, copies of cards, timers. core/store/tables.ts says what each column means. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const add = (table: string, column: string, type: 'text' | 'integer' | 'bigint', preset?: string | number) =>
    db.schema
      .alterTable(table)
      .addColumn(column, type, (made) => (preset === undefined ? made : made.notNull().defaultTo(preset)))
      .execute();
  await add('changes', 'revision', 'integer', 1);
  await add('changes', 'ruleJson', 'text');
  await add('changes', 'until', 'text');
  await add('changes', 'undoes', 'text');
  await add('changes', 'scheduled', 'integer', 0);
  await add('changes', 'owesReview', 'integer', 0);
  await add('changes', 'appliedAt', 'bigint');
  await add('decisions', 'personName', 'text', '');
  await add('decisions', 'onBehalfOf', 'text');
  await add('outbox', 'kind', 'text', 'tell');
  await add('outbox', 'copy', 'text');

  await db.schema
    .createTable('copies')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('change', 'text', (column) => column.notNull())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('recipientKey', 'text', (column) => column.notNull())
    .addColumn('recipientSealed', 'text', (column) => column.notNull())
    .addColumn('person', 'text')
    .addColumn('addressSealed', 'text')
    .addColumn('shown', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('createdAt', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('copiesOfChange', ['change', 'recipientKey'])
    .execute();

  await db.schema
    .createTable('timers')
    .addColumn('key', 'text', (column) => column.notNull().primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('change', 'text', (column) => column.notNull())
    .addColumn('dueAt', 'bigint', (column) => column.notNull())
    .addColumn('doneAt', 'bigint')
    .execute();
  await sql`create index "timersDue" on "timers" ("dueAt") where "doneAt" is null`.execute(db);
  await sql`create index "changesAwaiting" on "changes" ("updatedAt") where "state" = 'awaiting'`.execute(db);
  await sql`create index "changesOwingReview" on "changes" ("updatedAt") where "owesReview" = 1`.execute(db);
}
