import { journal } from '../journal/journal.js';
import { personalPlace } from '../places.js';
import type { Store } from '../store/open.js';
import type { Sealer } from '../store/sealer.js';
import type { Db } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import type { Turn } from '../turn.js';
import { endWatchesOfChat } from '../watch/ending.js';
import { isSame, type LinkNews } from './link-news.js';
import { voidRequests } from './link-requests.js';
import { chatUserOf, deleteLink, type LinkRow } from './links.js';
import type { People } from './people.js';
import type { Role } from './role.js';

/** Who removes a link. */
export interface Remover {
  person: { id: string; name: string };
  roles: Role[];
  turn: Pick<Turn, 'user'>;
}

interface Parts {
  store: Store;
  sealer: Sealer;
  people: People;
  news: LinkNews;
  now: () => number;
}

/**
 * Removes a link: from the next turn on that chat user is nobody here; other processes, which remember links for a minute,
 * let them look for so long, and write nothing. What they watch in their own chat ends, and the e-mail address does not link
 * them again. Both sides are told.
 *
 * @returns false when it was removed already
 */
export async function removeLink(parts: Parts, row: LinkRow, by: Remover): Promise<boolean> {
  const { store, people, news } = parts;
  const at = parts.now();
  const user = chatUserOf(row);
  const own = row.person === by.person.id;
  const here = isSame(user, by.turn.user);
  const person = (await news.personElsewhere(row.person, by.turn.user)).filter((one) => !isSame(one.user, user));
  const themselves = here ? [] : await news.chatUserThemselves(user);
  const removed = await inTransaction(store.db, async (tx) => {
    if (!(await deleteLink(tx, row.id))) return false;
    await forgetInStore(tx, parts, row, by);
    await journal(tx, {
      fact: 'link.removed',
      at,
      person: by.person.id,
      personName: by.person.name,
      platform: by.turn.user.platform,
      roles: by.roles,
      detail: { ...user, of: row.person, via: row.via, by: own ? 'self' : 'administrator' },
    });
    const told = {
      type: 'linkAnnounced' as const,
      event: 'unlinked' as const,
      platform: user.platform,
      userName: row.chatUserName ?? user.user,
      at,
      ...(own ? {} : { by: by.person.name }),
    };
    await news.owe(tx, person, `unlinked:${row.id}`, told);
    await news.owe(tx, themselves, `unlinked:${row.id}`, { ...told, person: row.personName });
    return true;
  });
  people.forget(user);
  if (removed) news.wake();
  return removed;
}

async function forgetInStore(tx: Db, parts: Parts, row: LinkRow, by: Remover): Promise<void> {
  const { platform, tenant, chatUser } = row;
  const user = chatUserOf(row);
  const at = parts.now();
  await voidRequests(tx, user);
  await tx
    .insertInto('unlinked')
    .values({ platform, tenant, chatUser, at })
    .onConflict((conflict) => conflict.columns(['platform', 'tenant', 'chatUser']).doUpdateSet({ at }))
    .execute();
  const place = await personalPlace(tx, { ...user, standing: 'member' });
  const doer = { person: by.person.id, personName: by.person.name, platform: by.turn.user.platform, roles: by.roles };
  await endWatchesOfChat(tx, parts, { user, person: row.person, place }, doer);
}
