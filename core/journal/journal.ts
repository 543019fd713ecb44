import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { JsonObject } from '../partner/partner-center.js';
import type { Role } from '../roles/role.js';
import type { Db, JournalTable } from '../store/tables.js';
import type { Platform } from '../turn.js';
import { type Content, contentOf, erasedOf, newSalt } from './content.js';
import { keysOf } from './carried-keys.js';

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
  | 'link.signedIn'
  | 'link.completed'
  | 'link.refused'
  | 'link.removed'
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
  | 'installation.removed'
  /** Personal data in entries was erased on request. */
  | 'journal.erased';

/** One fact that happened. Who is a Person's id and name at the time; what is absent was not known or does not apply. */
export interface JournalEntry {
  fact: Fact;
  /** Made up when absent. */
  id?: string;
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
  /** The members that were erased on request: `person`, `personName`, `detail.reason`, … */
  erased?: string[];
}

export interface JournalQuery {
  customer?: string;
  change?: string;
  /** Only these facts. */
  facts?: readonly Fact[];
  /** Only entries older than this `seq`: the next page. */
  before?: number;
  limit: number;
}

/** Appends a fact, in the transaction of what it records: neither exists without the other. Nothing ever changes it. */
export async function journal(tx: Db, entry: JournalEntry): Promise<void> {
  const content: Content = {
    id: entry.id ?? randomUUID(),
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
    salt: newSalt(),
    erasedJson: null,
  };
  const keys = keysOf(tx);
  const text = keys && contentOf(content, keys);
  await tx
    .insertInto('journal')
    .values({
      ...content,
      mac: keys && text !== undefined ? keys.sign('entry', text) : null,
      // Chained afterwards: a chain that every transaction extended would make all of them wait for each other.
      position: null,
      previousHash: null,
      hash: null,
    })
    .execute();
}

/** What happened, newest first: to a customer, with a change, or at all. */
export async function readJournal(
  db: Db,
  { customer, change, facts, before, limit }: JournalQuery,
): Promise<RecordedEntry[]> {
  let query = db.selectFrom('journal').selectAll().orderBy('seq', 'desc').limit(limit);
  if (customer !== undefined) query = query.where('customer', '=', customer);
  if (change !== undefined) query = query.where('change', '=', change);
  if (facts !== undefined) query = query.where('fact', 'in', [...facts]);
  if (before !== undefined) query = query.where('seq', '<', before);
  return (await query.execute()).map(toEntry);
}

/** All that happened with any of these changes, oldest first. */
export async function readJournalOf(db: Db, changes: readonly string[]): Promise<RecordedEntry[]> {
  if (changes.length === 0) return [];
  const query = db
    .selectFrom('journal')
    .selectAll()
    .where('change', 'in', [...changes])
    .orderBy('seq');
  return (await query.execute()).map(toEntry);
}

/** Rows are this module's own writing, so their names and JSON are trusted. */
export function toEntry(row: Selectable<JournalTable>): RecordedEntry {
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
    ...(row.erasedJson === null ? {} : { erased: erasedNames(row) }),
  };
}

function erasedNames(row: Pick<Content, 'erasedJson'>): string[] {
  const members = erasedOf(row)?.members ?? [];
  return members.flatMap(({ name, digest }) => (digest === undefined || name === 'salt' ? [] : name));
}
