import { type RawBuilder, sql } from 'kysely';
import { createGroupCommit } from '../store/group-commit.js';
import type { Db } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import { adoptOlder } from './adopting.js';
import { type ClaimedMessage, claimFromPool, type PoolClaim } from './claiming.js';
import { type Ending, finish } from './finishing.js';
import { lanesOfPlace } from './lanes.js';
import type { QueueOptions } from './leases.js';
import { createOwing } from './owing.js';
import { deleteInSteps } from './purge.js';

export type { ClaimedMessage } from './claiming.js';
export type { Ending } from './finishing.js';
export type { Owed, OwedFollowing, Whose } from './owing.js';

export interface Claimed {
  messages: ClaimedMessage[];
  /** When more may be claimed (ms since the epoch), as far as is known now; undefined: nothing waits. */
  nextAt: number | undefined;
}

export type Outbox = ReturnType<typeof createOutbox>;

/**
 * Messages owed to people and places: written with what they tell of, and kept until the platform took them. Every place
 * is a lane, in which one message at a time is under way; lanes share pools. Both keep when they were used, so that all
 * processes together hold the limits of the platforms.
 */
export function createOutbox({ store, sealer, owner, now, leaseMs = 60_000, log }: QueueOptions) {
  const { db, dialect } = store;
  const claiming = { db, dialect, sealer, owner, leaseMs, log };
  const commit = createGroupCommit(store);

  /** Which pools have lanes whose next message is due, and when those of the others will be. */
  async function waitingPools(at: number): Promise<{ pool: string; at: number }[]> {
    const from = sql`case when "pausedUntil" > "nextAt" then "pausedUntil" else "nextAt" end`;
    const free = sql`case when "leaseUntil" > ${from} then "leaseUntil" else ${from} end`;
    const result = await sql<{ pool: string; at: number }>`
      select "pool", min(${free}) as "at" from "lanes"
      where "nextAt" is not null and ("leaseUntil" is null or "leaseUntil" <= ${at} or "leaseOwner" <> ${owner})
      group by "pool"`.execute(db);
    // Every process takes pools in the same order.
    return result.rows.toSorted((a, b) => (a.pool < b.pool ? -1 : 1));
  }

  /** Messages that were to go at once, or failed, by a clock that went ahead of this one: they go now. */
  async function lookAgain(which: RawBuilder<unknown>, at: number): Promise<void> {
    await sql`update "outbox" set "dueAt" = ${at}
      where "state" = 'due' and "dueAt" > ${at} and ${which}
        and ("dueAt" <= "createdAt" or "kind" in ('revise', 'reply') or "lastError" is not null)`.execute(db);
    // Where that was too early, the lane says so when it is looked at.
    await db.updateTable('lanes').set({ nextAt: at }).where('nextAt', '>', at).execute();
  }

  return {
    ...createOwing({ sealer, now }),

    /**
     * Takes messages that may be sent now, each with the lane that it goes through.
     *
     * @param most of one pool
     */
    async claim(most: number | ((pool: string) => number)): Promise<Claimed> {
      const left = typeof most === 'number' ? () => most : most;
      const at = now();
      const ready = (await waitingPools(at)).filter((one) => one.at <= at && left(one.pool) > 0);
      const claims = new Map<string, PoolClaim>();
      if (ready.length > 0)
        await inTransaction(db, async (tx) => {
          for (const { pool } of ready) claims.set(pool, await claimFromPool(claiming, tx, pool, left(pool), at));
        });
      const messages = [...claims.values()].flatMap((claim) => claim.messages);
      // What could not go yet was put off meanwhile.
      const next = (await waitingPools(at)).flatMap((one) => {
        const claim = claims.get(one.pool);
        // Whoever takes no more asks again when one of theirs has ended.
        if (left(one.pool) - (claim?.messages.length ?? 0) <= 0) return [];
        return Math.max(at + 1, one.at, claim?.opensAt ?? 0);
      });
      return { messages, nextAt: next.length === 0 ? undefined : Math.min(...next) };
    },

    /**
     * Writes how an attempt ended and lets go of its lane; `also` belongs to the same transaction.
     *
     * @returns false: another process has it by now, and nothing was written
     */
    finish(message: ClaimedMessage, ending: Ending, also?: (tx: Db) => Promise<void>): Promise<boolean> {
      return commit.now(async (tx) => {
        if (!(await finish(tx, message, ending, { owner, at: now() }))) return false;
        await also?.(tx);
        return true;
      });
    },

    /** A place is in trouble: nothing is tried there before `until` (ms since the epoch). @param lane as `laneOf` has it */
    async hold(lane: string, until: number): Promise<void> {
      await db.updateTable('lanes').set({ pausedUntil: until }).where('key', 'in', lanesOfPlace(lane)).execute();
    },

    /** A place works again: what is owed there goes now. */
    async release(lane: string): Promise<void> {
      await db.updateTable('lanes').set({ pausedUntil: 0 }).where('key', 'in', lanesOfPlace(lane)).execute();
    },

    /**
     * At start: takes in what a release without lanes has left, and on a store of one process the leases of the dead.
     */
    async takeOver(): Promise<void> {
      const at = now();
      await adoptOlder({ db, sealer, log, at });
      // Perhaps the clock was set back while nobody was there.
      await lookAgain(sql`"lastError" is null`, at);
      if (store.singleProcess)
        await db
          .updateTable('lanes')
          .set({ leaseOwner: null, leaseUntil: null })
          .where('leaseUntil', 'is not', null)
          .execute();
    },

    /** The clock was set back: what was put off, paused or leased by its former time is looked at again now. */
    async clockSetBack(): Promise<void> {
      const at = now();
      await lookAgain(sql`1 = 1`, at);
      await db.updateTable('lanes').set({ pausedUntil: 0 }).where('pausedUntil', '>', at).execute();
      await db.updateTable('pools').set({ pausedUntil: 0 }).where('pausedUntil', '>', at).execute();
      await db
        .updateTable('lanes')
        .set({ leaseOwner: null, leaseUntil: null })
        .where('leaseUntil', '>', at + leaseMs)
        .where('leaseOwner', '<>', owner)
        .execute();
    },

    /** Forgets messages of that age which were sent, and those parked when they are that old. */
    async purge(olderThanMs: number): Promise<void> {
      const before = now() - olderThanMs;
      await deleteInSteps(store, 'outbox', 'id', sql`"state" = 'sent' and "sentAt" <= ${before}`);
      await deleteInSteps(store, 'outbox', 'id', sql`"state" = 'parked' and "createdAt" <= ${before}`);
      const idle = sql`"nextAt" is null and "leaseUntil" is null and "servedAt" <= ${before} and "pausedUntil" <= ${now()}`;
      await deleteInSteps(store, 'lanes', 'key', idle);
    },

    /** Since when the oldest message that is due waits (ms since the epoch); undefined: nothing does. */
    oldestWaiting: () => oldestMessage(db, now()),
  };
}

/** Since when the oldest message is owed that is due and not sent, ms since the epoch. */
export async function oldestMessage(db: Db, now: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('outbox')
    .select('createdAt')
    .where('state', '=', 'due')
    .where('dueAt', '<=', now)
    .orderBy('dueAt')
    .limit(1)
    .executeTakeFirst();
  return row?.createdAt;
}
