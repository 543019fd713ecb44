import { placeKeyOf } from '../places.js';
import { isSame } from '../roles/link-news.js';
import type { ChatUserKey } from '../roles/people.js';
import type { Db } from '../store/tables.js';
import type { Place } from '../turn.js';
import { watchOf } from './rows.js';
import type { Watch } from './watch.js';
import { type Doer, endWatch, type WatchParts } from './watches.js';

/**
 * Ends every watch of somebody's own chat with the desk: nobody is known to read it any more.
 *
 * @param chat.person whose chat it was
 * @param chat.place where it is, if they ever wrote there
 */
export async function endWatchesOfChat(
  tx: Db,
  parts: WatchParts,
  chat: { user: ChatUserKey; person: string; place?: Place | undefined },
  by: Doer,
): Promise<void> {
  const key = chat.place?.kind === 'personal' ? placeKeyOf(chat.place) : '';
  const rows = await tx
    .selectFrom('watches')
    .selectAll()
    .where('state', 'in', ['active', 'broken'])
    .where((where) => where.or([where('owner', '=', chat.person), where('placeKey', '=', key)]))
    .execute();
  for (const row of rows) {
    const watch = watchOf(parts.sealer, row);
    const theirs = isOneToOne(watch.place) && isSame(watch.ownerReader.user, chat.user);
    if (watch.placeKey === key || theirs) await endWatch(tx, parts, watch, by);
  }
}

/** Slack does not say of a slash command what kind of conversation it came from; the channel's id does. */
function isOneToOne(place: Watch['place']): boolean {
  return place.kind === 'personal' || (place.platform === 'slack' && place.channel.startsWith('D'));
}
