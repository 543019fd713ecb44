import type { Reader } from '../delivery.js';
import type { Outbox } from '../jobs/outbox.js';
import { knownPlaces, personalPlace } from '../places.js';
import type { People } from '../roles/people.js';
import type { Db } from '../store/tables.js';
import type { ChatUser } from '../turn.js';
import { heldBy } from './holding.js';
import { viewOf } from './view.js';
import type { Watch } from './watch.js';
import { type WatchParts, watchesOfPlace } from './watches.js';

/** Where owners are told of a place in trouble, when that place is their own chat: asked before any transaction. */
export type OtherChats = ReadonlyMap<string, readonly ChatUser[]>;

export interface OwnerParts {
  outbox: Outbox;
  people: People;
  /** In which everybody is themselves in Teams. */
  partnerTenantId: string;
}

/** The chats of the owners of a place's watches on other platforms; none are needed where the place is a room. */
export async function otherChats(
  parts: OwnerParts & WatchParts,
  { place, placeKey }: Pick<Watch, 'place' | 'placeKey'>,
): Promise<OtherChats> {
  const chats = new Map<string, ChatUser[]>();
  if (place.kind !== 'personal') return chats;
  for (const { owner } of await watchesOfPlace(parts, placeKey)) {
    if (chats.has(owner)) continue;
    const known = [
      ...(await parts.people.chatUsersOf(owner)),
      { platform: 'teams' as const, tenant: parts.partnerTenantId, user: owner },
    ];
    const elsewhere = known.filter(({ platform }) => platform !== place.platform);
    chats.set(
      owner,
      elsewhere.map((user) => ({ ...user, standing: 'member' })),
    );
  }
  return chats;
}

/**
 * Tells the owners of watches of one place that it is in trouble, or works again: each of them once, however many watches
 * they have there. In the transaction in which that was written.
 */
export async function tellOwners(
  { outbox }: Pick<OwnerParts, 'outbox'>,
  tx: Db,
  watches: readonly Watch[],
  { mended, others }: { mended: boolean; others: OtherChats },
): Promise<void> {
  const held = await heldBy(
    tx,
    watches.map(({ id }) => id),
  );
  const told = new Set<string>();
  for (const watch of watches) {
    if (told.has(watch.owner)) continue;
    told.add(watch.owner);
    const to = await chatOf(tx, watch, mended ? undefined : others.get(watch.owner));
    if (!to) continue;
    await outbox.owe(tx, {
      dedupeKey: `trouble:${watch.id}:${watch.version}`,
      to,
      whose: { person: watch.owner, otherwise: 'move' },
      answer: { type: 'watchTrouble', watch: viewOf(watch, { held: held.get(watch.id) ?? 0, mayEdit: true }), mended },
    });
  }
}

/** Where an owner is told: in their chat on the platform on which they watch, or, if that is in trouble, in another one. */
async function chatOf(
  tx: Db,
  { ownerReader }: Watch,
  others: readonly ChatUser[] | undefined,
): Promise<Reader | undefined> {
  if (!others) return { ...ownerReader, place: (await personalPlace(tx, ownerReader.user)) ?? ownerReader.place };
  const [other] = await knownPlaces(tx, others);
  return other;
}
