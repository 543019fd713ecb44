import type { Kysely } from 'kysely';

/** Apps that workspaces install by themselves. core/store/tables.ts says what each column means. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('installations')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('app', 'text', (column) => column.notNull())
    .addColumn('botUser', 'text', (column) => column.notNull())
    .addColumn('scopesJson', 'text', (column) => column.notNull())
    .addColumn('grantSealed', 'text', (column) => column.notNull())
    .addColumn('expiresAt', 'bigint')
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('leaseOwner', 'text')
    .addColumn('leaseUntil', 'bigint')
    .addColumn('installedAt', 'bigint', (column) => column.notNull())
    .addColumn('updatedAt', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('installationsKey', ['platform', 'key'])
    .execute();

  await db.schema
    .createTable('installStates')
    .addColumn('stateHash', 'text', (column) => column.notNull().primaryKey())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('browserHash', 'text', (column) => column.notNull())
    .addColumn('expiresAt', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('installStatesByExpiresAt').on('installStates').column('expiresAt').execute();
}
