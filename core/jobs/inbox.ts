import { sql } from 'kysely';
import type { Answer } from '../answer.js';
import type { JsonObject } from '../partner/partner-center.js';
import { createGroupCommit } from '../store/group-commit.js';
import { digest } from '../store/sealer.js';
import type { Db, InboxTable } from '../store/tables.js';
import type { Turn } from '../turn.js';
import { claimRows, type QueueOptions, releaseLeases } from './leases.js';
import { deleteInSteps } from './purge.js';
import { openJson, readable, sealJson } from './sealed-json.js';

/** Slack's window is ±5 minutes: a signature seen ten minutes ago is refused for its age. */
const SIGNATURE_LIFE_MS = 10 * 60_000;

export interface Arrival {
  turn: Turn;
  /** Where a late answer goes, in the platform's own words. */
  replyTo: JsonObject;
  /** The request's signature, where the platform signs requests: the same one is never accepted twice. */
  signature?: string;
}

export type Acceptance =
  | { fresh: true }
  | { fresh: false; replayed: true }
  | { fresh: false; replayed: false; state: InboxTable['state']; answer?: Answer };

export interface ClaimedTurn {
  delivery: string;
  turn: Turn;
  replyTo: JsonObject;
  /** Present when only its delivery is missing. */
  answer?: Answer;
  /** This one included; a turn that never was claimed has had its first attempt inline. */
  attempts: number;
}

export type Inbox = ReturnType<typeof createInbox>;

/**
 * Turns that were accepted. A turn is on the disk before the platform hears that it was, belongs to one process at a time,
 * and stays until its answer was delivered.
 */
export function createInbox({ store, sealer, owner, now, leaseMs = 30_000, log }: QueueOptions) {
  const { db } = store;
  const commit = createGroupCommit(store);

  /** Writes only where this process still holds the turn. */
  async function update(delivery: string, change: Partial<InboxTable>, on: Db = db): Promise<boolean> {
    const { numUpdatedRows } = await on
      .updateTable('inbox')
      .set(change)
      .where('delivery', '=', delivery)
      .where('leaseOwner', '=', owner)
      .where('state', '<>', 'done')
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** A finished turn keeps its answer, for repeats, and nothing else of what was said. */
  const done = (): Partial<InboxTable> => ({
    state: 'done',
    doneAt: now(),
    turnSealed: '',
    replyToSealed: '',
    leaseOwner: null,
    leaseUntil: null,
  });

  async function insert(on: Db, { turn, replyTo }: Arrival): Promise<Acceptance> {
    const at = now();
    const { numInsertedOrUpdatedRows } = await on
      .insertInto('inbox')
      .values({
        delivery: turn.delivery,
        state: 'received',
        turnSealed: sealJson(sealer, turn, inboxContext(turn.delivery)),
        replyToSealed: sealJson(sealer, replyTo, inboxContext(turn.delivery)),
        answerSealed: null,
        attempts: 1,
        leaseOwner: owner,
        leaseUntil: at + leaseMs,
        receivedAt: at,
        doneAt: null,
      })
      .onConflict((conflict) => conflict.column('delivery').doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 1n) return { fresh: true };
    const known = await on
      .selectFrom('inbox')
      .select(['state', 'answerSealed'])
      .where('delivery', '=', turn.delivery)
      .executeTakeFirstOrThrow();
    return { fresh: false, replayed: false, state: known.state, ...answerOf(turn.delivery, known.answerSealed) };
  }

  function answerOf(delivery: string, sealed: string | null): { answer?: Answer } {
    return sealed === null ? {} : { answer: openJson(sealer, sealed, inboxContext(delivery)) as Answer };
  }

  async function signatureIsNew(on: Db, signature: string): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await on
      .insertInto('signatures')
      .values({ digest: digest(signature), expiresAt: now() + SIGNATURE_LIFE_MS })
      .onConflict((conflict) => conflict.column('digest').doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }

  return {
    /**
     * Takes a turn in, leased to this process; once this resolves the platform may be told so.
     *
     * @returns whether it is new; else whether the very request was seen before (nothing was written), or the delivery
     *   was (the platform repeats it: its state, and its answer once there is one)
     * @throws when the store fails: nothing was written, and the platform shall repeat
     */
    accept(arrival: Arrival): Promise<Acceptance> {
      const { signature } = arrival;
      return commit.now(async (tx): Promise<Acceptance> => {
        if (signature !== undefined && !(await signatureIsNew(tx, signature))) return { fresh: false, replayed: true };
        return insert(tx, arrival);
      });
    },

    /** Another place for the late answer (the "working" message that now exists). False: not ours any more. */
    redirect: (delivery: string, replyTo: JsonObject) =>
      update(delivery, { replyToSealed: sealJson(sealer, replyTo, inboxContext(delivery)) }),

    /**
     * Keeps the answer; `delivered` says that the person has it, or is given it just now: the mark then goes with the next
     * commit, because losing it only means that the turn is answered once more. False: not ours any more, nothing was written.
     */
    answered(delivery: string, answer: Answer, { delivered }: { delivered: boolean }): Promise<boolean> {
      const answerSealed = sealJson(sealer, answer, inboxContext(delivery));
      if (!delivered) return update(delivery, { state: 'answered', answerSealed });
      return commit.later((tx) => update(delivery, { ...done(), answerSealed }, tx));
    },

    /** The answer that was kept has reached the person. */
    delivered: (delivery: string) => update(delivery, done()),

    /** Keeps the lease for another `leaseMs`. False: somebody else has the turn, stop. */
    renew: (delivery: string) => update(delivery, { leaseUntil: now() + leaseMs }),

    /** Ends a turn that cannot be finished; a repeat of it will find no answer. */
    giveUp: (delivery: string) => update(delivery, done()),

    /** Takes over unfinished turns whose holder let go of them, oldest first. */
    async claim(limit: number): Promise<ClaimedTurn[]> {
      const rows = await claimRows(store, 'inbox', { limit, owner, now: now(), leaseMs });
      return readable(rows, log, ({ delivery, turnSealed, replyToSealed, answerSealed, attempts }) => ({
        delivery,
        turn: openJson(sealer, turnSealed, inboxContext(delivery)) as Turn,
        replyTo: openJson(sealer, replyToSealed, inboxContext(delivery)) as JsonObject,
        ...answerOf(delivery, answerSealed),
        attempts,
      }));
    },

    /** At start, on a store of one process: whoever held leases is dead. */
    releaseAll: () => releaseLeases(store, 'inbox'),

    /** Forgets finished turns of that age, and signatures that are too old anyway. */
    async purge(olderThanMs: number): Promise<void> {
      const at = now();
      await deleteInSteps(store, 'inbox', 'delivery', sql`"state" = 'done' and "doneAt" <= ${at - olderThanMs}`);
      await deleteInSteps(store, 'signatures', 'digest', sql`"expiresAt" <= ${at}`);
    },

    /** When the oldest unfinished turn arrived (ms since the epoch); undefined: nothing waits. */
    oldestWaiting: () => oldestTurn(db),
  };
}

/** Since when the oldest turn waits that is not done with, ms since the epoch. */
export async function oldestTurn(db: Db): Promise<number | undefined> {
  const row = await db
    .selectFrom('inbox')
    .select('receivedAt')
    .where('state', '<>', 'done')
    .orderBy('receivedAt')
    .limit(1)
    .executeTakeFirst();
  return row?.receivedAt;
}

/** What the sealed columns of a turn are bound to. */
export function inboxContext(delivery: string): string {
  return `inbox:${delivery}`;
}
