import type { ColumnType } from 'kysely';

// Tables of durable work: what came in, what is to be said, what is to be done, and who does it. core/store/tables.ts says how columns are written.

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
