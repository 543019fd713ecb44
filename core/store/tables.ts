import type { Kysely, Transaction } from 'kysely';
import type { ChangesTable, DecisionsTable, JournalTable } from './tables/changes.js';
import type { CustomersTable, SequencesTable } from './tables/customers.js';
import type { InstallStatesTable, InstallationsTable, SecretsTable } from './tables/installations.js';
import type {
  LanguagesTable,
  LinkRequestsTable,
  LinksTable,
  ListingsTable,
  PlacesTable,
  RecentsTable,
  UnlinkedTable,
} from './tables/people.js';
import type {
  AnnouncementsTable,
  AuditSeenTable,
  DigestItemsTable,
  HappeningsTable,
  RoomVisitsTable,
  SnapshotsTable,
  WatchesTable,
} from './tables/watches.js';
import type {
  CopiesTable,
  CursorsTable,
  DutiesTable,
  InboxTable,
  LanesTable,
  OutboxTable,
  PoolsTable,
  SignaturesTable,
  TimersTable,
} from './tables/work.js';

export type * from './tables/changes.js';
export type * from './tables/customers.js';
export type * from './tables/installations.js';
export type * from './tables/people.js';
export type * from './tables/watches.js';
export type * from './tables/work.js';

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
