import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Failure } from '../failure.js';
import type { ChangeState, ChangeView, CustomerRef, Difference, Drift } from '../views.js';
import type { Reader } from '../delivery.js';
import type { ApprovalRule } from '../config/approval-rules.js';
import { type ChangePath, type Fields, fieldPaths, purchasePaths } from '../partner/fields.js';
import type { ChangesTable } from '../store/tables.js';

/** One proposed change of one customer, from the first open form to its end. */
export interface Change {
  id: string;
  kind: 'account' | 'purchase';
  state: ChangeState;
  version: number;
  customer: CustomerRef;
  /** All that had been read when the form was opened. */
  before: Fields;
  /** In draft: every field as typed so far. Afterwards: the changed fields only. Empty text: the field is emptied. */
  after: Fields;
  /** The kind's own notes, parsed by the kind. */
  notes: unknown;
  digest: string | null;
  requester: string;
  requesterName: string;
  /** Who asked, and where: whom to tell the outcome. */
  reader: Reader;
  reason: string | null;
  predecessor: string | null;
  /** Rises when what is asked for has to be decided anew. */
  revision: number;
  /** The rule under which it has to be approved; null: none. */
  rule: ApprovalRule | null;
  /** Last day of a temporary permission, yyyy-mm-dd. */
  until: string | null;
  /** The applied change that this one takes back. */
  undoes: string | null;
  /** The removal that a temporary permission brought with it. */
  scheduled: boolean;
  /** Approved by break-glass, not reviewed yet. */
  owesReview: boolean;
  appliedAt: number | null;
  requestId: string | null;
  correlationId: string | null;
  attempts: number;
  dueAt: number | null;
  expiresAt: number | null;
  failure?: Failure;
  drift?: Drift[];
  merged: boolean;
  fence: number;
  createdAt: number;
  updatedAt: number;
}

/** States that nothing leaves: going on makes a successor. */
export const finalStates: readonly ChangeState[] = [
  'applied',
  'declined',
  'expired',
  'withdrawn',
  'conflicted',
  'failed',
];

const fieldsSchema = z.record(z.string(), z.string()).transform((fields) => fields as Fields);
const customerSchema = z.object({ id: z.string(), name: z.string(), domain: z.string() });

/** A row of the table, as the object that the desk works with. */
export function changeOf(row: Selectable<ChangesTable>): Change {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    version: row.version,
    customer: customerSchema.parse(JSON.parse(row.customerJson)),
    before: fieldsSchema.parse(JSON.parse(row.beforeJson)),
    after: fieldsSchema.parse(JSON.parse(row.afterJson)),
    notes: JSON.parse(row.notesJson),
    digest: row.digest,
    requester: row.requester,
    requesterName: row.requesterName,
    // Written by this program alone, and read back by it alone.
    reader: JSON.parse(row.requesterChatJson) as Reader,
    reason: row.reason,
    predecessor: row.predecessor,
    revision: row.revision,
    rule: row.ruleJson === null ? null : (JSON.parse(row.ruleJson) as ApprovalRule),
    until: row.until,
    undoes: row.undoes,
    scheduled: row.scheduled === 1,
    owesReview: row.owesReview === 1,
    appliedAt: row.appliedAt,
    requestId: row.requestId,
    correlationId: row.correlationId,
    attempts: row.attempts,
    dueAt: row.dueAt,
    expiresAt: row.expiresAt,
    ...(row.failureJson ? { failure: JSON.parse(row.failureJson) as Failure } : {}),
    ...(row.driftJson ? { drift: JSON.parse(row.driftJson) as Drift[] } : {}),
    merged: row.merged === 1,
    fence: row.fence,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

/** Every field of every kind, in the order in which differences are shown. */
export const changePaths: readonly ChangePath[] = [...fieldPaths, ...purchasePaths];

/** The fields whose value differs, in the order of the form. Absent and empty are the same. */
export function differencesOf(before: Fields, after: Fields): Difference[] {
  return changePaths
    .filter((path) => path in after && (before[path] ?? '') !== (after[path] ?? ''))
    .map((path) => ({ path, before: before[path] ?? '', after: after[path] ?? '' }));
}

/** The given fields of a record, and no others. */
export function pick(fields: Fields, paths: readonly ChangePath[]): Fields {
  const picked: Fields = {};
  for (const path of paths) {
    const value = fields[path];
    if (value !== undefined) picked[path] = value;
  }
  return picked;
}

/** Whether whoever asked can take it up again, as a successor. */
export function canGoOn(change: Pick<Change, 'state'>): boolean {
  return change.state === 'conflicted' || change.state === 'failed' || change.state === 'expired';
}

/** How a change stands, for an answer. */
export function viewOf(change: Change): ChangeView {
  return {
    id: change.id,
    version: change.version,
    kind: change.kind,
    state: change.state,
    customer: change.customer,
    differences: differencesOf(change.before, change.after),
    ...(change.before['defaultAddress.country'] ? { country: change.before['defaultAddress.country'] } : {}),
    requester: change.requesterName || change.requester,
    at: change.updatedAt,
    ...(change.merged ? { merged: true } : {}),
    ...(change.drift ? { drift: change.drift } : {}),
    ...(change.failure ? { failure: change.failure } : {}),
  };
}
