import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { JsonObject } from '../partner/partner-center.js';
import type { Role } from '../roles/role.js';
import type { Db, JournalTable } from '../store/tables.js';
import type { Platform } from '../turn.js';

/** Everything that is ever recorded. A new fact is a new name here; a name once used keeps its meaning. */
export type Fact =
  | 'change.drafted'
  | 'change.proposed'
  | 'change.approved'
  | 'change.applying'
  | 'change.applied'
  | 'change.merged'
  | 'change.stale'
  | 'change.conflicted'
  | 'change.expired'
  | 'change.failed'
  | 'change.discarded'
  | 'change.awaiting'
  | 'change.seconded'
  | 'change.declined'
  | 'change.brokenGlass'
  | 'change.reviewed'
  | 'change.rebased'
  | 'change.ruled'
  | 'change.withdrawn'
  | 'change.reminded'
  | 'change.scheduled'
  | 'decision.refused'
  | 'change.retried'
  | 'refused'
  | 'link.asked'
  | 'link.completed'
  | 'link.refused'
  | 'watch.made'
  | 'watch.edited'
  | 'watch.ended'
  | 'watch.broken'
  | 'watch.mended'
  /** An announcement was spread to the watches that want it: to how many. */
  | 'notice.announced'
  /** Every place that was to get it has it, or never will: how many of each. */
  | 'notice.delivered'
  | 'notice.parked'
  | 'webhook.registered'
  /** The app was installed in a workspace, or once more; and taken out of it. */
  | 'installation.added'
  | 'installation.removed';

/** One fact that happened. Who is a Person's id and name at the time; what is absent was not known or does not apply. */
export interface JournalEntry {
  fact: Fact;
  /** ms since the epoch. */
  at: number;
  person?: string;
  personName?: string;
  platform?: Platform;
  /** The roles that were relied upon. */
  roles?: Role[];
  customer?: string;
  change?: string;
  detail?: JsonObject;
  /** `MS-CorrelationId`, to find the same deed in Partner Center's own records. */
  correlationId?: string;
}

export interface RecordedEntry extends JournalEntry {
  /** Orders the entries. */
  seq: number;
  id: string;
}

export interface JournalQuery {
  customer?: string;
  change?: string;
  /** Only entries older than this `seq`: the next page. */
  before?: number;
  limit: number;
}

/** Appends a fact, in the transaction of what it records: neither exists without the other. Nothing ever changes it. */
export async function journal(tx: Db, entry: JournalEntry): Promise<void> {
  await tx
    .insertInto('journal')
    .values({
      id: randomUUID(),
      at: entry.at,
      fact: entry.fact,
      person: entry.person ?? null,
      personName: entry.personName ?? null,
      platform: entry.platform ?? null,
      rolesJson: entry.roles ? JSON.stringify(entry.roles) : null,
      customer: entry.customer ?? null,
      change: entry.change ?? null,
      detailJson: JSON.stringify(entry.detail ?? {}),
      correlationId: entry.correlationId ?? null,
      // Chained afterwards: a chain that every transaction extended would make all of them wait for each other.
      salt: null,
      previousHash: null,
      hash: null,
    })
    .execute();
}

/** What happened, newest first: to a customer, with a change, or at all. */
export async function readJournal(db: Db, { customer, change, before, limit }: JournalQuery): Promise<RecordedEntry[]> {
  let query = db.selectFrom('journal').selectAll().orderBy('seq', 'desc').limit(limit);
  if (customer !== undefined) query = query.where('customer', '=', customer);
  if (change !== undefined) query = query.where('change', '=', change);
  if (before !== undefined) query = query.where('seq', '<', before);
  return (await query.execute()).map(toEntry);
}

/** Rows are this module's own writing, so their names and JSON are trusted. */
function toEntry(row: Selectable<JournalTable>): RecordedEntry {
  return {
    seq: row.seq,
    id: row.id,
    fact: row.fact as Fact,
    at: row.at,
    ...(row.person === null ? {} : { person: row.person }),
    ...(row.personName === null ? {} : { personName: row.personName }),
    ...(row.platform === null ? {} : { platform: row.platform as Platform }),
    ...(row.rolesJson === null ? {} : { roles: JSON.parse(row.rolesJson) as Role[] }),
    ...(row.customer === null ? {} : { customer: row.customer }),
    ...(row.change === null ? {} : { change: row.change }),
    ...(row.detailJson === '{}' ? {} : { detail: JSON.parse(row.detailJson) as JsonObject }),
    ...(row.correlationId === null ? {} : { correlationId: row.correlationId }),
  };
}
