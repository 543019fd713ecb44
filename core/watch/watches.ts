import type { Updateable } from 'kysely';
import { type JournalEntry, journal } from '../journal/journal.js';
import type { Store } from '../store/open.js';
import type { Sealer } from '../store/sealer.js';
import type { Db, WatchesTable } from '../store/tables.js';
import { DAY_MS } from './wall-clock.js';
import { choiceOf, rowOf, type WatchRow, watchOf } from './rows.js';
import type { PlaceProblem, Watch } from './watch.js';
import { nextLook } from './pauses.js';

export interface WatchParts {
  store: Pick<Store, 'db'>;
  sealer: Sealer;
  /** ms since the epoch. */
  now: () => number;
}

/** Who did it, for the journal; absent: the desk itself. */
export type Doer = Pick<JournalEntry, 'person' | 'personName' | 'platform' | 'roles'>;

/** What somebody can choose of a watch. */
export type Choice = Pick<Watch, 'filter' | 'rhythm' | 'quiet' | 'timeZone'>;

const standing = ['active', 'broken'] as const;

export async function findWatch({ store, sealer }: WatchParts, id: string): Promise<Watch | undefined> {
  const row = await store.db.selectFrom('watches').selectAll().where('id', '=', id).executeTakeFirst();
  return row && watchOf(sealer, row);
}

/** The watches of a place that have not ended, oldest first. */
export async function watchesOfPlace({ store, sealer }: WatchParts, placeKey: string): Promise<Watch[]> {
  const rows = await ofPlace(store.db, placeKey).execute();
  return rows.map((row) => watchOf(sealer, row));
}

/** What somebody watches in whatever place, oldest first. */
export async function watchesOfOwner({ store, sealer }: WatchParts, owner: string): Promise<Watch[]> {
  const rows = await store.db
    .selectFrom('watches')
    .selectAll()
    .where('owner', '=', owner)
    .where('state', 'in', standing)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  return rows.map((row) => watchOf(sealer, row));
}

/** Wherever requests for approval are posted because somebody said so there. */
export async function watchesForApprovals({ store, sealer }: WatchParts): Promise<Watch[]> {
  const rows = await store.db
    .selectFrom('watches')
    .selectAll()
    .where('topic', '=', 'approvals')
    .where('state', 'in', standing)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
  return rows.map((row) => watchOf(sealer, row));
}

function ofPlace(db: Db, placeKey: string) {
  return db
    .selectFrom('watches')
    .selectAll()
    .where('placeKey', '=', placeKey)
    .where('state', 'in', standing)
    .orderBy('createdAt')
    .orderBy('id');
}

/** A new watch, or the draft of one: that is not journalled, for nothing is watched yet. */
export async function insertWatch(tx: Db, parts: WatchParts, watch: Watch, by: Doer): Promise<void> {
  const at = parts.now();
  await tx
    .insertInto('watches')
    .values({ ...rowOf(parts.sealer, watch, at), retryAt: nextLookAt(watch, at) })
    .execute();
  if (watch.state !== 'draft') await record(tx, 'watch.made', watch, at, by);
}

/** A draft of which the customer is known now. Undefined: it is none any more. */
export async function completeDraft(
  tx: Db,
  parts: WatchParts,
  draft: Watch,
  made: Pick<Watch, 'filter' | 'place' | 'placeName' | 'state' | 'problem' | 'problemSince'>,
  by: Doer,
): Promise<Watch | undefined> {
  const at = parts.now();
  const watch = await write(tx, parts, draft, {
    ...choiceOf({ ...draft, filter: made.filter }),
    state: made.state,
    placeJson: JSON.stringify(made.place),
    placeName: made.placeName ?? null,
    problem: made.problem ?? null,
    problemSince: made.problemSince ?? null,
    retryAt: nextLookAt(made, at),
    createdAt: at,
  });
  if (watch) await record(tx, 'watch.made', watch, at, by);
  return watch;
}

/** Undefined: somebody else has changed it meanwhile, and nothing is written. */
export async function editWatch(
  tx: Db,
  parts: WatchParts,
  watch: Watch,
  choice: Choice,
  by: Doer,
): Promise<Watch | undefined> {
  const edited = await write(tx, parts, watch, choiceOf(choice));
  if (edited) await record(tx, 'watch.edited', edited, parts.now(), by);
  return edited;
}

/** Ends a watch: what it holds back, or is owed and not posted yet, is never said. Undefined: it had ended, or was changed, and nothing is written. */
export async function endWatch(tx: Db, parts: WatchParts, watch: Watch, by: Doer): Promise<Watch | undefined> {
  const ended = await write(tx, parts, watch, { state: 'ended', retryAt: null, digestAt: null, digestFrom: null });
  if (!ended) return undefined;
  await tx.deleteFrom('digestItems').where('watch', '=', watch.id).where('copy', 'is', null).execute();
  await tx
    .updateTable('copies')
    .set({ state: 'gone', error: 'ended' })
    .where('watch', '=', watch.id)
    .where('state', '=', 'due')
    .execute();
  await record(tx, 'watch.ended', ended, parts.now(), by);
  return ended;
}

/** Marks every watch of a place: it cannot be written to. Gives those that were fine until now. */
export async function breakPlace(tx: Db, parts: WatchParts, placeKey: string, problem: PlaceProblem): Promise<Watch[]> {
  const at = parts.now();
  const broken: Watch[] = [];
  for (const row of await ofPlace(tx, placeKey).execute()) {
    const fine = row.state === 'active';
    const since = fine ? at : (row.problemSince ?? at);
    if (!fine && row.problem === problem) continue;
    const watch = await writeRow(tx, parts, row, {
      state: 'broken',
      problem,
      problemSince: since,
      retryAt: nextLook(since, at),
    });
    if (!watch || !fine) continue;
    await record(tx, 'watch.broken', watch, at, {}, { problem });
    broken.push(watch);
  }
  return broken;
}

/** A place works again. Gives the watches that were broken until now. */
export async function mendPlace(tx: Db, parts: WatchParts, placeKey: string, name?: string): Promise<Watch[]> {
  const at = parts.now();
  const mended: Watch[] = [];
  for (const row of await ofPlace(tx, placeKey).where('state', '=', 'broken').execute()) {
    const watch = await writeRow(tx, parts, row, {
      state: 'active',
      problem: null,
      problemSince: null,
      retryAt: at + DAY_MS,
      ...(name === undefined ? {} : { placeName: name }),
    });
    if (!watch) continue;
    await record(tx, 'watch.mended', watch, at, {});
    mended.push(watch);
  }
  return mended;
}

/** When a watch's place is looked at: a broken one soon, a silent one after a day. */
function nextLookAt({ state, problemSince }: Pick<Watch, 'state' | 'problemSince'>, at: number): number | null {
  if (state === 'draft') return null;
  return state === 'broken' ? nextLook(problemSince ?? at, at) : at + DAY_MS;
}

async function write(
  tx: Db,
  parts: WatchParts,
  watch: Pick<Watch, 'id' | 'version' | 'state'>,
  set: Updateable<WatchesTable>,
): Promise<Watch | undefined> {
  const row = await tx
    .updateTable('watches')
    .set({ ...set, version: watch.version + 1, updatedAt: parts.now() })
    .where('id', '=', watch.id)
    .where('version', '=', watch.version)
    .where('state', '=', watch.state)
    .where('state', '<>', 'ended')
    .returningAll()
    .executeTakeFirst();
  return row && watchOf(parts.sealer, row);
}

const writeRow = (tx: Db, parts: WatchParts, row: WatchRow, set: Updateable<WatchesTable>) =>
  write(tx, parts, row, set);

async function record(
  tx: Db,
  fact: JournalEntry['fact'],
  watch: Watch,
  at: number,
  by: Doer,
  detail: Record<string, string> = {},
): Promise<void> {
  const { customer, ...filter } = watch.filter;
  await journal(tx, {
    fact,
    at,
    ...by,
    ...(customer ? { customer: customer.id } : {}),
    detail: { watch: watch.id, topic: watch.topic, place: watch.placeKey, filter: { ...filter }, ...detail },
  });
}
