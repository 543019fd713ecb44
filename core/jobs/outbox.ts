import { randomUUID } from 'node:crypto';
import { type Insertable, sql, type Updateable } from 'kysely';
import type { Answer } from '../answer.js';
import type { Reader } from '../delivery.js';
import type { Db, OutboxTable } from '../store/tables.js';
import type { Platform } from '../turn.js';
import { claimRows, type QueueOptions, releaseLeases } from './leases.js';
import { deleteInSteps } from './purge.js';
import { openJson, readable, sealJson } from './sealed-json.js';

export interface Owed {
  /** The same key twice is one message. */
  dedupeKey: string;
  to: Reader;
  answer: Answer;
  /** Not before this time, ms since the epoch; at once when absent. */
  dueAt?: number;
}

/** A copy of a card that has to be posted or shown anew; what it shows is looked up when it is sent. */
export interface OwedCopy {
  kind: 'post' | 'revise';
  copy: string;
  platform: Platform;
  dedupeKey: string;
}

export interface ClaimedMessage {
  id: string;
  platform: Platform;
  /** A message of its own, or the copy to post or revise. */
  what: { kind: 'tell'; to: Reader; answer: Answer } | { kind: 'post' | 'revise'; copy: string };
  /** This one included. */
  attempts: number;
}

export type Outbox = ReturnType<typeof createOutbox>;

/** Messages owed to people: written with what they tell of, and kept until the platform took them. */
export function createOutbox({ store, sealer, owner, now, leaseMs = 60_000, log }: QueueOptions) {
  const { db } = store;

  /** Writes only where this process still holds the message. */
  async function update(id: string, change: Updateable<OutboxTable>): Promise<boolean> {
    const { numUpdatedRows } = await db
      .updateTable('outbox')
      .set({ ...change, leaseOwner: null, leaseUntil: null })
      .where('id', '=', id)
      .where('leaseOwner', '=', owner)
      .where('state', '=', 'due')
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async function insert(
    tx: Db,
    row: Pick<
      Insertable<OutboxTable>,
      'id' | 'dedupeKey' | 'platform' | 'toSealed' | 'answerSealed' | 'dueAt' | 'kind' | 'copy'
    >,
  ): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('outbox')
      .values({
        state: 'due',
        attempts: 0,
        leaseOwner: null,
        leaseUntil: null,
        lastError: null,
        createdAt: now(),
        sentAt: null,
        ...row,
      })
      .onConflict((conflict) => conflict.column('dedupeKey').doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }

  return {
    /** Owes a message, in the caller's transaction. False: it was owed already. Wake the sender after the commit. */
    owe(tx: Db, { dedupeKey, to, answer, dueAt }: Owed): Promise<boolean> {
      const id = randomUUID();
      return insert(tx, {
        id,
        dedupeKey,
        platform: to.user.platform,
        toSealed: sealJson(sealer, to, context(id)),
        answerSealed: sealJson(sealer, answer, context(id)),
        dueAt: dueAt ?? now(),
      });
    },

    /** Owes the posting of a copy, or its next look. */
    oweCopy(tx: Db, { kind, copy, platform, dedupeKey }: OwedCopy): Promise<boolean> {
      return insert(tx, {
        id: randomUUID(),
        kind,
        copy,
        dedupeKey,
        platform,
        toSealed: '',
        answerSealed: '',
        dueAt: now(),
      });
    },

    /** Leases messages that are due, oldest first. */
    async claim(limit: number): Promise<ClaimedMessage[]> {
      const at = now();
      const rows = await claimRows(store, 'outbox', { limit, owner, now: at, leaseMs, where: sql`"dueAt" <= ${at}` });
      return readable(
        rows,
        log,
        ({ id, platform, kind, copy, toSealed, answerSealed, attempts }): ClaimedMessage => ({
          id,
          platform,
          what:
            (kind === 'post' || kind === 'revise') && copy !== null
              ? { kind, copy }
              : {
                  kind: 'tell',
                  to: openJson(sealer, toSealed, context(id)) as Reader,
                  answer: openJson(sealer, answerSealed, context(id)) as Answer,
                },
          attempts,
        }),
      );
    },

    /** The platform has taken it. False: not ours any more. */
    sent: (id: string) => update(id, { state: 'sent', sentAt: now() }),

    /** Tried in vain; again at `retryAt` (ms since the epoch). `errorKind` is a code, never a text of the platform. */
    failed: (id: string, errorKind: string, retryAt: number) => update(id, { lastError: errorKind, dueAt: retryAt }),

    /** Not tried again: an operator sees it, nobody receives it. */
    park: (id: string, errorKind: string) => update(id, { state: 'parked', lastError: errorKind }),

    /** At start, on a store of one process: whoever held leases is dead. */
    releaseAll: () => releaseLeases(store, 'outbox'),

    /** Forgets messages of that age which were sent, and those parked when they are that old. */
    async purge(olderThanMs: number): Promise<void> {
      const before = now() - olderThanMs;
      await deleteInSteps(store, 'outbox', 'id', sql`"state" = 'sent' and "sentAt" <= ${before}`);
      await deleteInSteps(store, 'outbox', 'id', sql`"state" = 'parked' and "createdAt" <= ${before}`);
    },

    /** Since when the oldest message that is due waits (ms since the epoch); undefined: nothing does. */
    async oldestWaiting(): Promise<number | undefined> {
      const row = await db
        .selectFrom('outbox')
        .select('createdAt')
        .where('state', '=', 'due')
        .where('dueAt', '<=', now())
        .orderBy('dueAt')
        .limit(1)
        .executeTakeFirst();
      return row?.createdAt;
    },
  };
}

function context(id: string): string {
  return `outbox:${id}`;
}
