import { isDue, postponed } from '../../jobs/due.js';
import type { Duties } from '../../jobs/duties.js';
import { startLoop } from '../../jobs/loop.js';
import { PartnerCenterError } from '../../partner/partner-center.js';
import { createQuota } from '../../partner/quota.js';
import { writeCursor } from '../../store/cursors.js';
import { auditRound } from './audit-round.js';
import type { ElsewhereParts, Round } from './parts.js';
import { profileRound } from './profile-round.js';
import { type Progress, readProgress } from './progress.js';
import { watchedSince } from './watched.js';

export interface Elsewhere {
  /** There may be something new: looks now, or as soon as it can. */
  wake(): void;
  /** Ends the round under way where it is. */
  stop(): Promise<void>;
}

/** Whether a round is due is looked at so often: a question or two to the store. */
const TICK_MS = 5_000;

/** Longer than one call to Partner Center may take, with its repetitions (core/partner/limits.ts). */
const DUTY_MS = 90_000;

/**
 * Of the 500 requests a minute that Partner Center allows for customers, looking for changes uses up at most 100: people who
 * wait for an answer come first. 5,000 customers are then compared in 50 minutes.
 */
const SHARE_PER_MINUTE = 100;

/** Another process does it now. */
class TakenOver extends Error {
  override readonly name = 'TakenOver';
}

/**
 * Looks for changes that were made without the desk, while anybody watches, one process at a time: in the audit records, or
 * where there are none in the profiles themselves. Begins at once.
 */
export function startElsewhere(
  parts: ElsewhereParts & {
    duties: Duties;
    /** Whether this cloud offers audit records. */
    auditRecords: boolean;
    everyMs: number;
    /** For tests: how many requests a minute. */
    sharePerMinute?: number;
  },
): Elsewhere {
  const { duties, auditRecords, everyMs, store, now, log } = parts;
  const { db } = store;
  const name = auditRecords ? 'elsewhere.audit' : 'elsewhere.profiles';
  const look = auditRecords ? auditRound : profileRound;
  const share = createQuota({ limit: parts.sharePerMinute ?? SHARE_PER_MINUTE, maxWaitMs: 0, now });
  const stopping = new AbortController();
  let asked = false;

  async function oneRound(since: number): Promise<void> {
    const began = now();
    const round: Round = { ...parts, since, share, signal: stopping.signal, goOn };
    // Read under the duty: whoever had it before may have been at it a moment ago.
    const progress = await readProgress(db, name);
    const keep = (next: Progress) => writeCursor(db, name, next, now());
    try {
      const done = await look(round, progress);
      await keep({ ...done, failures: 0, dueAt: began + everyMs });
    } catch (error) {
      if (error instanceof TakenOver || stopping.signal.aborted) return;
      if (!(error instanceof PartnerCenterError)) throw error;
      const later = postponed(progress, error, now(), everyMs);
      log.warn(
        { name, kind: error.kind, status: error.status, failures: later.failures },
        'changes made elsewhere wait',
      );
      await keep(later);
    }
  }

  async function goOn(): Promise<void> {
    if (stopping.signal.aborted || !(await duties.take('elsewhere', DUTY_MS))) throw new TakenOver();
  }

  const loop = startLoop({
    name: 'elsewhere',
    everyMs: Math.min(everyMs, TICK_MS),
    log,
    async run() {
      const since = await watchedSince(db);
      if (since === undefined) asked = false;
      if (since === undefined || !isDue(await readProgress(db, name), now(), everyMs, asked)) return;
      // Whoever is at it may have passed by what is new: what was asked for stays asked for.
      if (!(await duties.take('elsewhere', DUTY_MS))) return;
      asked = false;
      try {
        await oneRound(since);
      } finally {
        await duties.release('elsewhere');
      }
    },
  });

  return {
    wake() {
      asked = true;
      loop.wake();
    },
    async stop() {
      stopping.abort();
      await loop.stop();
    },
  };
}
