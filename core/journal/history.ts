import type { ChangeState, Difference, HistoryItem, HistoryStep } from '../views.js';
import { purchasePaths } from '../partner/fields.js';
import type { Db } from '../store/tables.js';
import { type Fact, readJournal, readJournalOf, type RecordedEntry } from './journal.js';

/** What begins the story of a change: whatever came before was somebody's draft. */
const beginnings: readonly Fact[] = ['change.proposed', 'change.scheduled'];

/** How a change stands after a fact. Facts that are missing here leave it as it was. */
const states: Partial<Record<Fact, ChangeState>> = {
  'change.proposed': 'proposed',
  'change.scheduled': 'approved',
  'change.awaiting': 'awaiting',
  'change.approved': 'approved',
  'change.brokenGlass': 'approved',
  'change.applying': 'applying',
  'change.applied': 'applied',
  'change.conflicted': 'conflicted',
  'change.declined': 'declined',
  'change.expired': 'expired',
  'change.failed': 'failed',
  'change.withdrawn': 'withdrawn',
};

/** The facts that people want to read; the others say how the desk did its work. */
const steps: Partial<Record<Fact, HistoryStep['did']>> = {
  'change.approved': 'approve',
  'change.seconded': 'approve',
  'change.declined': 'decline',
  'change.brokenGlass': 'breakGlass',
  'change.reviewed': 'reviewed',
  'change.withdrawn': 'withdrawn',
  'change.rebased': 'adapted',
  'change.applied': 'applied',
  'change.conflicted': 'conflicted',
  'change.failed': 'failed',
  'change.expired': 'expired',
};

/** Steps that the desk takes by itself, whoever asked for the change. */
const byItself: readonly HistoryStep['did'][] = ['adapted', 'applied', 'foundSo', 'conflicted', 'failed', 'expired'];

/** A page of a customer's history. Whether it can still be undone is for the desk to say. */
export interface HistoryPage {
  items: Omit<HistoryItem, 'mayUndo'>[];
  /** Where the next page begins; absent: this was the last one. */
  next?: number;
}

/**
 * The changes that were asked for, latest first, each with all that became of it. Ordered by the entry that began it, which
 * never moves: nobody who pages meets one twice or misses one.
 *
 * @param before the `next` of the page before
 */
export async function readHistory(
  db: Db,
  query: { customer: string; before?: number; limit: number },
): Promise<HistoryPage> {
  const { limit } = query;
  const begun = await readJournal(db, { ...query, facts: beginnings, limit: limit + 1 });
  const page = begun.slice(0, limit);
  const entries = await readJournalOf(
    db,
    page.flatMap(({ change }) => change ?? []),
  );
  const last = page.at(-1);
  return {
    items: page.flatMap((begin) => told(begin, entries)),
    ...(begun.length > limit && last ? { next: last.seq } : {}),
  };
}

/** One change as its entries tell it. Drafts that were edited before do not count. */
function told(begin: RecordedEntry, all: readonly RecordedEntry[]): HistoryPage['items'] {
  const { change, detail = {} } = begin;
  if (change === undefined) return [];
  const entries = all.filter((entry) => entry.change === change && entry.seq >= begin.seq);
  // A change that was adapted is told with the values that were decided on.
  const values = entries.findLast(({ detail: noted }) => Array.isArray(noted?.['values']))?.detail?.['values'];
  const differences = differencesIn(values ?? detail['fields']);
  const requester = begin.personName || begin.person;
  return [
    {
      change,
      kind: kindOf(detail['kind'], differences),
      state: entries.reduce<ChangeState>((state, { fact }) => states[fact] ?? state, 'proposed'),
      differences,
      ...(requester ? { requester } : {}),
      at: begin.at,
      ...text(detail, 'reason'),
      ...text(detail, 'until'),
      ...(detail['undoes'] === undefined ? {} : { undo: true }),
      ...(begin.fact === 'change.scheduled' ? { scheduled: true } : {}),
      steps: entries.flatMap(step),
      ...(entries.some(({ erased }) => erased !== undefined) ? { erased: true } : {}),
    },
  ];
}

function step({ fact, at, person, personName, detail = {} }: RecordedEntry): HistoryStep[] {
  const named = steps[fact];
  // That the policy wants no approval is nobody's word.
  if (named === undefined || detail['by'] === 'policy') return [];
  const did = named === 'applied' && detail['byUs'] === false ? 'foundSo' : named;
  const who = byItself.includes(did) ? undefined : personName || person;
  return [{ did, at, ...(who ? { person: who } : {}), ...text(detail, 'reason'), ...text(detail, 'onBehalfOf') }];
}

function text<K extends string>(detail: Record<string, unknown>, name: K): { [key in K]?: string } {
  const value = detail[name];
  return typeof value === 'string' ? ({ [name]: value } as { [key in K]?: string }) : {};
}

/** The journal is the desk's own writing: what has the shape of differences is one. */
function differencesIn(fields: unknown): Difference[] {
  return Array.isArray(fields) ? fields.filter((field): field is Difference => typeof field === 'object') : [];
}

function kindOf(noted: unknown, differences: readonly Difference[]): HistoryItem['kind'] {
  if (noted === 'purchase' || noted === 'account') return noted;
  return differences.some(({ path }) => purchasePaths.some((known) => known === path)) ? 'purchase' : 'account';
}
