import type { Visit } from '../context.js';
import { placeKeyOf } from '../places.js';
import { isYoung } from '../young.js';
import type { Role } from '../roles/role.js';
import type { ChatUser } from '../turn.js';
import type { Watch } from './watch.js';
import { DAY_MS } from './wall-clock.js';

/** Who may change every watch, wherever they are. */
const keepers: readonly Role[] = ['Global admin', 'Admin agent'];

/** Whether somebody keeps the watches of all places. */
export function keepsAll({ roles }: Pick<Visit, 'roles'>): boolean {
  return keepers.some((role) => roles.includes(role));
}

/**
 * Whether whoever is here may edit, test and end a watch: in its own place anybody who may use the desk; elsewhere its owner,
 * whoever keeps all, and whoever spoke of that room's watches in it within a day (Teams answers them in their own chat).
 */
export async function mayKeep(visit: Visit, watch: Pick<Watch, 'placeKey' | 'owner'>): Promise<boolean> {
  if (watch.placeKey === placeKeyOf(visit.turn.place) || watch.owner === visit.person.id || keepsAll(visit))
    return true;
  return wasSeenIn(visit, watch.placeKey);
}

/** Notes that somebody spoke of a room's watches in that room. */
export async function noteVisit({ store, turn, now }: Visit): Promise<void> {
  if (turn.place.kind === 'personal') return;
  const at = now();
  await store.db
    .insertInto('roomVisits')
    .values({ placeKey: placeKeyOf(turn.place), chatUser: keyOf(turn.user), at })
    .onConflict((conflict) => conflict.columns(['placeKey', 'chatUser']).doUpdateSet({ at }))
    .execute();
}

async function wasSeenIn({ store, turn, now }: Visit, placeKey: string): Promise<boolean> {
  const visit = await store.db
    .selectFrom('roomVisits')
    .select('at')
    .where('placeKey', '=', placeKey)
    .where('chatUser', '=', keyOf(turn.user))
    .executeTakeFirst();
  return visit !== undefined && isYoung(visit.at, DAY_MS, now());
}

function keyOf({ platform, tenant, user }: ChatUser): string {
  return `${platform}:${tenant}/${user}`;
}
