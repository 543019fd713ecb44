import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { foldName } from '../customers/names.js';
import type { Db, LinksTable } from '../store/tables.js';
import type { ChatUser, Platform } from '../turn.js';
import type { LinkView } from '../views.js';
import type { ChatUserKey } from './people.js';

/** The rows of `links`: who somebody in a chat is. */
export type LinkRow = Selectable<LinksTable>;

/** What a search looks into. */
export const searchedText = (...names: (string | undefined)[]): string =>
  foldName(names.filter((name) => name !== undefined).join(' '));

/** Makes a link. @returns its id; undefined when that chat user is linked already: nothing was written */
export async function insertLink(
  tx: Db,
  user: Pick<ChatUser, 'platform' | 'tenant' | 'user' | 'name'>,
  to: { person: string; personName: string; via: LinkRow['via']; at: number },
): Promise<string | undefined> {
  const id = randomUUID();
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('links')
    .values({
      id,
      platform: user.platform,
      tenant: user.tenant,
      chatUser: user.user,
      person: to.person,
      personName: to.personName,
      chatUserName: user.name ?? null,
      via: to.via,
      searched: searchedText(to.personName, user.name, user.user),
      linkedAt: to.at,
    })
    .onConflict((conflict) => conflict.columns(['platform', 'tenant', 'chatUser']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n ? id : undefined;
}

export function linkById(db: Db, id: string): Promise<LinkRow | undefined> {
  return db.selectFrom('links').selectAll().where('id', '=', id).executeTakeFirst();
}

export function linkRowsOf(db: Db, person: string): Promise<LinkRow[]> {
  return db.selectFrom('links').selectAll().where('person', '=', person).orderBy('linkedAt').orderBy('id').execute();
}

/** Deletes a link, once. @returns false when somebody else did so before */
export async function deleteLink(tx: Db, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('links').where('id', '=', id).executeTakeFirst();
  return numDeletedRows === 1n;
}

/** The chat user of a row. */
export function chatUserOf({ platform, tenant, chatUser }: LinkRow): ChatUserKey {
  return { platform: platform as Platform, tenant, user: chatUser };
}

/** A row as cards show it. */
export function viewOfLink(row: LinkRow): LinkView {
  return {
    id: row.id,
    ...chatUserOf(row),
    ...(row.chatUserName === null ? {} : { userName: row.chatUserName }),
    person: { id: row.person, name: row.personName },
    via: row.via,
    at: row.linkedAt,
  };
}
