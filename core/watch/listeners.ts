import { type Selectable, sql } from 'kysely';
import type { CopyTarget } from '../jobs/copies.js';
import type { Sealer } from '../store/sealer.js';
import type { CopiesTable, Db } from '../store/tables.js';
import { type News, wants } from './filter.js';
import { listenerOf, type Listener, type WatchRow } from './rows.js';
import { targetOf } from './recipients.js';
import { saidAt } from './schedule.js';

/** The copy that a place has already of what is announced. */
export type PresentCopy = Pick<Selectable<CopiesTable>, 'id' | 'platform' | 'state' | 'lane' | 'replied'>;

/** One watch of a place, with the copy that it has. */
export interface Member {
  row: WatchRow;
  watch: Listener;
  copy?: PresentCopy;
}

/** The watches of one place. It is told of the same thing once, however many of them want it. */
export interface Audience {
  placeKey: string;
  members: Member[];
}

/** Watches that are read in one step: more than one place can have (core/watch/making.ts). */
const STEP = 60;
/** Places that are told in one step: with SQLite some ten milliseconds, in which nobody else has a turn. */
const MOST_PLACES = 25;

/**
 * The next places in the order of their keys, each with all its watches: those that have not ended, and those that have a
 * copy of this subject.
 *
 * @param after the key of the last place that was looked at
 * @returns `more`: there are places behind them
 */
export async function nextAudiences(
  db: Db,
  subject: string,
  after: string,
): Promise<{ audiences: Audience[]; more: boolean }> {
  const rows = await db
    .selectFrom('watches')
    .leftJoin('copies', (join) =>
      join
        .on('copies.subject', '=', subject)
        .on('copies.recipientKey', '=', sql<string>`'watch:' || ${sql.ref('watches.id')}`),
    )
    .selectAll('watches')
    .select([
      'copies.id as copyId',
      'copies.state as copyState',
      'copies.platform as copyPlatform',
      'copies.lane as copyLane',
      'copies.replied as copyReplied',
    ])
    .where('watches.topic', '=', 'changes')
    .where('watches.state', '<>', 'draft')
    .where('watches.placeKey', '>', after)
    .where((where) => where.or([where('watches.state', '<>', 'ended'), where('copies.id', 'is not', null)]))
    .orderBy('watches.placeKey')
    .orderBy('watches.id')
    .limit(STEP)
    .execute();
  const members = rows.map(({ copyId, copyState, copyPlatform, copyLane, copyReplied, ...row }) => ({
    row,
    watch: listenerOf(row),
    ...(copyId !== null && copyState !== null && copyPlatform !== null && copyLane !== null
      ? { copy: { id: copyId, state: copyState, platform: copyPlatform, lane: copyLane, replied: copyReplied ?? 0 } }
      : {}),
  }));
  const audiences = byPlace(members);
  const full = rows.length === STEP;
  // The last place may have watches that are not here.
  const whole = full && audiences.length > 1 ? audiences.slice(0, -1) : audiences;
  return { audiences: whole.slice(0, MOST_PLACES), more: full || whole.length > MOST_PLACES };
}

function byPlace(members: readonly Member[]): Audience[] {
  const audiences: Audience[] = [];
  for (const member of members) {
    const last = audiences.at(-1);
    if (last?.placeKey === member.watch.placeKey) last.members.push(member);
    else audiences.push({ placeKey: member.watch.placeKey, members: [member] });
  }
  return audiences;
}

/** What one place is told: at once, later, or nothing. */
export type Telling = { watch: Listener; target: CopyTarget; heldUntil?: number };

/**
 * Which watch of a place tells it, and when: of those that want it the one that speaks first. One whose place is in trouble
 * holds everything back.
 *
 * @param since watches younger than this are not told. @param now ms since the epoch
 */
export function tellingOf(
  sealer: Sealer,
  { members }: Audience,
  news: News,
  { since, now }: { since: number; now: number },
): Telling | undefined {
  let first: { member: Member; at: number | undefined } | undefined;
  for (const member of members) {
    const { watch } = member;
    if (watch.state === 'ended' || watch.createdAt > since || !wants(watch, news)) continue;
    const at = saidAt(watch, now) ?? (watch.state === 'broken' ? now : undefined);
    if (!first || (at ?? 0) < (first.at ?? 0)) first = { member, at };
  }
  if (!first) return undefined;
  const { member, at } = first;
  return {
    watch: member.watch,
    target: targetOf(sealer, member.row),
    ...(at === undefined ? {} : { heldUntil: at }),
  };
}
