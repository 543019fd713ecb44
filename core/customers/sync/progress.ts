import { z } from 'zod';
import type { Due } from '../../jobs/due.js';
import { continuationSchema } from '../../partner/paging.js';
import type { Continuation } from '../../partner/partner-center.js';
import { readCursor, writeCursor } from '../../store/cursors.js';
import type { Db } from '../../store/tables.js';

/** Names of the rows of `cursors`. */
const LIST = 'customers.list';
const AUDIT = 'customers.audit';
const DETAILS = 'customers.details';

/**
 * How far the reading of the list of all customers has got, kept with what was read: whichever process comes next goes on
 * there. Times in ms since the epoch.
 */
export interface ListProgress extends Due {
  /** `reading`: pages. `checking`: whoever no page named is asked for once more. Absent: the last reading is over. */
  stage?: 'reading' | 'checking' | undefined;
  /** Of the reading that is under way, or of the last one: a number of core/customers/sync/sequence.ts. */
  number: number;
  /** When that one began. */
  begunAt: number;
  /** The page to read next; absent: the first one. */
  next?: Continuation | undefined;
  /** Customers read so far. */
  read: number;
  /** How many there are, where Partner Center says so. */
  total?: number | undefined;
  /** How often a reading had to begin again, because Partner Center did not know its own continuation any more. */
  restarts: number;
  /** When the last whole reading had begun; absent: there was none yet. */
  listedAt?: number | undefined;
  /** Why it failed last, and since when it does. */
  reason?: string | undefined;
  failingSince?: number | undefined;
}

/** How far the audit records have been looked through: everything that could be read at `until`. */
export interface AuditProgress extends Due {
  until?: number | undefined;
}

const due = { dueAt: z.number(), failures: z.number() };

const listSchema = z.object({
  ...due,
  stage: z.enum(['reading', 'checking']).optional(),
  number: z.number(),
  begunAt: z.number(),
  next: continuationSchema.optional(),
  read: z.number(),
  total: z.number().optional(),
  restarts: z.number(),
  listedAt: z.number().optional(),
  reason: z.string().optional(),
  failingSince: z.number().optional(),
});

const auditSchema = z.object({ ...due, until: z.number().optional() });
const detailsSchema = z.object(due);

/** Undefined: no reading has ever begun. */
export const readListProgress = (db: Db): Promise<ListProgress | undefined> => readCursor(db, LIST, listSchema);

/** Another process goes on with it. */
export class TakenOver extends Error {
  override readonly name = 'TakenOver';
}

/**
 * Writes how far it has got, from one step to the next. A process that was held up for longer than its duty lasts must not
 * lead the one astray that took over: its step counts for nothing.
 *
 * @param before what the step began with
 * @throws TakenOver when another process has made a step since
 */
export async function writeListProgress(
  db: Db,
  before: ListProgress | undefined,
  after: ListProgress,
  now: number,
): Promise<void> {
  const row = { name: LIST, valueJson: textOf(after), updatedAt: now };
  const counts = before
    ? await db
        .updateTable('cursors')
        .set(row)
        .where('name', '=', LIST)
        .where('valueJson', '=', textOf(before))
        .executeTakeFirst()
    : await db
        .insertInto('cursors')
        .values(row)
        .onConflict((conflict) => conflict.column('name').doNothing())
        .executeTakeFirst();
  const written = 'numUpdatedRows' in counts ? counts.numUpdatedRows : counts.numInsertedOrUpdatedRows;
  if (written !== 1n) throw new TakenOver();
}

/** The same progress is always the same text: members stand in the order of the schema. */
const textOf = (progress: ListProgress) => JSON.stringify(listSchema.parse(progress));

export async function readAuditProgress(db: Db): Promise<AuditProgress> {
  return (await readCursor<AuditProgress>(db, AUDIT, auditSchema)) ?? { dueAt: 0, failures: 0 };
}

export const writeAuditProgress = (db: Db, progress: AuditProgress, now: number): Promise<void> =>
  writeCursor(db, AUDIT, progress, now);

/** What fails here is tried again later; how far it has got stands with each customer. */
export async function readDetailsProgress(db: Db): Promise<Due> {
  return (await readCursor<Due>(db, DETAILS, detailsSchema)) ?? { dueAt: 0, failures: 0 };
}

export const writeDetailsProgress = (db: Db, progress: Due, now: number): Promise<void> =>
  writeCursor(db, DETAILS, progress, now);
