import type { Recipient } from '../delivery.js';
import type { CopyTarget } from '../jobs/copies.js';
import type { Sealer } from '../store/sealer.js';
import type { ChatUser } from '../turn.js';
import { watchKey } from './notices.js';
import { listenerOf, watchOf, type WatchRow } from './rows.js';
import type { Watch } from './watch.js';

/** A watch as somebody that is posted to, from its row. */
export function targetOf(sealer: Sealer, row: WatchRow): CopyTarget {
  const listener = listenerOf(row);
  // Only a 1:1 conversation needs to know its person.
  const user = listener.place.kind === 'personal' ? watchOf(sealer, row).ownerReader.user : undefined;
  return { key: watchKey(row.id), recipient: recipientOf(listener, user) };
}

/** The place of a watch, as those that are posted to. @param user whose 1:1 conversation it is */
export function recipientOf(
  { place, locale, timeZone }: Pick<Watch, 'place' | 'locale' | 'timeZone'>,
  user: ChatUser | undefined,
): Recipient {
  return { platform: place.platform, place, ...(user ? { user } : {}), locale, timeZone };
}
