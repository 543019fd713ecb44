import type { Db } from './store/tables.js';
import type { ChatUser, Place, Turn } from './turn.js';

/** How old a remembered place may be before the same one is written again: its address may have moved. */
const FRESH_MS = 24 * 3600_000;

/** What was written to which store lately, so that not every message costs a write. Bounded. */
const writtenTo = new WeakMap<Db, Map<string, { json: string; at: number }>>();
const MOST_WRITTEN = 10_000;

/** Remembers the 1:1 conversation with whoever writes there, so that they can be told things later. */
export async function rememberPlace(db: Db, turn: Turn, now: number): Promise<void> {
  if (turn.place.kind !== 'personal') return;
  const { platform, tenant, user } = turn.user;
  const written = writtenTo.get(db) ?? new Map<string, { json: string; at: number }>();
  writtenTo.set(db, written);
  const key = `${platform}:${tenant}:${user}`;
  const placeJson = JSON.stringify(turn.place);
  const last = written.get(key);
  if (last && last.json === placeJson && now - last.at < FRESH_MS) return;
  await db
    .insertInto('places')
    .values({ platform, tenant, chatUser: user, placeJson, updatedAt: now })
    .onConflict((conflict) =>
      conflict.columns(['platform', 'tenant', 'chatUser']).doUpdateSet({ placeJson, updatedAt: now }),
    )
    .execute();
  if (written.size >= MOST_WRITTEN) written.clear();
  written.set(key, { json: placeJson, at: now });
}

/** The 1:1 conversation with somebody, if they ever wrote there. */
export async function personalPlace(db: Db, user: ChatUser): Promise<Place | undefined> {
  const row = await db
    .selectFrom('places')
    .select('placeJson')
    .where('platform', '=', user.platform)
    .where('tenant', '=', user.tenant)
    .where('chatUser', '=', user.user)
    .executeTakeFirst();
  // Written by this program alone.
  return row && (JSON.parse(row.placeJson) as Place);
}
