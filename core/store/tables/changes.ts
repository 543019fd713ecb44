import type { ColumnType, Generated } from 'kysely';
import type { ChangeState } from '../../views.js';

// Tables of changes, who decided them, and what happened. core/store/tables.ts says how columns are written.

export interface ChangesTable {
  id: string;
  kind: 'account' | 'purchase';
  state: ChangeState;
  version: number;
  customer: string;
  /** CustomerRef at the time. */
  customerJson: string;
  /** What had been read when the form was opened, fields by path. */
  beforeJson: string;
  /** What is asked for, fields by path: all fields of the form while in draft, only the changed ones afterwards. */
  afterJson: string;
  /** Notes of the kind itself (address verdict, choices, …). */
  notesJson: string;
  digest: string | null;
  requester: string;
  requesterName: string;
  /** ChatUser, Place and locale of whoever asked, for messages of the outcome. */
  requesterChatJson: string;
  reason: string | null;
  predecessor: string | null;
  batch: string | null;
  /** `MS-RequestId` of a PUT whose answer is not known yet. */
  requestId: string | null;
  correlationId: string | null;
  attempts: number;
  /** Not before this time (back-off). */
  dueAt: number | null;
  expiresAt: number | null;
  failureJson: string | null;
  driftJson: string | null;
  merged: number;
  /** Rises when what is asked for has to be decided anew: a card shows it, a decision names it. */
  revision: ColumnType<number, number | undefined, number>;
  /** The approval rule as it was when this was asked for; null: none is needed. */
  ruleJson: string | null;
  /** Last day of a temporary permission, yyyy-mm-dd. */
  until: string | null;
  /** The applied change that this one takes back. */
  undoes: string | null;
  /** 1: the removal that a temporary permission brought with it; runs whatever became of anybody's role. */
  scheduled: ColumnType<number, number | undefined, number>;
  /** 1: approved by break-glass, not reviewed yet. */
  owesReview: ColumnType<number, number | undefined, number>;
  appliedAt: number | null;
  leaseOwner: string | null;
  leaseUntil: number | null;
  /** Rises with every lease; a write of an older holder finds nothing. */
  fence: number;
  createdAt: number;
  updatedAt: number;
}

export interface DecisionsTable {
  id: string;
  change: string | null;
  batch: string | null;
  person: string;
  personName: ColumnType<string, string | undefined, string>;
  /** The name of whoever delegated the right that was used. */
  onBehalfOf: string | null;
  verdict: 'approve' | 'decline' | 'breakGlass' | 'reviewed';
  digest: string;
  reason: string | null;
  rolesJson: string;
  decidedAt: number;
}

/** Facts, append-only. `seq` orders them as they were written; the chain is filled in afterwards by one sealer. */
export interface JournalTable {
  seq: Generated<number>;
  id: string;
  at: number;
  fact: string;
  person: string | null;
  personName: string | null;
  platform: string | null;
  rolesJson: string | null;
  customer: string | null;
  change: string | null;
  detailJson: string;
  correlationId: string | null;
  /** Of the digests for which the signatures stand; gone once something was erased, so that nobody can guess what it was. */
  salt: string | null;
  /** Signature of the entry by itself, made when it was written; null in entries of a release that signed none. */
  mac: ColumnType<string | null, string | null | undefined, string | null>;
  /** What was erased on request, with the digests that stand for it (core/journal/content.ts). */
  erasedJson: ColumnType<string | null, string | null | undefined, string | null>;
  /** Its place in the chain, from 1 without gaps; null until it is sealed. */
  position: ColumnType<number | null, number | null | undefined, number | null>;
  previousHash: string | null;
  hash: string | null;
}
