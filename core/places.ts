import type { Db } from './store/tables.js';
import type { ChatUser, Place, Turn } from './turn.js';

/** How old a remembered place may be before the same one is written again: its address may have moved. */
const FRESH_MS = 24 * 3600_000;

/** What was written to which store lately, so that not every message costs a write. Bounded. */
const writtenTo = new WeakMap<Db, Map<string, { json: string; at: number }>>();
const MOST_WRITTEN = 10_000;

/** What is kept of a conversation: where it is and how its person reads. */
interface Remembered {
  place: Place;
  locale: string;
  timeZone?: string;
}

/**
 * Remembers where a turn came from, so that messages can be sent there later: the 1:1 conversation of whoever wrote, or a
 * room under its own name.
 */
export async function rememberPlace(db: Db, turn: Turn, now: number): Promise<void> {
  const { platform, tenant, user } = turn.user;
  const owner = turn.place.kind === 'personal' ? user : roomOf(turn.place);
  const placeJson = JSON.stringify({
    place: turn.place,
    locale: turn.locale,
    ...(turn.timeZone === undefined ? {} : { timeZone: turn.timeZone }),
  } satisfies Remembered);
  const written = writtenTo.get(db) ?? new Map<string, { json: string; at: number }>();
  writtenTo.set(db, written);
  const key = `${platform}:${tenant}:${owner}`;
  const last = written.get(key);
  if (last && last.json === placeJson && now - last.at < FRESH_MS) return;
  await db
    .insertInto('places')
    .values({ platform, tenant, chatUser: owner, placeJson, updatedAt: now })
    .onConflict((conflict) =>
      conflict.columns(['platform', 'tenant', 'chatUser']).doUpdateSet({ placeJson, updatedAt: now }),
    )
    .execute();
  if (written.size >= MOST_WRITTEN) written.clear();
  written.set(key, { json: placeJson, at: now });
}

/** A room's name in the table. */
function roomOf(place: Place): string {
  return place.platform === 'slack' ? `room:${place.channel}` : `room:${withoutThread(place.conversation)}`;
}

/** A place as the configuration names it: `slack:<team>/<channel>`, `teams:<conversation>`; the same for all its threads. */
export function placeKeyOf(place: Place): string {
  if (place.platform === 'slack') return `slack:${place.team}/${place.channel}`;
  return `teams:${withoutThread(place.conversation)}`;
}

/** A message of a Teams channel stands in a thread, which its conversation's id names. */
const withoutThread = (conversation: string): string => conversation.split(';', 1)[0] ?? conversation;

/** The conversations that are known of these users. */
export async function knownPlaces(db: Db, users: readonly ChatUser[]): Promise<(Remembered & { user: ChatUser })[]> {
  const found: (Remembered & { user: ChatUser })[] = [];
  for (const user of users) {
    const kept = await remembered(db, user.platform, user.tenant, user.user);
    if (kept) found.push({ user, ...kept });
  }
  return found;
}

/** What is sent to these users unasked is in this language from now on. Their next turn says it anyway. */
export async function speakThere(
  db: Db,
  users: readonly Pick<ChatUser, 'platform' | 'tenant' | 'user'>[],
  locale: string,
): Promise<void> {
  for (const { platform, tenant, user } of users) {
    const kept = await remembered(db, platform, tenant, user);
    if (!kept) continue;
    const placeJson = JSON.stringify({ ...kept, locale } satisfies Remembered);
    await db
      .updateTable('places')
      .set({ placeJson })
      .where('platform', '=', platform)
      .where('tenant', '=', tenant)
      .where('chatUser', '=', user)
      .execute();
  }
}

/** A place by its name in the configuration: `slack:<team>/<channel>`, or `teams:<conversation>` where the desk has been. */
export async function roomPlace(db: Db, key: string): Promise<Place | undefined> {
  const [, platform, name = ''] = /^(slack|teams):(.+)$/u.exec(key) ?? [];
  if (platform === 'slack') {
    const [team = '', channel = ''] = name.split('/');
    return { platform, team, channel, kind: 'channel', external: false };
  }
  if (platform !== 'teams') return undefined;
  const rows = await db
    .selectFrom('places')
    .select('placeJson')
    .where('platform', '=', 'teams')
    .where('chatUser', '=', `room:${name}`)
    .execute();
  const place = rows[0] && (JSON.parse(rows[0].placeJson) as Remembered).place;
  return place?.platform === 'teams' ? { ...place, conversation: name } : undefined;
}

async function remembered(db: Db, platform: string, tenant: string, chatUser: string): Promise<Remembered | undefined> {
  const row = await db
    .selectFrom('places')
    .select('placeJson')
    .where('platform', '=', platform)
    .where('tenant', '=', tenant)
    .where('chatUser', '=', chatUser)
    .executeTakeFirst();
  // Written by this program alone.
  return row && (JSON.parse(row.placeJson) as Remembered);
}

/** The 1:1 conversation with somebody, if they ever wrote there. */
export async function personalPlace(db: Db, user: ChatUser): Promise<Place | undefined> {
  return (await remembered(db, user.platform, user.tenant, user.user))?.place;
}
