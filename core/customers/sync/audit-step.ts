import { fieldsOf } from '../../partner/addressing.js';
import { pages } from '../../partner/paging.js';
import { type AuditedResource, type AuditRecord, PartnerCenterError } from '../../partner/partner-center.js';
import type { Db } from '../../store/tables.js';
import { type AuditProgress, writeAuditProgress } from './progress.js';
import { readOne, type Round } from './round.js';
import { LIST_LAG_MS, removeCustomers, rowsOf } from './rows.js';

/** Records may be read so late (core/watch/elsewhere/audit-round.ts): every round looks as far back again. */
const OVERLAP_MS = 48 * 3_600_000;

const PAGE = 500;

/** The kinds of resources whose records tell of names, additions and removals. */
const resources: readonly AuditedResource[] = ['customer', 'partner_customer_relationship'];

/** What an operation means here (learn.microsoft.com lists them under audit records). */
const operations: Record<string, 'added' | 'removed' | 'billing' | 'company'> = {
  add_customer: 'added',
  remove_partner_customer_relationship: 'removed',
  update_customer_billing_profile: 'billing',
  update_customer_partner_contract_company_name: 'company',
  update_company_info: 'company',
};

/**
 * Follows what was done to customers since the last round, by anybody: whom a record tells something new of is read again, for
 * a record may be older than what is known.
 *
 * @param when.since when the last whole reading of the list began, ms since the epoch
 * @param when.everyMs until the next round
 * @returns whether somebody was added whom no record names
 * @throws PartnerCenterError what was not got to comes again in the next round
 */
export async function auditStep(
  round: Round,
  progress: AuditProgress,
  { since, everyMs }: { since: number; everyMs: number },
): Promise<{ unnamed: boolean }> {
  const { db, now } = round;
  const began = now();
  // What is older than the list stands in the list.
  const oldest = since - LIST_LAG_MS;
  const records = await read(round, Math.max((progress.until ?? since) - OVERLAP_MS, oldest));
  const fresh = await unseen(
    db,
    records.filter((record) => isNews(record) && record.at >= oldest),
  );
  for (const [id, theirs] of byCustomer(fresh)) {
    await follow(round, id, theirs);
    await noteSeen(db, theirs);
  }
  const unnamed = fresh.filter(({ customer }) => customer === undefined);
  await noteSeen(db, unnamed);
  await writeAuditProgress(db, { until: began, failures: 0, dueAt: began + everyMs }, now());
  return { unnamed: unnamed.length > 0 };
}

async function read(round: Round, from: number): Promise<AuditRecord[]> {
  const { partner, signal, goOn } = round;
  const all = async (resource: AuditedResource | undefined) => {
    const first = { from, size: PAGE, ...(resource === undefined ? {} : { resource }) };
    const records: AuditRecord[] = [];
    for await (const items of pages((next) => partner.auditRecords(next ? { next } : first, { signal }))) {
      records.push(...items.filter(({ operation }) => Object.hasOwn(operations, operation)));
      await goOn();
    }
    return records;
  };
  try {
    const found: AuditRecord[] = [];
    for (const resource of resources) found.push(...(await all(resource)));
    return found;
  } catch (error) {
    // A cloud or a release that does not know one of these filters: then the desk filters by itself.
    if (!(error instanceof PartnerCenterError) || error.kind !== 'invalid') throw error;
    return all(undefined);
  }
}

/** What is under way still comes to an end: it is looked at again. Additions that name nobody are news as well. */
function isNews({ status, operation, customer }: AuditRecord): boolean {
  return status === 'succeeded' && (customer !== undefined || operations[operation] === 'added');
}

/** Oldest first. */
function byCustomer(records: readonly AuditRecord[]): Map<string, AuditRecord[]> {
  const groups = new Map<string, AuditRecord[]>();
  for (const record of records.toSorted((a, b) => a.at - b.at))
    if (record.customer !== undefined) groups.set(record.customer, [...(groups.get(record.customer) ?? []), record]);
  return groups;
}

async function follow(round: Round, id: string, records: readonly AuditRecord[]): Promise<void> {
  const last = records.at(-1);
  const row = (await rowsOf(round.db, [id])).get(id);
  const known = row?.removedAt === null ? row : undefined;
  // Partner Center may show somebody for a while who was removed; of somebody who came back there is a later record.
  if (last && operations[last.operation] === 'removed') {
    await removeCustomers(round.db, [id], round.now());
    return;
  }
  if (known && records.every((record) => isKnown(record, known))) return;
  await readOne(round, id, 'unknown');
}

/** Whether a record says what is known already: mostly because the desk did it. */
function isKnown({ operation, after }: AuditRecord, known: { name: string; country: string | null }): boolean {
  switch (operations[operation]) {
    case 'added':
      return true;
    case 'billing': {
      const { companyName, 'defaultAddress.country': country } = after ? fieldsOf(after) : {};
      return companyName === known.name && (country === undefined || country === known.country);
    }
    default:
      return false;
  }
}

/** Records that were looked at here are noted beside those that watches have been told of. */
const markOf = ({ id }: AuditRecord) => `customers/${id}`;

const AT_ONCE = 200;

async function unseen(db: Db, records: readonly AuditRecord[]): Promise<AuditRecord[]> {
  const seen = new Set<string>();
  const marks = [...new Set(records.map(markOf))];
  for (let at = 0; at < marks.length; at += AT_ONCE) {
    const some = marks.slice(at, at + AT_ONCE);
    const rows = await db.selectFrom('auditSeen').select('id').where('id', 'in', some).execute();
    for (const { id } of rows) seen.add(id);
  }
  return records.filter((record) => !seen.has(markOf(record)));
}

async function noteSeen(db: Db, records: readonly AuditRecord[]): Promise<void> {
  const rows = [...new Map(records.map((record) => [markOf(record), record.at]))].map(([id, at]) => ({ id, at }));
  for (let at = 0; at < rows.length; at += AT_ONCE)
    await db
      .insertInto('auditSeen')
      .values(rows.slice(at, at + AT_ONCE))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
}
