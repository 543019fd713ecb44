import { isDue, postponed } from '../../jobs/due.js';
import type { Duties } from '../../jobs/duties.js';
import { type Loop, startLoop } from '../../jobs/loop.js';
import type { Log } from '../../log.js';
import type { Metrics } from '../../metrics.js';
import { type PartnerCenter, PartnerCenterError } from '../../partner/partner-center.js';
import { createQuota } from '../../partner/quota.js';
import type { Db } from '../../store/tables.js';
import { auditStep } from './audit-step.js';
import { detailsStep } from './details-step.js';
import { listStep } from './list-step.js';
import {
  type ListProgress,
  readAuditProgress,
  readDetailsProgress,
  readListProgress,
  TakenOver,
  writeAuditProgress,
  writeDetailsProgress,
  writeListProgress,
} from './progress.js';
import type { Round } from './round.js';

/** Whether something is due is looked at so often: a question or two to the store. */
const TICK_MS = 5_000;

/** Longer than one call to Partner Center may take, with its repetitions (core/partner/limits.ts). */
const DUTY_MS = 90_000;

/**
 * Of the 500 requests a minute that Partner Center allows for customers, this uses at most 100, and those only while others
 * leave most of them unused: 100,000 customers are listed in two minutes.
 */
const SHARE_PER_MINUTE = 100;

/** Between two customers whose details are read: 100,000 of them in 28 hours. */
const DETAILS_PAUSE_MS = 1_000;

/** The first wait after something failed; doubles. */
const RETRY_MS = 30_000;

const HOUR_MS = 3_600_000;

/** How often the list of all is read: where there are no audit records, it is all that tells of changes. */
export const listEveryMs = (auditRecords: boolean): number => (auditRecords ? 24 * HOUR_MS : HOUR_MS);

export interface SynchroniserParts {
  db: Db;
  partner: Pick<PartnerCenter, 'customers' | 'customer' | 'auditRecords'>;
  duties: Duties;
  /** Whether this cloud offers audit records, and how often they are looked at. */
  audit: { offered: boolean; everyMs: number };
  /** Whether what no list tells is read in the background. */
  details: boolean;
  /** Something may have been written. */
  onStored: () => void;
  metrics: Metrics;
  log: Log;
  /** ms since the epoch. */
  now: () => number;
  /** For tests: how many requests a minute. */
  sharePerMinute?: number;
}

/**
 * Keeps the table of customers right, one process at a time: the list of all, then what was done to single ones, then what no
 * list tells; each in small steps that the next process goes on from.
 */
export function startSynchroniser(parts: SynchroniserParts): Pick<Loop, 'wake' | 'stop'> {
  const { db, duties, audit, now, log, metrics } = parts;
  const stopping = new AbortController();
  const everyMs = listEveryMs(audit.offered);
  const share = createQuota({ limit: parts.sharePerMinute ?? SHARE_PER_MINUTE, maxWaitMs: 0, now });
  let heldUntil = 0;
  let taken = 0;
  const round: Round = { ...parts, share, signal: stopping.signal, goOn };

  /** Takes the duty, or keeps it. Not written at every step: a commit waits for the disk. */
  async function hold(): Promise<boolean> {
    const at = now();
    if (at >= taken && at < heldUntil - DUTY_MS / 2) return true;
    const mine = await duties.take('customers', DUTY_MS);
    taken = at;
    heldUntil = mine ? at + DUTY_MS : 0;
    return mine;
  }

  async function goOn(): Promise<void> {
    if (stopping.signal.aborted || !(await hold())) throw new TakenOver();
  }

  /** What goes wrong with Partner Center is tried again later: `later` notes when. */
  async function attempt<T>(
    what: string,
    step: () => Promise<T>,
    later: (error: PartnerCenterError) => Promise<void>,
  ): Promise<T | undefined> {
    try {
      const done = await step();
      metrics.customerSync.inc({ step: what, outcome: 'ok' });
      return done;
    } catch (error) {
      if (stopping.signal.aborted) return undefined;
      if (!(error instanceof PartnerCenterError)) throw error;
      // There is no spare quota: the next look finds out whether there is some again.
      if (error.code === 'quota') return undefined;
      metrics.customerSync.inc({ step: what, outcome: error.kind });
      log.warn({ step: what, kind: error.kind, status: error.status }, 'the customers cannot be synchronised now');
      await later(error);
      return undefined;
    } finally {
      parts.onStored();
    }
  }

  async function stepList(progress: ListProgress | undefined): Promise<boolean> {
    const done = await attempt(
      'list',
      async () => {
        await listStep(round, progress, everyMs);
        return true;
      },
      async (error) => {
        if (!progress) return;
        const failing = { reason: error.kind, failingSince: progress.failingSince ?? now() };
        await writeListProgress(db, progress, { ...postponed(progress, error, now(), RETRY_MS), ...failing }, now());
      },
    );
    return done ?? false;
  }

  async function stepAudit(list: ListProgress & { listedAt: number }): Promise<void> {
    const progress = await readAuditProgress(db);
    if (!audit.offered || !isDue(progress, now(), audit.everyMs, false)) return;
    const done = await attempt(
      'audit',
      () => auditStep(round, progress, { since: list.listedAt, everyMs: audit.everyMs }),
      (error) => writeAuditProgress(db, postponed(progress, error, now(), RETRY_MS), now()),
    );
    // Somebody whom no record names is found in the list alone.
    const soonest = list.begunAt + HOUR_MS;
    if (done?.unnamed && soonest < list.dueAt)
      await writeListProgress(db, list, { ...list, dueAt: Math.max(now(), soonest) }, now());
  }

  async function stepDetails(): Promise<boolean> {
    const progress = await readDetailsProgress(db);
    if (!parts.details || !isDue(progress, now(), RETRY_MS, false)) return false;
    const done = await attempt(
      'details',
      () => detailsStep(round),
      (error) => writeDetailsProgress(db, postponed(progress, error, now(), RETRY_MS), now()),
    );
    if (done && progress.failures > 0) await writeDetailsProgress(db, { dueAt: 0, failures: 0 }, now());
    return done ?? false;
  }

  /** @returns whether there is more, or after how many ms */
  async function next(): Promise<boolean | number> {
    if (!(await hold())) return false;
    const list = await readListProgress(db);
    if (!list || isDue(list, now(), everyMs, false)) return stepList(list);
    if (list.listedAt === undefined) return false;
    await stepAudit({ ...list, listedAt: list.listedAt });
    return (await stepDetails()) ? DETAILS_PAUSE_MS : false;
  }

  const loop: Loop = startLoop({
    name: 'customers',
    everyMs: TICK_MS,
    log,
    run: () =>
      next().catch((error: unknown) => {
        if (!(error instanceof TakenOver)) throw error;
        return false;
      }),
  });

  return {
    wake: () => loop.wake(),
    async stop() {
      stopping.abort();
      await loop.stop();
      // What cannot be released runs out.
      await duties.release('customers').catch((error: unknown) => log.warn({ err: error }, 'a duty was not released'));
    },
  };
}
