import { sql } from 'kysely';
import type { PlaceUnreachable, Recipient, Survey } from '../delivery.js';
import { laneOf } from '../jobs/lanes.js';
import { type Loop, startLoop } from '../jobs/loop.js';
import type { Log } from '../log.js';
import { placeKeyOf } from '../places.js';
import type { Store } from '../store/open.js';
import type { Sealer } from '../store/sealer.js';
import { inTransaction } from '../store/transaction.js';
import type { Place, Platform } from '../turn.js';
import { otherChats, type OwnerParts, tellOwners } from './owner.js';
import { nextLook } from './pauses.js';
import { recipientOf } from './recipients.js';
import { watchOf } from './rows.js';
import { DAY_MS } from './wall-clock.js';
import type { PlaceProblem, Watch } from './watch.js';
import { breakPlace, mendPlace } from './watches.js';

export interface KeeperParts extends OwnerParts {
  store: Store;
  sealer: Sealer;
  /** @throws when the platform cannot be asked */
  survey: (place: Place) => Promise<Survey>;
  /** Something is owed, or may go on: the sender need not wait for its next look. */
  wake: () => void;
  log: Log;
  /** ms since the epoch. */
  now: () => number;
}

/** Places that are looked at in one round. */
const AT_ONCE = 10;

/** The keeper of places: what the sender tells it, and what it looks at by itself. */
export interface Keeper {
  /** A message could not go there, and trying again soon does not help. */
  unreachable(lane: string, to: Recipient, error: PlaceUnreachable): Promise<void>;
  /** A copy was delivered: its place works. */
  delivered(copy: string): Promise<void>;
  /**
   * A place was looked at, and works again.
   *
   * @param found.name as its platform calls it
   * @param found.by who looked, and need not be told: a Person
   */
  mend(watch: Watch, found: { name?: string | undefined; by?: string }): Promise<void>;
  /**
   * Something happened by which places may have become unreachable, or reachable again: they are looked at now.
   *
   * @param teams of which workspaces; absent: of all
   */
  doubt(platform: Platform, teams?: readonly string[]): Promise<void>;
  start(): Loop;
}

/**
 * Keeps watches whose places are in trouble: marked, their owners told, what is owed held, the place looked at with growing
 * pauses. A place to which nobody wrote for a day is looked at too, so that a dead one is found. Nothing is dropped.
 */
export function createKeeper(parts: KeeperParts): Keeper {
  const { store, now } = parts;

  async function look(row: DuePlace): Promise<void> {
    const watch = watchOf(parts.sealer, row);
    const { placeKey } = watch;
    // Taken by one process; its end writes the time of the next look anew.
    const { numUpdatedRows } = await store.db
      .updateTable('watches')
      .set({ retryAt: nextLookOf(watch, now()) })
      .where('placeKey', '=', placeKey)
      .where('retryAt', '<=', now())
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    const { problem, name } = await parts.survey(watch.place);
    if (problem) await broken(parts, watch.place, recipientOf(watch, watch.ownerReader.user), problem);
    else if (watch.state === 'broken') await mended(parts, watch, { name });
  }

  return {
    async unreachable(_lane, to, { problem }) {
      // Somebody who is known from a room only: that their own chat cannot be reached says nothing of the room.
      if (!to.user || to.place.kind === 'personal') await broken(parts, to.place, to, problem);
    },
    mend: (watch, found) => mended(parts, watch, found),
    async delivered(copy) {
      const at = now();
      await store.db
        .updateTable('watches')
        .set({ lastSentAt: at, retryAt: at + DAY_MS })
        .where('state', '=', 'active')
        .where('id', 'in', (from) => from.selectFrom('copies').select('watch').where('id', '=', copy).$castTo<string>())
        .execute();
    },
    async doubt(platform, teams) {
      const prefixes = teams?.map((team) => `${platform}:${team}/`) ?? [`${platform}:`];
      for (const prefix of prefixes)
        await store.db
          .updateTable('watches')
          .set({ retryAt: now() })
          .where('state', 'in', ['active', 'broken'])
          .where(sql`substr("placeKey", 1, ${prefix.length})`, '=', prefix)
          .execute();
    },
    start: () =>
      startLoop({
        name: 'watched places',
        everyMs: 1_000,
        log: parts.log,
        async run() {
          const due = await duePlaces(parts);
          for (const row of due) {
            try {
              await look(row);
            } catch (error) {
              // The platform cannot be asked: it is asked again after the pause.
              parts.log.warn({ place: row.placeKey, err: error }, 'a watched place could not be looked at');
            }
          }
          return due.length === AT_ONCE;
        },
      }),
  };
}

type DuePlace = Awaited<ReturnType<typeof duePlaces>>[number];

/** One watch of each place that is to be looked at now. */
async function duePlaces({ store, now }: KeeperParts) {
  const rows = await store.db
    .selectFrom('watches')
    .selectAll()
    .where('retryAt', '<=', now())
    .where('state', 'in', ['active', 'broken'])
    .orderBy('retryAt')
    .limit(AT_ONCE)
    .execute();
  return rows.filter((row, index) => rows.findIndex(({ placeKey }) => placeKey === row.placeKey) === index);
}

const nextLookOf = ({ state, problemSince }: Watch, at: number): number =>
  state === 'broken' ? nextLook(problemSince ?? at, at) : at + DAY_MS;

/** A place cannot be written to: its watches are marked, and what is owed there waits for the next look. */
async function broken(parts: KeeperParts, place: Place, to: Recipient, problem: PlaceProblem): Promise<void> {
  const placeKey = placeKeyOf(place);
  const others = await otherChats(parts, { place, placeKey });
  const fresh = await inTransaction(parts.store.db, async (tx) => {
    const watches = await breakPlace(tx, parts, placeKey, problem);
    await tellOwners(parts, tx, watches, { mended: false, others });
    return watches;
  });
  if (fresh.length > 0) parts.log.warn({ place: placeKey, problem }, 'a watched place cannot be written to');
  const next = await nextLookAt(parts, placeKey);
  if (next !== undefined) await parts.outbox.hold(laneOf(laneOwner(to)).lane, next);
  parts.wake();
}

/** A place works again: what was owed there goes on. */
async function mended(
  parts: KeeperParts,
  { place, placeKey, ownerReader }: Watch,
  { name, by }: Parameters<Keeper['mend']>[1],
): Promise<void> {
  const watches = await inTransaction(parts.store.db, async (tx) => {
    const found = await mendPlace(tx, parts, placeKey, name);
    const unaware = found.filter(({ owner }) => owner !== by);
    await tellOwners(parts, tx, unaware, { mended: true, others: new Map() });
    return found;
  });
  if (watches.length === 0) return;
  parts.log.info({ place: placeKey }, 'a watched place can be written to again');
  await parts.outbox.release(laneOf(place.kind === 'personal' ? { place, user: ownerReader.user } : { place }).lane);
  parts.wake();
}

/** A room's lane is its own, whoever asked. */
const laneOwner = ({ place, user }: Recipient) => (place.kind === 'personal' && user ? { place, user } : { place });

async function nextLookAt({ store }: KeeperParts, placeKey: string): Promise<number | undefined> {
  const row = await store.db
    .selectFrom('watches')
    .select('retryAt')
    .where('placeKey', '=', placeKey)
    .where('state', '=', 'broken')
    .orderBy('retryAt')
    .limit(1)
    .executeTakeFirst();
  return row?.retryAt ?? undefined;
}
