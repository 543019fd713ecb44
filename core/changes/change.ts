import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { ChangeState, ChangeView, CustomerRef, Difference, Drift, Failure } from '../answer.js';
import type { Reader } from '../delivery.js';
import { type AccountFields, type FieldPath, fieldPaths } from '../partner/fields.js';
import type { ChangesTable } from '../store/tables.js';

/** One proposed change of one customer, from the first open form to its end. */
export interface Change {
  id: string;
  kind: 'account' | 'purchase';
  state: ChangeState;
  version: number;
  customer: CustomerRef;
  /** All that had been read when the form was opened. */
  before: AccountFields;
  /** In draft: every field as typed so far. Afterwards: the changed fields only. Empty text: the field is emptied. */
  after: AccountFields;
  /** The kind's own notes, parsed by the kind. */
  notes: unknown;
  digest: string | null;
  requester: string;
  requesterName: string;
  /** Who asked, and where: whom to tell the outcome. */
  reader: Reader;
  predecessor: string | null;
  requestId: string | null;
  correlationId: string | null;
  attempts: number;
  dueAt: number | null;
  expiresAt: number | null;
  failure?: Failure;
  drift?: Drift[];
  merged: boolean;
  fence: number;
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

const fieldsSchema = z.record(z.string(), z.string()).transform((fields) => fields as AccountFields);
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
    predecessor: row.predecessor,
    requestId: row.requestId,
    correlationId: row.correlationId,
    attempts: row.attempts,
    dueAt: row.dueAt,
    expiresAt: row.expiresAt,
    ...(row.failureJson ? { failure: JSON.parse(row.failureJson) as Failure } : {}),
    ...(row.driftJson ? { drift: JSON.parse(row.driftJson) as Drift[] } : {}),
    merged: row.merged === 1,
    fence: row.fence,
    updatedAt: row.updatedAt,
  };
}

/** The fields whose value differs, in the order of the form. Absent and empty are the same. */
export function differencesOf(before: AccountFields, after: AccountFields): Difference[] {
  return fieldPaths
    .filter((path) => path in after && (before[path] ?? '') !== (after[path] ?? ''))
    .map((path) => ({ path, before: before[path] ?? '', after: after[path] ?? '' }));
}

/** The given fields of a record, and no others. */
export function pick(fields: AccountFields, paths: readonly FieldPath[]): AccountFields {
  const picked: AccountFields = {};
  for (const path of paths) {
    const value = fields[path];
    if (value !== undefined) picked[path] = value;
  }
  return picked;
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
    requester: change.requesterName || change.requester,
    at: change.updatedAt,
    ...(change.merged ? { merged: true } : {}),
    ...(change.drift ? { drift: change.drift } : {}),
    ...(change.failure ? { failure: change.failure } : {}),
  };
}
