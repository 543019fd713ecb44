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
  languages: LanguagesTable;
  unlinked: UnlinkedTable;
  linkRequests: LinkRequestsTable;
  places: PlacesTable;
  listings: ListingsTable;
  recents: RecentsTable;
  secrets: SecretsTable;
  lanes: LanesTable;
  pools: PoolsTable;
  watches: WatchesTable;
  announcements: AnnouncementsTable;
  digestItems: DigestItemsTable;
  roomVisits: RoomVisitsTable;
  happenings: HappeningsTable;
  auditSeen: AuditSeenTable;
  snapshots: SnapshotsTable;
  cursors: CursorsTable;
  duties: DutiesTable;
  installations: InstallationsTable;
  installStates: InstallStatesTable;
  customers: CustomersTable;
  sequences: SequencesTable;
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

export type OutboxKind = 'tell' | 'post' | 'revise' | 'reply';

/** Messages owed, each delivered at least once. */
export interface OutboxTable {
  id: string;
  /** The same message asked for twice is one row. */
  dedupeKey: string;
  platform: 'slack' | 'teams';
  /** `tell`: a message of its own. `post`, `revise`, `reply`: a copy, what it shows, and what follows under it. */
  kind: ColumnType<OutboxKind, OutboxKind | undefined, OutboxKind>;
  copy: string | null;
  /** The place to whose budget it counts: a row of `lanes`. Empty in rows of a release that had none. */
  lane: ColumnType<string, string | undefined, string>;
  /** `revise` and `reply`: the version that has to be shown at least. */
  version: ColumnType<number, number | undefined, number>;
  /** When an attempt began whose end is not known. */
  startedAt: number | null;
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

/** Every posted card that follows its subject: copies of a request, notices of watches. */
export interface CopiesTable {
  id: string;
  /** `change`: a row of `changes`. `happening`: one of `happenings`. `stored`: what it says is in `answerSealed`. */
  about: ColumnType<'change' | 'happening' | 'stored', 'change' | 'happening' | 'stored' | undefined, never>;
  subject: string;
  /** The watch to which this is a notice; null: a copy of a request. */
  watch: string | null;
  /** The place to whose budget it counts. Empty in rows of a release that had no lanes. */
  lane: ColumnType<string, string | undefined, string>;
  answerSealed: string | null;
  platform: 'slack' | 'teams';
  /** The same subject is posted to the same recipient once. */
  recipientKey: string;
  /** Recipient of core/delivery.ts. */
  recipientSealed: string;
  /** A Person: the card shows what they may do. Null: a place. */
  person: string | null;
  /** The platform's own address of the message, once it is posted. */
  addressSealed: string | null;
  /** The subject's version that it shows; 0 before it is posted. */
  shown: number;
  /** The subject's version that was said under it. */
  replied: ColumnType<number, number | undefined, number>;
  /** `parked`: it could not be delivered, and is not tried any more. */
  state: 'due' | 'posted' | 'gone' | 'parked';
  postedAt: number | null;
  /** Of the last attempt, as a code. */
  error: string | null;
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

/** The language in which somebody wants to be spoken with, whatever their chats are set to. */
export interface LanguagesTable {
  /** `person:<Entra object id>`, or `slack:<tenant>/<user>`, `teams:<tenant>/<user>` of somebody whom no link makes a Person. */
  owner: string;
  /** BCP 47 */
  language: string;
  chosenAt: number;
}

export interface LinksTable {
  /** Of this very link: whoever links again gets another one. */
  id: string;
  platform: string;
  tenant: string;
  chatUser: string;
  person: string;
  personName: string;
  /** As the chat named them then. */
  chatUserName: string | null;
  via: 'signIn' | 'email';
  /** Both names and the user's id, folded: what an admin's search looks into. */
  searched: string;
  linkedAt: number;
}

/** Chat users whose link was removed: they are linked again by signing in, never by their e-mail address. */
export interface UnlinkedTable {
  platform: string;
  tenant: string;
  chatUser: string;
  at: number;
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

/** One place that is written to, and what it has been sent lately. */
export interface LanesTable {
  key: string;
  /** The budget that it shares with others: a row of `pools`. */
  pool: string;
  /** When its next message may go; null: nothing waits. */
  nextAt: number | null;
  /** When it had its last turn: those who waited longest come first. */
  servedAt: ColumnType<number, number | undefined, number>;
  /** When messages were sent, as far back as its limits look. */
  sentJson: ColumnType<string, string | undefined, string>;
  /** The platform asked to wait until then. */
  pausedUntil: ColumnType<number, number | undefined, number>;
  leaseOwner: string | null;
  leaseUntil: number | null;
}

/** A budget that many places share: a workspace, a tenant. */
export interface PoolsTable {
  key: string;
  sentJson: ColumnType<string, string | undefined, string>;
  pausedUntil: ColumnType<number, number | undefined, number>;
}

/** core/watch/watch.ts */
export interface WatchesTable {
  id: string;
  version: number;
  state: 'draft' | 'active' | 'broken' | 'ended';
  topic: 'changes' | 'approvals';
  platform: 'slack' | 'teams';
  placeKey: string;
  placeJson: string;
  placeName: string | null;
  /** Of the filter, again, so that the database can narrow. */
  customer: string | null;
  country: string | null;
  filterJson: string;
  rhythmJson: string;
  quietJson: string | null;
  timeZone: string;
  locale: string;
  owner: string;
  ownerName: string;
  ownerReaderSealed: string;
  problem: string | null;
  problemSince: number | null;
  /** When its place is looked at again. */
  retryAt: number | null;
  /** When what was held back is said; null: nothing is held back. */
  digestAt: number | null;
  /** Since when it is held back. */
  digestFrom: number | null;
  lastSentAt: number | null;
  createdAt: number;
  updatedAt: number;
}

/** What is to be told to the watches that want it: written with what it tells of, spread to them afterwards. */
export interface AnnouncementsTable {
  id: string;
  about: 'change' | 'happening';
  /** A row of `changes` or of `happenings`: announced once, and again whenever its version rises. */
  subject: string;
  version: number;
  kind: 'account' | 'purchase' | 'relationship';
  origin: 'desk' | 'elsewhere';
  stage: 'request' | 'outcome';
  customer: string | null;
  customerJson: string | null;
  country: string | null;
  /** The fields that it changes. */
  pathsJson: string;
  /** The Person who did it, where that is known. */
  actor: string | null;
  /** The latest version that is worth a line under notices which were posted before it; 0: none is. */
  followUp: ColumnType<number, number | undefined, number>;
  /** When it was news last. Watches that are younger are not told of it. */
  at: number;
  /** `done`: spread to the watches. `over`: every place that was to get it has it, or never will. */
  state: 'due' | 'done' | 'over';
  /** The last place (by its key) whose watches were asked whether they want it. */
  cursor: ColumnType<string, string | undefined, string>;
  attempts: ColumnType<number, number | undefined, number>;
  dueAt: number;
  createdAt: number;
}

/** What a watch holds back until its digest, and what it has said in one. */
export interface DigestItemsTable {
  watch: string;
  announcement: string;
  at: number;
  /** The subject of the copy that said it; null: it is held back. */
  copy: string | null;
}

/** Who was seen in a room when they spoke of its watches: that lets them go on from their own chat. */
export interface RoomVisitsTable {
  placeKey: string;
  /** `<platform>:<tenant>/<user>` */
  chatUser: string;
  at: number;
}

/** A change that was made outside the desk. */
export interface HappeningsTable {
  /** Of the audit record; else made up so that the same one is found once. */
  id: string;
  source: 'audit' | 'profiles' | 'webhook';
  kind: 'account' | 'purchase' | 'relationship';
  operation: string;
  customer: string | null;
  customerJson: string | null;
  country: string | null;
  differencesJson: string;
  /** Whom Partner Center names. */
  by: string | null;
  at: number;
  createdAt: number;
}

/** Audit records that were looked at already. */
export interface AuditSeenTable {
  id: string;
  at: number;
}

/** What a watched customer looked like last, where there are no audit records. */
export interface SnapshotsTable {
  customer: string;
  fieldsJson: string;
  checkedAt: number;
}

/** How far something that is read again and again has got. */
export interface CursorsTable {
  name: string;
  valueJson: string;
  updatedAt: number;
}

/** Work that one process at a time does. */
export interface DutiesTable {
  name: string;
  owner: string;
  until: number;
}

/** Where the app of a platform was installed, and what it was given there. */
export interface InstallationsTable {
  /** `<platform>/<key>`: one column that names the row, by which it is sealed. */
  id: string;
  platform: string;
  /** The platform's id of the workspace, or of the whole organisation. */
  key: string;
  kind: 'workspace' | 'organisation';
  /** The app's id at the platform. */
  app: string;
  /** The bot's own user there. */
  botUser: string;
  /** What it was granted, a JSON list. */
  scopesJson: string;
  /** Tokens, in the platform's own words. */
  grantSealed: string;
  /** When its access token ends; null: never. */
  expiresAt: number | null;
  /** Rises whenever the tokens change. */
  version: number;
  /** `refused`: the platform gives no new token for the old one. */
  state: 'active' | 'refused';
  /** Whoever is getting new tokens. */
  leaseOwner: string | null;
  leaseUntil: number | null;
  installedAt: number;
  updatedAt: number;
}

/** Installs that have begun in some browser: each is finished once, in the same one. */
export interface InstallStatesTable {
  /** SHA-256 of what travels through the platform. */
  stateHash: string;
  platform: string;
  /** SHA-256 of what the browser's cookie holds. */
  browserHash: string;
  expiresAt: number;
}

/**
 * The partner's customers, as far as the list of all and readings of single ones have told. Companies, and no people: what the
 * search index of every process is filled with (core/customers/sync/).
 */
export interface CustomersTable {
  /** The Microsoft ID, in lower case. */
  id: string;
  /** The company name of the billing profile. */
  name: string;
  /** That of the company profile, where it differs. */
  otherName: string | null;
  /** The primary domain name. */
  domain: string;
  /** Custom domains, a JSON list; null: not known. */
  domainsJson: string | null;
  /** ISO 3166-1, two letters; null: not known. */
  country: string | null;
  /** When the desk read or wrote this very customer last; 0: never. A list may say less than that for a while. */
  readAt: number;
  /** When it last looked for the other name, the custom domains and the country; 0: never. */
  detailsAt: number;
  /** Since when it is no customer any more; then nothing but the id is left. */
  removedAt: number | null;
  /** The number of the table (`sequences`) when it was last known to be a customer. */
  seen: number;
  /** The number of the last change of this row: what is higher than somebody has read is news to them. */
  seq: number;
}

/** Numbers that rise with every change of a table, in the order of the commits. */
export interface SequencesTable {
  name: string;
  value: number;
}
