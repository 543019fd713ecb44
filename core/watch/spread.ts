import { setImmediate } from 'node:timers/promises';
import type { Selectable } from 'kysely';
import { type Loop, startLoop } from '../jobs/loop.js';
import { insertCopies } from '../jobs/copies.js';
import type { Outbox } from '../jobs/outbox.js';
import type { OwedFollowing } from '../jobs/owing.js';
import { journal } from '../journal/journal.js';
import type { Log } from '../log.js';
import type { ChangePath } from '../partner/fields.js';
import { PartnerCenterError } from '../partner/partner-center.js';
import type { Store } from '../store/open.js';
import type { Sealer } from '../store/sealer.js';
import type { AnnouncementsTable, CopiesTable, Db } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import { isNews } from './announce.js';
import { type Countries, isAnyCountryWatched } from './country.js';
import type { News } from './filter.js';
import { hold } from './holding.js';
import { type Audience, nextAudiences, tellingOf } from './listeners.js';
import { changeById } from './notices.js';
import type { Listener } from './rows.js';
import { saidAt } from './schedule.js';

export interface SpreadParts {
  store: Store;
  sealer: Sealer;
  outbox: Outbox;
  countries: Countries;
  /** Notices are owed: the sender need not wait for its next look. */
  wake: () => void;
  log: Log;
  /** ms since the epoch. */
  now: () => number;
}

type Announcement = Selectable<AnnouncementsTable>;

/** Announcements that are taken up in one round. */
const AT_ONCE = 20;
/** How long an announcement waits for Partner Center to say where its customer is. */
const LONGEST_WAIT_MS = 3600_000;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 600_000;

/** Spreads what was announced to the watches that want it. `wake()` after a commit does so now. */
export function startSpread(parts: SpreadParts): Loop {
  return startLoop({
    name: 'spread',
    everyMs: 1_000,
    log: parts.log,
    run: async () => (await spreadDue(parts)) === AT_ONCE,
  });
}

/** Spreads what is due now. @returns how many announcements were taken up */
export async function spreadDue(parts: SpreadParts): Promise<number> {
  const due = await parts.store.db
    .selectFrom('announcements')
    .selectAll()
    .where('state', '=', 'due')
    .where('dueAt', '<=', parts.now())
    .orderBy('dueAt')
    .limit(AT_ONCE)
    .execute();
  for (const announcement of due) {
    try {
      await spread(parts, announcement);
    } catch (error) {
      // One that cannot be spread now must not keep the others from their places.
      parts.log.error({ announcement: announcement.id, err: error }, 'an announcement could not be spread now');
      await postpone(parts, announcement);
    }
  }
  return due.length;
}

/** Goes on where it was, from place to place, until all are asked, or somebody else has taken a step. */
async function spread(parts: SpreadParts, announcement: Announcement): Promise<void> {
  const known = await newsOf(parts, announcement);
  if (!known) return;
  let { cursor } = announcement;
  for (;;) {
    const { audiences, more } = await nextAudiences(parts.store.db, announcement.subject, cursor);
    const next = audiences.at(-1)?.placeKey ?? cursor;
    const taken = await inTransaction(parts.store.db, async (tx) => {
      if (!(await advance(tx, announcement, cursor, more ? { cursor: next } : { cursor: next, state: 'done' })))
        return false;
      await tell(parts, tx, announcement, known, audiences);
      if (!more) await recordSpread(tx, announcement, parts.now());
      return true;
    });
    if (!taken) return;
    parts.wake();
    if (!more) return;
    cursor = next;
    await setImmediate();
  }
}

/** Tried again later, and later each time. */
async function postpone({ store, now }: SpreadParts, { id, version, attempts }: Announcement): Promise<void> {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempts, 7), LONGEST_PAUSE_MS);
  await store.db
    .updateTable('announcements')
    .set({ dueAt: now() + pause, attempts: attempts + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .execute();
}

/** The one conditional write: each step is taken once, by whichever process, and none of a version that is over. */
async function advance(
  tx: Db,
  { id, version }: Announcement,
  cursor: string,
  to: { cursor: string; state?: 'done' },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('announcements')
    .set(to)
    .where('id', '=', id)
    .where('version', '=', version)
    .where('cursor', '=', cursor)
    .where('state', '=', 'due')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** What is told, and whether places that have not heard of it are told at all. */
interface Known {
  news: News;
  toAll: boolean;
}

/** Undefined: where the customer is has still to be found out, and the announcement waits for that. */
async function newsOf(parts: SpreadParts, announcement: Announcement): Promise<Known | undefined> {
  const { about, subject, kind, origin, stage, customer, actor, pathsJson } = announcement;
  const change = about === 'change' ? await changeById(parts.store.db, subject) : undefined;
  const known = [
    announcement.country,
    change?.before['defaultAddress.country'],
    change?.after['defaultAddress.country'],
  ].filter((country): country is string => typeof country === 'string' && country !== '');
  const countries = known.length > 0 || customer === null ? known : await lookUp(parts, announcement, customer);
  if (!countries) return undefined;
  return {
    news: {
      kind,
      origin,
      stage,
      countries,
      // Written by the desk alone.
      paths: JSON.parse(pathsJson) as ChangePath[],
      ...(customer === null ? {} : { customer }),
      ...(actor === null ? {} : { actor }),
    },
    toAll: about === 'happening' || (change !== undefined && isNews(change)),
  };
}

/** Where a customer is, if anybody wants to know. After an hour without an answer it is told to the others. */
async function lookUp(parts: SpreadParts, announcement: Announcement, customer: string): Promise<string[] | undefined> {
  const { store, countries, log, now } = parts;
  const { id, at } = announcement;
  if (!(await isAnyCountryWatched(store.db))) return [];
  try {
    const country = await countries.of(customer);
    if (country === undefined) return [];
    await store.db.updateTable('announcements').set({ country }).where('id', '=', id).execute();
    return [country];
  } catch (error) {
    if (!(error instanceof PartnerCenterError)) throw error;
    if (now() >= at + LONGEST_WAIT_MS) return [];
    log.warn({ announcement: id, kind: error.kind }, 'an announcement waits: nobody says where its customer is');
    await postpone(parts, announcement);
    return undefined;
  }
}

async function tell(
  parts: SpreadParts,
  tx: Db,
  announcement: Announcement,
  { news, toAll }: Known,
  audiences: readonly Audience[],
): Promise<void> {
  const now = parts.now();
  const { id, about, subject } = announcement;
  const cards = toAll ? await cardsIn(tx, subject, audiences) : new Map<string, Card>();
  for (const audience of audiences) {
    if (await follow(parts, tx, announcement, audience)) continue;
    if (!toAll) continue;
    const telling = tellingOf(parts.sealer, audience, news, { since: announcement.at, now });
    if (!telling) continue;
    const { watch, target, heldUntil } = telling;
    const card = cards.get(audience.placeKey);
    if (card) {
      if (announcement.followUp > card.replied)
        await followInThread(parts, tx, announcement, { watch, owed: { ...card, copy: card.id } });
    } else if (heldUntil === undefined)
      await insertCopies(parts, tx, { about, id: subject, watch: watch.id }, [target]);
    else await hold(tx, { watch: watch.id, announcement: id, at: now, dueAt: heldUntil });
  }
}

/** A place that has a copy sees it change, and reads a line under it where that is worth one. False: it has none. */
async function follow(parts: SpreadParts, tx: Db, announcement: Announcement, { members }: Audience): Promise<boolean> {
  const holders = members.filter(({ copy }) => copy);
  for (const { watch, copy } of holders) {
    if (copy?.state !== 'due' && copy?.state !== 'posted') continue;
    const owed = { copy: copy.id, platform: copy.platform, lane: copy.lane };
    if (announcement.followUp > copy.replied && watch.state !== 'ended')
      await followInThread(parts, tx, announcement, { watch, owed });
    await parts.outbox.oweRevise(tx, { ...owed, version: announcement.version });
  }
  return holders.length > 0;
}

/** The line is a message like another: quiet hours and digests hold it back. */
async function followInThread(
  { outbox, now }: SpreadParts,
  tx: Db,
  { id, followUp }: Announcement,
  { watch, owed }: { watch: Listener; owed: Pick<OwedFollowing, 'copy' | 'platform' | 'lane'> },
): Promise<void> {
  const at = now();
  const heldUntil = watch.state === 'active' ? saidAt(watch, at) : undefined;
  if (heldUntil === undefined) await outbox.oweReply(tx, { ...owed, version: followUp });
  else await hold(tx, { watch: watch.id, announcement: id, at, dueAt: heldUntil });
}

type Card = Pick<Selectable<CopiesTable>, 'id' | 'platform' | 'lane' | 'replied'>;

/**
 * The request itself, with its buttons, by the places that have it. It follows the change and is their first card of it: a
 * notice beside it would say the same, so that what is news goes under it.
 */
async function cardsIn(tx: Db, subject: string, audiences: readonly Audience[]): Promise<Map<string, Card>> {
  if (audiences.length === 0) return new Map();
  const rows = await tx
    .selectFrom('copies')
    .select(['recipientKey', 'id', 'platform', 'lane', 'replied'])
    .where('subject', '=', subject)
    .where('watch', 'is', null)
    .where('state', 'in', ['due', 'posted'])
    .where(
      'recipientKey',
      'in',
      audiences.map(({ placeKey }) => placeKey),
    )
    .execute();
  return new Map(rows.map(({ recipientKey, ...card }) => [recipientKey, card]));
}

/** To how many places it went with this step of its life; nothing is recorded where it only followed. */
async function recordSpread(tx: Db, { id, about, subject, customer, at }: Announcement, now: number): Promise<void> {
  const posts = await tx
    .selectFrom('copies')
    .select((count) => count.fn.countAll<number>().as('places'))
    .where('subject', '=', subject)
    .where('watch', 'is not', null)
    .where('createdAt', '>=', at)
    .executeTakeFirst();
  const held = await tx
    .selectFrom('digestItems')
    .select((count) => count.fn.countAll<number>().as('places'))
    .where('announcement', '=', id)
    .where('copy', 'is', null)
    .executeTakeFirst();
  const detail = { announcement: id, about, posted: posts?.places ?? 0, held: held?.places ?? 0 };
  if (detail.posted + detail.held === 0) return;
  await journal(tx, {
    fact: 'notice.announced',
    at: now,
    ...(customer === null ? {} : { customer }),
    ...(about === 'change' ? { change: subject } : {}),
    detail,
  });
}
