import type { ColumnType } from 'kysely';

// Tables of watches, and what they are told. core/store/tables.ts says how columns are written.

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
