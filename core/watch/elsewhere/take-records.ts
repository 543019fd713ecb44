import type { AuditRecord } from '../../partner/partner-center.js';
import type { Db } from '../../store/tables.js';
import { inTransaction } from '../../store/transaction.js';
import type { Happening } from '../happenings.js';
import type { CustomerLookup } from './customer-lookup.js';
import { withoutEchoes } from './echoes.js';
import { newsOf, type Told } from './operations.js';
import { judge, OWN_WITHIN_MS, ownWrites, type Verdict } from './own.js';
import type { Round } from './parts.js';
import { countryIn, customerIn, differencesIn, isUnchanged, valuesOf } from './values.js';

/** What happened longer ago is no news any more: it is counted. */
const NEWS_FOR_MS = 7 * 24 * 60 * 60_000;

interface Taking extends Round {
  lookUp: CustomerLookup;
  /** When the round began, ms since the epoch. */
  began: number;
}

/**
 * Takes a page of records: announces what was done elsewhere, and notes what need not be looked at again.
 *
 * @returns the time of the oldest record that has to be, and how many were too old to be announced
 */
export async function takeRecords(
  taking: Taking,
  items: readonly AuditRecord[],
): Promise<{ open: number | undefined; tooOld: number }> {
  const told = await unseen(
    taking.store.db,
    items.flatMap((record) => toldIn(record, taking.since)),
  );
  const { genuine, echoes } = withoutEchoes(told);
  for (const { record } of echoes) await noteSeen(taking.store.db, [record.id], record.at);
  let open: number | undefined;
  let tooOld = 0;
  for (const one of genuine) {
    const outcome = await take(taking, one);
    if (outcome === 'later') open = Math.min(open ?? one.record.at, one.record.at);
    if (outcome === 'tooOld') tooOld += 1;
  }
  return { open, tooOld };
}

/** A record of something that is watched; nothing of what happened before anybody did. */
function toldIn(record: AuditRecord, since: number): Told[] {
  const news = newsOf(record.operation);
  return news && record.at >= since ? [{ record, news, customer: customerIn(record) }] : [];
}

/** Each record once, oldest first, without those that were looked at already. */
async function unseen(db: Db, told: readonly Told[]): Promise<Told[]> {
  if (told.length === 0) return [];
  const ids = told.map(({ record }) => record.id);
  const rows = await db.selectFrom('auditSeen').select('id').where('id', 'in', ids).execute();
  const seen = new Set(rows.map(({ id }) => id));
  // Of one that is listed twice, the one that has ended.
  const byId = new Map<string, Told>();
  for (const one of told) if (byId.get(one.record.id)?.record.status !== 'succeeded') byId.set(one.record.id, one);
  // Pages come newest first: of two in the same millisecond the later one is listed first.
  const fresh = [...byId.values()].filter(({ record }) => !seen.has(record.id)).toReversed();
  return fresh.sort((a, b) => a.record.at - b.record.at);
}

async function noteSeen(db: Db, ids: readonly string[], at: number): Promise<void> {
  await db
    .insertInto('auditSeen')
    .values(ids.map((id) => ({ id, at })))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** `later`: it has to be looked at again. */
async function take(taking: Taking, told: Told): Promise<'done' | 'later' | 'tooOld'> {
  const { record, news } = told;
  const { db } = taking.store;
  // A deed that is under way, or of which nobody knows how it went, may still come to something.
  if (record.status === 'progress' || record.status === 'other') return 'later';
  if (record.status === 'failed' || isUnchanged(record)) {
    await noteSeen(db, [record.id], record.at);
    return 'done';
  }
  const verdict = await whoseDeed(db, told);
  if (verdict.whose === 'undecided') return 'later';
  const count = (outcome: string) => taking.metrics.happenings.inc({ source: 'audit', kind: news.kind, outcome });
  if (verdict.whose === 'own') {
    await noteSeen(db, [record.id, accountOf(verdict.change, record)], record.at);
    count('own');
    return 'done';
  }
  if (record.at < taking.began - NEWS_FOR_MS) {
    await noteSeen(db, [record.id], record.at);
    count('tooOld');
    return 'tooOld';
  }
  const happening = await happeningOf(taking, told);
  const fresh = await inTransaction(db, async (tx) => {
    await noteSeen(tx, [record.id], record.at);
    return taking.announce(tx, happening);
  });
  if (fresh) count('announced');
  return 'done';
}

/** The row that says that a change has its record of this operation. */
const accountOf = (change: string, { operation }: AuditRecord) => `${change}/${operation}`;

async function whoseDeed(db: Db, { record, news, customer }: Told): Promise<Verdict> {
  if (news.kind === 'relationship') return { whose: 'elsewhere' };
  const { correlationId, at, operation } = record;
  const writes = await ownWrites(db, { customer, correlationId, kind: news.kind, since: at - OWN_WITHIN_MS });
  if (writes.length === 0) return { whose: 'elsewhere' };
  const accounts = writes.map(({ change }) => accountOf(change, record));
  const rows = await db.selectFrom('auditSeen').select('id').where('id', 'in', accounts).execute();
  const accounted = new Set(rows.map(({ id }) => id));
  const suspect = { ...valuesOf(record, news), customer, operation, at, correlationId };
  return judge(suspect, writes, (change) => accounted.has(accountOf(change, record)));
}

async function happeningOf({ lookUp, goOn }: Taking, { record, news, customer }: Told): Promise<Happening> {
  await goOn();
  const lookedUp = customer === undefined ? undefined : await lookUp(customer, record.customerName);
  const country = countryIn(record) ?? lookedUp?.country;
  const by = record.user ?? record.application;
  return {
    id: record.id,
    source: 'audit',
    kind: news.kind,
    operation: news.operation,
    ...(lookedUp ? { customer: lookedUp.customer } : {}),
    ...(country ? { country } : {}),
    differences: differencesIn(valuesOf(record, news)),
    ...(by ? { by } : {}),
    at: record.at,
  };
}
