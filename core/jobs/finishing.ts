import { sql, type UpdateObject } from 'kysely';
import type { Db, OutboxTable, Tables } from '../store/tables.js';
import { type ClaimedMessage, earliestDue } from './claiming.js';
import { lanesOfPlace } from './lanes.js';
import { budgetOf } from './limits.js';
import { opensAt, packTimes, settle } from './windows.js';

/** How an attempt ended. Times in ms since the epoch; `error` is a code, never a text of the platform. */
export type Ending =
  /** `version`: what a copy shows now, or what was said under it. */
  | { is: 'sent'; version?: number }
  /** Again at `retryAt`. `doubtful`: it may have arrived all the same. */
  | { is: 'failed'; error: string; retryAt: number; doubtful: boolean }
  /** The platform asked to wait: no attempt. */
  | { is: 'throttled'; error: string; retryAt: number }
  /** The place cannot be written to: no attempt, and nothing more is tried there before `until`. */
  | { is: 'unreachable'; error: string; until: number }
  /** Not tried again: an operator sees it, nobody receives it. */
  | { is: 'parked'; error: string };

/**
 * Writes how an attempt ended and lets go of its lane. The lane is locked first, then messages, then the pool: in the
 * order in which everybody does, so that nobody waits for each other in turn.
 *
 * @returns false: another process has the lane by now, and nothing was written
 */
export async function finish(
  tx: Db,
  message: ClaimedMessage,
  ending: Ending,
  by: { owner: string; at: number },
): Promise<boolean> {
  const { lane, what } = message;
  const { at } = by;
  const { numUpdatedRows } = await tx
    .updateTable('lanes')
    .set({ leaseOwner: null, leaseUntil: null })
    .where('key', '=', lane.key)
    .where('leaseOwner', '=', by.owner)
    // A lease that ran out and was taken anew by the same process is not this one.
    .where('leaseUntil', '=', lane.leaseUntil)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  // What follows a copy, in a lane of its own, waited for this. Unconditionally: it may be owed at this very moment.
  if (what.kind === 'post') await wakeOthers(tx, lane.key, at);

  await tx
    .updateTable('outbox')
    .set(rowAfter(message, ending, at))
    .where('id', '=', message.id)
    .execute();
  if (what.kind === 'post' && ending.is === 'sent' && ending.version !== undefined)
    await settleFollowers(tx, what.copy, ending.version, at);

  const { lane: windows } = budgetOf(lane.pool);
  // It arrived at some time between the beginning of the attempt and now: now is on the safe side.
  const sent = settle(windows, [...lane.sent.slice(0, -1), at], at);
  const due = await earliestDue(tx, lane.key);
  await tx
    .updateTable('lanes')
    .set({
      sentJson: packTimes(sent),
      nextAt: due === null ? null : Math.max(due, opensAt(windows, sent, at)),
      ...pauseOf(ending),
    })
    .where('key', '=', lane.key)
    .execute();
  // Slack's answer concerns the method in the whole workspace (docs.slack.dev/apis/web-api/rate-limits).
  if (ending.is === 'throttled' && lane.pool.startsWith('slack:'))
    await tx.updateTable('pools').set({ pausedUntil: ending.retryAt }).where('key', '=', lane.pool).execute();
  return true;
}

/** The greatest integer of both stores. */
const ANY_VERSION = 2 ** 31 - 1;

function rowAfter(
  { attempts, doubtfulSince }: ClaimedMessage,
  ending: Ending,
  at: number,
): UpdateObject<Tables, 'outbox'> {
  // That this attempt came to nothing does not clear up what became of an earlier one.
  const startedAt = doubtfulSince ?? null;
  switch (ending.is) {
    case 'sent': {
      // Owed anew while it was under way, for a version that it did not show: it stays due.
      const { version = ANY_VERSION } = ending;
      return {
        state: sql<OutboxTable['state']>`case when "version" <= ${version} then 'sent' else 'due' end`,
        sentAt: at,
        startedAt: null,
        lastError: null,
        dueAt: at,
        attempts: 0,
      };
    }
    case 'failed':
      return { lastError: ending.error, dueAt: ending.retryAt, ...(ending.doubtful ? {} : { startedAt }) };
    case 'throttled':
      return { lastError: ending.error, dueAt: ending.retryAt, startedAt, attempts: attempts - 1 };
    case 'unreachable':
      return { lastError: ending.error, startedAt, attempts: attempts - 1 };
    case 'parked':
      return { state: 'parked', lastError: ending.error, startedAt: null };
  }
}

function pauseOf(ending: Ending): { pausedUntil?: number } {
  if (ending.is === 'throttled') return { pausedUntil: ending.retryAt };
  return ending.is === 'unreachable' ? { pausedUntil: ending.until } : {};
}

/** What was owed to follow a copy, and is shown by the posted card already, need not be sent any more. */
async function settleFollowers(tx: Db, copy: string, version: number, at: number): Promise<void> {
  await tx
    .updateTable('outbox')
    .set({ state: 'sent', sentAt: at })
    .where('copy', '=', copy)
    .where('kind', 'in', ['revise', 'reply'])
    .where('state', '=', 'due')
    .where('version', '<=', version)
    .execute();
}

async function wakeOthers(tx: Db, lane: string, at: number): Promise<void> {
  for (const key of lanesOfPlace(lane).filter((each) => each !== lane))
    await tx
      .updateTable('lanes')
      .set({ nextAt: sql<number>`case when "nextAt" <= ${at} then "nextAt" else ${at} end` })
      .where('key', '=', key)
      .execute();
}
