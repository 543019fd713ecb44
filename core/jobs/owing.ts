import { randomUUID } from 'node:crypto';
import { type Insertable, sql } from 'kysely';
import type { Answer } from '../answer.js';
import type { Reader, Recipient } from '../delivery.js';
import type { Sealer } from '../store/sealer.js';
import type { Db, OutboxTable } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import type { Platform } from '../turn.js';
import { type Lane, laneOf, updatesOf } from './lanes.js';
import { sealJson } from './sealed-json.js';

export interface Owed {
  /** The same key twice is one message. */
  dedupeKey: string;
  to: Reader;
  answer: Answer;
  /** Not before this time, ms since the epoch; at once when absent. */
  dueAt?: number;
  /** The Person whom it is for. */
  whose?: Whose;
}

/**
 * A message for a person, in a chat that may not be theirs any more once it is sent: then it goes to another chat of theirs,
 * or, where every chat of theirs has its own, nowhere.
 */
export interface Whose {
  person: string;
  otherwise: 'move' | 'drop';
}

/** A copy that has to follow its subject, which is at this version now. */
export interface OwedFollowing {
  copy: string;
  platform: Platform;
  /** That of the copy's place, as `laneOf` names it. */
  lane: string;
  version: number;
}

export type Owing = ReturnType<typeof createOwing>;

/** What is bound to a message's own row when it is sealed. */
export const messageContext = (id: string): string => `outbox:${id}`;

/**
 * Owes messages, in the caller's transaction: wake the sender after the commit. The lane is written first and so stays
 * locked until then; whoever looks for work meanwhile passes by, and finds lane and message together afterwards.
 */
export function createOwing({ sealer, now }: { sealer: Sealer; now: () => number }) {
  const message = (given: Pick<Insertable<OutboxTable>, 'dedupeKey' | 'platform' | 'lane' | 'dueAt'>) => ({
    id: randomUUID(),
    state: 'due' as const,
    toSealed: '',
    answerSealed: '',
    attempts: 0,
    createdAt: now(),
    ...given,
  });

  /** A copy's one message of this kind: raised when it is owed again before it was sent. */
  async function follow(tx: Db, kind: 'revise' | 'reply', owed: OwedFollowing, lane: Lane): Promise<void> {
    const { copy, platform, version } = owed;
    const at = now();
    await wakeLane(tx, lane, at);
    await tx
      .insertInto('outbox')
      .values({
        ...message({ dedupeKey: `${kind}:${copy}`, platform, lane: lane.lane, dueAt: at }),
        kind,
        copy,
        version,
      })
      .onConflict((conflict) =>
        conflict
          .column('dedupeKey')
          .doUpdateSet({
            version,
            attempts: 0,
            // What is being tried again already keeps its time: a platform that is down is not asked more often for it.
            dueAt: sql<number>`case when "outbox"."state" = 'due' then "outbox"."dueAt" else ${at} end`,
            startedAt: sql<number | null>`case when "outbox"."state" = 'due' then "outbox"."startedAt" end`,
            state: 'due',
          })
          .where('outbox.version', '<', version),
      )
      .execute();
  }

  async function insert(tx: Db, row: Insertable<OutboxTable>, lane: Lane): Promise<boolean> {
    await wakeLane(tx, lane, row.dueAt);
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('outbox')
      .values(row)
      .onConflict((conflict) => conflict.column('dedupeKey').doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }

  return {
    /** Owes a message of its own. False: it was owed already. */
    owe(tx: Db, { dedupeKey, to, answer, dueAt, whose }: Owed): Promise<boolean> {
      const lane = laneOf(to);
      const row = message({ dedupeKey, platform: to.user.platform, lane: lane.lane, dueAt: dueAt ?? now() });
      const context = messageContext(row.id);
      const addressed = { ...to, ...(whose === undefined ? {} : { whose }) };
      const sealed = {
        toSealed: sealJson(sealer, addressed, context),
        answerSealed: sealJson(sealer, answer, context),
      };
      return within(tx, (inside) => insert(inside, { ...row, ...sealed }, lane));
    },

    /** Owes the posting of a copy. False: it was owed already. */
    owePost(tx: Db, { copy, to, dueAt }: { copy: string; to: Recipient; dueAt?: number }): Promise<boolean> {
      const lane = laneOf(to);
      const { platform } = to;
      const row = message({ dedupeKey: `post:${copy}`, platform, lane: lane.lane, dueAt: dueAt ?? now() });
      return within(tx, (inside) => insert(inside, { ...row, kind: 'post', copy }, lane));
    },

    /** Owes another look of a copy: at this version or a later one. Several before it is sent are one. */
    oweRevise(tx: Db, owed: OwedFollowing): Promise<void> {
      return within(tx, async (inside) =>
        follow(inside, 'revise', owed, updatesOf(owed.platform, await knownLane(inside, owed))),
      );
    },

    /** Owes a line under a copy: on this version or a later one. Several before it is sent are one. */
    oweReply(tx: Db, owed: OwedFollowing): Promise<void> {
      return within(tx, async (inside) => follow(inside, 'reply', owed, await knownLane(inside, owed)));
    },
  };
}

/** Lane and message belong together, also for whoever has no transaction. */
const within = <T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> =>
  db.isTransaction ? work(db) : inTransaction(db, work);

/** Something is due there at this time. */
export async function wakeLane(tx: Db, { lane, pool }: Lane, at: number): Promise<void> {
  await tx
    .insertInto('lanes')
    .values({ key: lane, pool, nextAt: at })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        nextAt: sql<number>`case when "lanes"."nextAt" <= ${at} then "lanes"."nextAt" else ${at} end`,
      }),
    )
    .execute();
}

/** A copy's lane with its pool. A lane that was forgotten, for nothing was sent there in a long time, names its pool itself. */
async function knownLane(tx: Db, { lane, platform }: OwedFollowing): Promise<Lane> {
  const row = await tx.selectFrom('lanes').select('pool').where('key', '=', lane).executeTakeFirst();
  return { lane, pool: row?.pool ?? `${platform}:${lane.slice(platform.length + 1).split('/', 1)[0] ?? ''}` };
}
