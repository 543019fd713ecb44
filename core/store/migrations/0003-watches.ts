import { type CreateTableBuilder, type Kysely, sql } from 'kysely';

type Type = 'text' | 'integer' | 'bigint';
/** `text`, or `text?` where null is allowed; `text = 0` has a default. */
type Column = Type | `${Type}?` | `${Type} = ${string}`;

/**
 * Watches, what they are told, and the budgets of the places that are told it. core/store/tables.ts says what each column
 * means.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await outboxInLanes(db);
  await copiesOfAnything(db);
  await watches(db);
  await elsewhere(db);
  await table(db, 'duties', { name: 'text', owner: 'text', until: 'bigint' }, ['name']);
}

/** The outbox of places: each has a lane, and lanes share pools. */
async function outboxInLanes(db: Kysely<unknown>): Promise<void> {
  await add(db, 'outbox', 'lane', 'text = ');
  await add(db, 'outbox', 'version', 'integer = 0');
  await add(db, 'outbox', 'startedAt', 'bigint?');
  await sql`create index "outboxByLane" on "outbox" ("lane", "dueAt") where "state" = 'due'`.execute(db);
  await sql`create index "outboxByCopy" on "outbox" ("copy") where "copy" is not null`.execute(db);

  await table(
    db,
    'lanes',
    {
      key: 'text',
      pool: 'text',
      nextAt: 'bigint?',
      servedAt: 'bigint = 0',
      sentJson: 'text = []',
      pausedUntil: 'bigint = 0',
      leaseOwner: 'text?',
      leaseUntil: 'bigint?',
    },
    ['key'],
  );
  await sql`create index "lanesWaiting" on "lanes" ("pool", "nextAt") where "nextAt" is not null`.execute(db);
  await table(db, 'pools', { key: 'text', sentJson: 'text = []', pausedUntil: 'bigint = 0' }, ['key']);
}

/** A card that follows its subject: a request's copy, or a notice of a watch. */
async function copiesOfAnything(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('copies').renameColumn('change', 'subject').execute();
  await add(db, 'copies', 'about', 'text = change');
  await add(db, 'copies', 'watch', 'text?');
  await add(db, 'copies', 'lane', 'text = ');
  await add(db, 'copies', 'answerSealed', 'text?');
  await add(db, 'copies', 'replied', 'integer = 0');
  await add(db, 'copies', 'postedAt', 'bigint?');
  await add(db, 'copies', 'error', 'text?');
  await sql`create index "copiesByWatch" on "copies" ("watch", "createdAt") where "watch" is not null`.execute(db);
}

async function watches(db: Kysely<unknown>): Promise<void> {
  await table(
    db,
    'watches',
    {
      id: 'text',
      version: 'integer',
      state: 'text',
      topic: 'text',
      platform: 'text',
      placeKey: 'text',
      placeJson: 'text',
      placeName: 'text?',
      customer: 'text?',
      country: 'text?',
      filterJson: 'text',
      rhythmJson: 'text',
      quietJson: 'text?',
      timeZone: 'text',
      locale: 'text',
      owner: 'text',
      ownerName: 'text',
      ownerReaderSealed: 'text',
      problem: 'text?',
      problemSince: 'bigint?',
      retryAt: 'bigint?',
      digestAt: 'bigint?',
      digestFrom: 'bigint?',
      lastSentAt: 'bigint?',
      createdAt: 'bigint',
      updatedAt: 'bigint',
    },
    ['id'],
  );
  await index(db, 'watches', 'placeKey');
  await index(db, 'watches', 'owner');
  await sql`create index "watchesToRetry" on "watches" ("retryAt") where "retryAt" is not null`.execute(db);
  await sql`create index "watchesToDigest" on "watches" ("digestAt") where "digestAt" is not null`.execute(db);

  await table(
    db,
    'announcements',
    {
      id: 'text',
      about: 'text',
      subject: 'text',
      version: 'integer',
      kind: 'text',
      origin: 'text',
      stage: 'text',
      customer: 'text?',
      customerJson: 'text?',
      country: 'text?',
      pathsJson: 'text',
      actor: 'text?',
      followUp: 'integer = 0',
      at: 'bigint',
      state: 'text',
      cursor: 'text = ',
      attempts: 'integer = 0',
      dueAt: 'bigint',
      createdAt: 'bigint',
    },
    ['id'],
    ['about', 'subject'],
  );
  await sql`create index "announcementsDue" on "announcements" ("dueAt") where "state" = 'due'`.execute(db);
  await sql`create index "announcementsDone" on "announcements" ("createdAt") where "state" = 'done'`.execute(db);
  await index(db, 'announcements', 'createdAt');

  await table(db, 'digestItems', { watch: 'text', announcement: 'text', at: 'bigint', copy: 'text?' }, [
    'watch',
    'announcement',
  ]);
  await index(db, 'digestItems', 'announcement');
  await table(db, 'roomVisits', { placeKey: 'text', chatUser: 'text', at: 'bigint' }, ['placeKey', 'chatUser']);
}

/** What happened outside the desk, and how far that is known. */
async function elsewhere(db: Kysely<unknown>): Promise<void> {
  await table(
    db,
    'happenings',
    {
      id: 'text',
      source: 'text',
      kind: 'text',
      operation: 'text',
      customer: 'text?',
      customerJson: 'text?',
      country: 'text?',
      differencesJson: 'text',
      by: 'text?',
      at: 'bigint',
      createdAt: 'bigint',
    },
    ['id'],
  );
  await table(db, 'auditSeen', { id: 'text', at: 'bigint' }, ['id']);
  await index(db, 'auditSeen', 'at');
  await table(db, 'snapshots', { customer: 'text', fieldsJson: 'text', checkedAt: 'bigint' }, ['customer']);
  await index(db, 'snapshots', 'checkedAt');
  await table(db, 'cursors', { name: 'text', valueJson: 'text', updatedAt: 'bigint' }, ['name']);
}

async function table(
  db: Kysely<unknown>,
  name: string,
  columns: Record<string, Column>,
  key: string[],
  unique?: string[],
): Promise<void> {
  const made = Object.entries(columns).reduce<CreateTableBuilder<string, string>>(
    (so, [column, what]) => so.addColumn(column, typeOf(what), (one) => refine(one, what)),
    db.schema.createTable(name),
  );
  const keyed = made.addPrimaryKeyConstraint(`${name}Key`, key);
  await (unique ? keyed.addUniqueConstraint(`${name}Once`, unique) : keyed).execute();
}

async function add(db: Kysely<unknown>, name: string, column: string, what: Column): Promise<void> {
  await db.schema
    .alterTable(name)
    .addColumn(column, typeOf(what), (one) => refine(one, what))
    .execute();
}

const typeOf = (what: Column): Type => (/^[a-z]+/u.exec(what)?.[0] ?? 'text') as Type;

function refine<C extends { notNull(): C; defaultTo(value: string | number): C }>(column: C, what: Column): C {
  if (what.endsWith('?')) return column;
  const preset = / = (.*)$/u.exec(what)?.[1];
  if (preset === undefined) return column.notNull();
  return column.notNull().defaultTo(typeOf(what) === 'text' ? preset : Number(preset));
}

async function index(db: Kysely<unknown>, name: string, column: string): Promise<void> {
  const label = column.charAt(0).toUpperCase() + column.slice(1);
  await db.schema.createIndex(`${name}By${label}`).on(name).column(column).execute();
}
