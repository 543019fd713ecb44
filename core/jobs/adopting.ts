import type { Reader, Recipient } from '../delivery.js';
import type { Log } from '../log.js';
import type { Sealer } from '../store/sealer.js';
import type { Db } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import { copyContext } from './copies.js';
import { type Lane, laneOf, updatesOf } from './lanes.js';
import { messageContext, wakeLane } from './owing.js';
import { openJson, readable } from './sealed-json.js';

/** Rows in one transaction. */
const STEP = 100;

interface Adopting {
  db: Db;
  sealer: Sealer;
  log: Log | undefined;
  /** ms since the epoch. */
  at: number;
}

/**
 * Gives copies and messages of a release that had no lanes their lane. One that cannot be read (its key is not configured
 * any more) stays without, and is met again at the next start.
 */
export async function adoptOlder(parts: Adopting): Promise<void> {
  await inSteps((after) => adoptCopies(parts, after));
  await inSteps((after) => adoptMessages(parts, after));
}

/** @param step gives the last id that it has looked at; undefined: there are no more */
async function inSteps(step: (after: string) => Promise<string | undefined>): Promise<void> {
  for (let last: string | undefined = ''; last !== undefined; ) last = await step(last);
}

async function adoptCopies({ db, sealer, log }: Adopting, after: string): Promise<string | undefined> {
  const rows = await db
    .selectFrom('copies')
    .select(['id', 'recipientSealed'])
    .where('lane', '=', '')
    .where('id', '>', after)
    .orderBy('id')
    .limit(STEP)
    .execute();
  const lanes = readable(rows, log, ({ id, recipientSealed }) => ({
    id,
    ...laneOf(JSON.parse(sealer.open(recipientSealed, copyContext(id))) as Recipient),
  }));
  await inTransaction(db, async (tx) => {
    for (const { id, lane } of lanes) await tx.updateTable('copies').set({ lane }).where('id', '=', id).execute();
  });
  return rows.length < STEP ? undefined : rows.at(-1)?.id;
}

async function adoptMessages({ db, sealer, log, at }: Adopting, after: string): Promise<string | undefined> {
  const rows = await db
    .selectFrom('outbox')
    .leftJoin('copies', 'copies.id', 'outbox.copy')
    .select(['outbox.id', 'outbox.platform', 'outbox.kind', 'outbox.copy', 'outbox.toSealed', 'copies.recipientSealed'])
    .where('outbox.lane', '=', '')
    .where('outbox.state', '=', 'due')
    .where('outbox.id', '>', after)
    .orderBy('outbox.id')
    .limit(STEP)
    .execute();
  const found = readable(rows, log, ({ id, platform, kind, copy, toSealed, recipientSealed }) => {
    const lane = laneOf(
      recipientSealed === null
        ? (openJson(sealer, toSealed, messageContext(id)) as Reader)
        : (JSON.parse(sealer.open(recipientSealed, copyContext(copy ?? ''))) as Recipient),
    );
    return { id, ...(kind === 'revise' ? updatesOf(platform, lane) : lane) };
  });
  await inTransaction(db, async (tx) => {
    for (const { id, ...lane } of found.toSorted(byLane)) {
      await wakeLane(tx, lane, at);
      await tx.updateTable('outbox').set({ lane: lane.lane }).where('id', '=', id).execute();
    }
  });
  return rows.length < STEP ? undefined : rows.at(-1)?.id;
}

const byLane = (a: Lane, b: Lane): number => (a.lane < b.lane ? -1 : 1);
