import { z } from 'zod';
import type { Continuation, PartnerCenterError } from '../../partner/partner-center.js';
import type { Db } from '../../store/tables.js';

/** Waits between two rounds that fail, doubling up to this. */
const LONGEST_WAIT_MS = 10 * 60_000;

const schema = z.object({
  dueAt: z.number(),
  failures: z.number(),
  until: z.number().optional(),
  open: z.number().optional(),
  listedAt: z.number().optional(),
  listNext: z
    .object({ uri: z.string(), headers: z.array(z.object({ key: z.string(), value: z.string() })) })
    .optional(),
});

/** How far the looking for changes has got, for whichever process goes on with it. Times in ms since the epoch. */
export interface Progress {
  /** When the next round is due. */
  dueAt: number;
  /** How many rounds have failed, one after the other. */
  failures: number;
  /** Audit records: everything that could be read at this time has been read. */
  until?: number | undefined;
  /** Audit records: the oldest one that has still to be looked at again. */
  open?: number | undefined;
  /** Profiles: when the list of all customers was read last. */
  listedAt?: number | undefined;
  /** Profiles: where the reading of that list goes on. */
  listNext?: Continuation | undefined;
}

const beginning: Progress = { dueAt: 0, failures: 0 };

/** Reads how far it has got. What cannot be read counts as the beginning. */
export async function readProgress(db: Db, name: string): Promise<Progress> {
  const row = await db.selectFrom('cursors').select('valueJson').where('name', '=', name).executeTakeFirst();
  const parsed = schema.safeParse(row && JSON.parse(row.valueJson));
  return parsed.success ? parsed.data : beginning;
}

export async function writeProgress(db: Db, name: string, progress: Progress, now: number): Promise<void> {
  const valueJson = JSON.stringify(progress);
  await db
    .insertInto('cursors')
    .values({ name, valueJson, updatedAt: now })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ valueJson, updatedAt: now }))
    .execute();
}

/**
 * Whether a round is due.
 *
 * @param asked somebody knows that there is something new: then only a service in trouble is waited for
 */
export function isDue({ dueAt, failures }: Progress, now: number, everyMs: number, asked: boolean): boolean {
  if (asked && failures === 0) return true;
  // Further ahead than any wait: it was noted before the clock was set back.
  return dueAt <= now || dueAt > now + Math.max(everyMs, LONGEST_WAIT_MS);
}

/** The next round after one that failed: not before `Retry-After`, later with every failure. */
export function postponed(progress: Progress, error: PartnerCenterError, now: number, everyMs: number): Progress {
  const asked = (error.retryAfterSeconds ?? 0) * 1000;
  // The desk has asked enough for now, and got on: nothing has failed.
  if (error.code === 'quota') return { ...progress, failures: 0, dueAt: now + asked };
  const failures = progress.failures + 1;
  const backOff = everyMs * 2 ** Math.min(failures - 1, 10);
  const wait = Math.min(Math.max(asked, backOff), Math.max(everyMs, LONGEST_WAIT_MS));
  return { ...progress, failures, dueAt: now + wait };
}
