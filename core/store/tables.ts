import type { ColumnType, Generated, Kysely, Transaction } from 'kysely';
import type { ChangeState } from '../views.js';

/**
 * Every table, as both stores hold it. Times are integers, ms since the epoch. Columns named `…Json` are JSON as text,
 * parsed by the module that owns the table. Columns named `…Sealed` are encrypted (core/store/sealer.ts). Booleans are 0 and 1.
 */
export interface Tables {
  inbox: InboxTable;
  signatures: SignaturesTable;
  changes: ChangesTable;
  decisions: DecisionsTable;
  journal: JournalTable;
  outbox: OutboxTable;
  copies: CopiesTable;
  timers: TimersTable;
  links: LinksTable;
  linkRequests: LinkRequestsTable;
  places: PlacesTable;
  listings: ListingsTable;
  recents: RecentsTable;
  secrets: SecretsTable;
}

/** A connection or an open transaction: what every function of the store takes. */
export type Db = Kysely<Tables> | Transaction<Tables>;

/** Turns that were accepted, by delivery id: the platform may send each of them again. */
export interface InboxTable {
  delivery: string;
  /** `received` → `answered` (its answer has still to be delivered) → `done`. */
  state: 'received' | 'answered' | 'done';
  turnSealed: string;
  /** Where a late answer goes; the platform's own words. */
  replyToSealed: string;
  answerSealed: string | null;
  attempts: number;
  leaseOwner: string | null;
  leaseUntil: number | null;
  receivedAt: number;
  doneAt: number | null;
}

/** Request signatures seen, as SHA-256, until they are too old to be accepted anyway. */
export interface SignaturesTable {
  digest: string;
  expiresAt: number;
}

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

/** Facts, append-only. `seq` orders them; the hashes are filled in afterwards by one sealer. */
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
  salt: string | null;
  previousHash: string | null;
  hash: string | null;
}

/** Messages owed, each delivered at least once. */
export interface OutboxTable {
  id: string;
  /** The same message asked for twice is one row. */
  dedupeKey: string;
  platform: 'slack' | 'teams';
  /** `tell`: a message of its own. `post` and `revise`: a copy, whose row says what it shows. */
  kind: ColumnType<'tell' | 'post' | 'revise', 'tell' | 'post' | 'revise' | undefined, 'tell' | 'post' | 'revise'>;
  copy: string | null;
  state: 'due' | 'sent' | 'parked';
  /** ChatUser and Place, locale, time zone. */
  toSealed: string;
  answerSealed: string;
  attempts: number;
  dueAt: number;
  leaseOwner: string | null;
  leaseUntil: number | null;
  lastError: string | null;
  createdAt: number;
  sentAt: number | null;
}

/** Every posted copy of a change's card: they all follow its state. */
export interface CopiesTable {
  id: string;
  change: string;
  platform: 'slack' | 'teams';
  /** The same change is posted to the same recipient once. */
  recipientKey: string;
  /** Recipient of core/delivery.ts. */
  recipientSealed: string;
  /** A Person: the card shows what they may do. Null: a place. */
  person: string | null;
  /** The platform's own address of the message, once it is posted. */
  addressSealed: string | null;
  /** The change's version that it shows; 0 before it is posted. */
  shown: number;
  state: 'due' | 'posted' | 'gone';
  createdAt: number;
}

/** Things to do at a time, each once: they survive restarts, and a clock that jumps only makes them due. */
export interface TimersTable {
  /** `<kind>:<change>`: each kind once a change. */
  key: string;
  kind: 'remind' | 'expire' | 'endSoon' | 'end';
  change: string;
  dueAt: number;
  doneAt: number | null;
}

export interface LinksTable {
  platform: string;
  tenant: string;
  chatUser: string;
  person: string;
  personName: string;
  linkedAt: number;
}

/** A link being made: asked for in chat, confirmed in the browser, completed in chat. */
export interface LinkRequestsTable {
  /** SHA-256 of the token in the URL. */
  tokenHash: string;
  platform: string;
  tenant: string;
  chatUser: string;
  chatUserName: string;
  state: 'asked' | 'signingIn' | 'confirmed' | 'linked' | 'void';
  /** The sign-in under way: OpenID Connect state, nonce and PKCE verifier. */
  signInSealed: string | null;
  stateHash: string | null;
  person: string | null;
  personName: string | null;
  codeHash: string | null;
  triesLeft: number;
  /** The turn to answer once linked. */
  turnSealed: string;
  createdAt: number;
  expiresAt: number;
}

/** The 1:1 conversation with each chat user, refreshed whenever they write there. */
export interface PlacesTable {
  platform: string;
  tenant: string;
  chatUser: string;
  placeJson: string;
  updatedAt: number;
}

/** A list being paged through: its query and its continuation stay here, only the id travels. */
export interface ListingsTable {
  id: string;
  person: string;
  listingSealed: string;
  createdAt: number;
}

export interface RecentsTable {
  person: string;
  customer: string;
  customerJson: string;
  usedAt: number;
}

export interface SecretsTable {
  name: string;
  valueSealed: string;
  /** SHA-256 of the configured value that this one descends from. */
  originHash: string | null;
  version: ColumnType<number, number | undefined, number>;
  updatedAt: number;
}
