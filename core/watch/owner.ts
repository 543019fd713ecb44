import type { Reader } from '../delivery.js';
import type { Outbox } from '../jobs/outbox.js';
import { knownPlaces, personalPlace, placeKeyOf } from '../places.js';
import type { People } from '../roles/people.js';
import type { Db } from '../store/tables.js';
import { heldBy } from './holding.js';
import { viewOf } from './view.js';
import type { Watch } from './watch.js';

export interface OwnerParts {
  outbox: Outbox;
  people: People;
}

/**
 * Tells the owners of watches of one place that it is in trouble, or works again: each of them once, however many watches
 * they have there. In the transaction in which that was written.
 */
export async function tellOwners(parts: OwnerParts, tx: Db, watches: readonly Watch[], mended: boolean): Promise<void> {
  const held = await heldBy(
    tx,
    watches.map(({ id }) => id),
  );
  const told = new Set<string>();
  for (const watch of watches) {
    if (told.has(watch.owner)) continue;
    told.add(watch.owner);
    const to = await chatOf(parts, tx, watch);
    if (!to) continue;
    await parts.outbox.owe(tx, {
      dedupeKey: `trouble:${watch.id}:${watch.version}`,
      to,
      answer: { type: 'watchTrouble', watch: viewOf(watch, { held: held.get(watch.id) ?? 0, mayEdit: true }), mended },
    });
  }
}

/** Where an owner is told: where they made the watch; if that is the chat in trouble, in another one that is known of them. */
async function chatOf({ people }: OwnerParts, tx: Db, watch: Watch): Promise<Reader | undefined> {
  const { ownerReader } = watch;
  const own = { ...ownerReader, place: (await personalPlace(tx, ownerReader.user)) ?? ownerReader.place };
  if (watch.place.kind !== 'personal' || placeKeyOf(own.place) !== watch.placeKey) return own;
  const others = (await people.chatUsersOf(watch.owner)).filter(({ platform }) => platform !== watch.place.platform);
  const [other] = await knownPlaces(
    tx,
    others.map((user) => ({ ...user, standing: 'member' })),
  );
  return other;
}
