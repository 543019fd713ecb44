import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { foldName } from '../../customers/names.js';

/** A row of `links` as the first migration made it. */
interface OldLink {
  platform: string;
  tenant: string;
  chatUser: string;
  personName: string;
}

/** Links that are listed, found by name and removed one by one; and who is not to be linked again by their e-mail address. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const add = (column: string, preset?: string) =>
    db.schema
      .alterTable('links')
      .addColumn(column, 'text', (made) => (preset === undefined ? made : made.notNull().defaultTo(preset)))
      .execute();
  await add('id');
  await add('via', 'signIn');
  await add('chatUserName');
  await add('searched', '');
  const { rows } = await sql<OldLink>`select "platform", "tenant", "chatUser", "personName" from "links"`.execute(db);
  for (const { platform, tenant, chatUser, personName } of rows)
    await sql`update "links" set "id" = ${randomUUID()}, "searched" = ${foldName(`${personName} ${chatUser}`)}
      where "platform" = ${platform} and "tenant" = ${tenant} and "chatUser" = ${chatUser}`.execute(db);
  await sql`create unique index "linksById" on "links" ("id")`.execute(db);

  await db.schema
    .createTable('unlinked')
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('chatUser', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('unlinkedPrimary', ['platform', 'tenant', 'chatUser'])
    .execute();
}
