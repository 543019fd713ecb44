import { PostgresAdapter, sql } from 'kysely';
import type { ColumnDefinitionBuilder, CreateTableBuilder, Kysely } from 'kysely';

type Schema = Kysely<unknown>;
type Refine = (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;

const notNull: Refine = (column) => column.notNull();
const primary: Refine = (column) => column.notNull().primaryKey();
const counter: Refine = (column) => column.notNull().defaultTo(0);

/**
 * The first tables: core/store/tables.ts says what each column means. Text, `bigint` (times in ms) and `integer` mean the
 * same to both stores (SQLite takes every type with INT in its name for its 64-bit integer).
 */
export async function up(db: Schema): Promise<void> {
  await createJobs(db);
  await createChanges(db);
  await createJournal(db);
  await createPeople(db);
}

async function createJobs(db: Schema): Promise<void> {
  await table(db, 'inbox', { delivery: primary, state: notNull, turnSealed: notNull, replyToSealed: notNull })
    .addColumn('answerSealed', 'text')
    .addColumn('attempts', 'integer', counter)
    .$call(lease)
    .addColumn('receivedAt', 'bigint', notNull)
    .addColumn('doneAt', 'bigint')
    .execute();
  // Partial: only what is unfinished is ever looked for, and the finished rows of a week would weigh on every claim.
  await sql`create index "inboxWaiting" on "inbox" ("receivedAt") where "state" <> 'done'`.execute(db);
  await sql`create index "inboxDone" on "inbox" ("doneAt") where "state" = 'done'`.execute(db);

  await table(db, 'signatures', { digest: primary }).addColumn('expiresAt', 'bigint', notNull).execute();
  await index(db, 'signatures', 'expiresAt');

  await table(db, 'outbox', { id: primary, dedupeKey: (column) => column.notNull().unique() })
    .addColumn('platform', 'text', notNull)
    .addColumn('state', 'text', notNull)
    .addColumn('toSealed', 'text', notNull)
    .addColumn('answerSealed', 'text', notNull)
    .addColumn('attempts', 'integer', counter)
    .addColumn('dueAt', 'bigint', notNull)
    .$call(lease)
    .addColumn('lastError', 'text')
    .addColumn('createdAt', 'bigint', notNull)
    .addColumn('sentAt', 'bigint')
    .execute();
  await sql`create index "outboxDue" on "outbox" ("dueAt") where "state" = 'due'`.execute(db);
  await sql`create index "outboxSent" on "outbox" ("sentAt") where "state" = 'sent'`.execute(db);
}

async function createChanges(db: Schema): Promise<void> {
  await table(db, 'changes', { id: primary, kind: notNull, state: notNull })
    .addColumn('version', 'integer', notNull)
    .addColumn('customer', 'text', notNull)
    .addColumn('customerJson', 'text', notNull)
    .addColumn('beforeJson', 'text', notNull)
    .addColumn('afterJson', 'text', notNull)
    .addColumn('notesJson', 'text', notNull)
    .addColumn('digest', 'text')
    .addColumn('requester', 'text', notNull)
    .addColumn('requesterName', 'text', notNull)
    .addColumn('requesterChatJson', 'text', notNull)
    .addColumn('reason', 'text')
    .addColumn('predecessor', 'text')
    .addColumn('batch', 'text')
    .addColumn('requestId', 'text')
    .addColumn('correlationId', 'text')
    .addColumn('attempts', 'integer', counter)
    .addColumn('dueAt', 'bigint')
    .addColumn('expiresAt', 'bigint')
    .addColumn('failureJson', 'text')
    .addColumn('driftJson', 'text')
    .addColumn('merged', 'integer', counter)
    .$call(lease)
    .addColumn('fence', 'bigint', counter)
    .addColumn('createdAt', 'bigint', notNull)
    .addColumn('updatedAt', 'bigint', notNull)
    .execute();
  await index(db, 'changes', 'state', 'updatedAt');
  await index(db, 'changes', 'customer', 'updatedAt');
  await index(db, 'changes', 'requester', 'updatedAt');
  await index(db, 'changes', 'predecessor');
  await index(db, 'changes', 'batch');

  await table(db, 'decisions', { id: primary })
    .addColumn('change', 'text', (column) => column.references('changes.id'))
    .addColumn('batch', 'text')
    .addColumn('person', 'text', notNull)
    .addColumn('verdict', 'text', notNull)
    .addColumn('digest', 'text', notNull)
    .addColumn('reason', 'text')
    .addColumn('rolesJson', 'text', notNull)
    .addColumn('decidedAt', 'bigint', notNull)
    // Whoever decides the same thing twice finds their first decision; what has moved since is decided anew.
    .addUniqueConstraint('decisionsOfChange', ['change', 'person', 'digest'])
    .addUniqueConstraint('decisionsOfBatch', ['batch', 'person', 'digest'])
    .execute();
}

async function createJournal(db: Schema): Promise<void> {
  const autoincrement = isPostgres(db)
    ? sql`bigint generated always as identity primary key`
    : // Without AUTOINCREMENT, SQLite would give the number of a deleted last row again.
      sql`integer primary key autoincrement`;
  await sql`create table "journal" ("seq" ${autoincrement}, "id" text not null unique, "at" bigint not null,
    "fact" text not null, "person" text, "personName" text, "platform" text, "rolesJson" text, "customer" text,
    "change" text, "detailJson" text not null, "correlationId" text, "salt" text, "previousHash" text, "hash" text)`.execute(
    db,
  );
  await index(db, 'journal', 'customer', 'seq');
  await index(db, 'journal', 'change', 'seq');
  await sql`create index "journalUnchained" on "journal" ("seq") where "hash" is null`.execute(db);
}

async function createPeople(db: Schema): Promise<void> {
  const chatUser = { platform: notNull, tenant: notNull, chatUser: notNull };
  await table(db, 'links', { ...chatUser, person: notNull, personName: notNull })
    .addColumn('linkedAt', 'bigint', notNull)
    .addPrimaryKeyConstraint('linksKey', ['platform', 'tenant', 'chatUser'])
    .execute();
  await index(db, 'links', 'person');

  await table(db, 'linkRequests', { tokenHash: primary, ...chatUser, chatUserName: notNull, state: notNull })
    .addColumn('signInSealed', 'text')
    .addColumn('stateHash', 'text')
    .addColumn('person', 'text')
    .addColumn('personName', 'text')
    .addColumn('codeHash', 'text')
    .addColumn('triesLeft', 'integer', notNull)
    .addColumn('turnSealed', 'text', notNull)
    .addColumn('createdAt', 'bigint', notNull)
    .addColumn('expiresAt', 'bigint', notNull)
    .execute();
  await index(db, 'linkRequests', 'platform', 'tenant', 'chatUser');
  await index(db, 'linkRequests', 'stateHash');
  await index(db, 'linkRequests', 'createdAt');

  await table(db, 'places', { ...chatUser, placeJson: notNull })
    .addColumn('updatedAt', 'bigint', notNull)
    .addPrimaryKeyConstraint('placesKey', ['platform', 'tenant', 'chatUser'])
    .execute();

  await table(db, 'listings', { id: primary, person: notNull, listingSealed: notNull })
    .addColumn('createdAt', 'bigint', notNull)
    .execute();
  await index(db, 'listings', 'createdAt');

  await table(db, 'recents', { person: notNull, customer: notNull, customerJson: notNull })
    .addColumn('usedAt', 'bigint', notNull)
    .addPrimaryKeyConstraint('recentsKey', ['person', 'customer'])
    .execute();
  await index(db, 'recents', 'person', 'usedAt');

  await table(db, 'secrets', { name: primary, valueSealed: notNull })
    .addColumn('originHash', 'text')
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1))
    .addColumn('updatedAt', 'bigint', notNull)
    .execute();
}

/** A new table that begins with these text columns. */
function table(db: Schema, name: string, texts: Record<string, Refine>): CreateTableBuilder<string, string> {
  return Object.entries(texts).reduce<CreateTableBuilder<string, string>>(
    (made, [column, refine]) => made.addColumn(column, 'text', refine),
    db.schema.createTable(name),
  );
}

function lease(made: CreateTableBuilder<string, string>): CreateTableBuilder<string, string> {
  return made.addColumn('leaseOwner', 'text').addColumn('leaseUntil', 'bigint');
}

async function index(db: Schema, name: string, ...columns: string[]): Promise<void> {
  const label = columns.map((column) => column.charAt(0).toUpperCase() + column.slice(1)).join('');
  await db.schema.createIndex(`${name}By${label}`).on(name).columns(columns).execute();
}

function isPostgres(db: Schema): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
