import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { Kysely, sql } from 'kysely';
import type { JournalKeys } from '../journal/keys.js';
import { carrying } from '../journal/carried-keys.js';
import type { KyselyPlugin } from 'kysely';
import type { Log } from '../log.js';
import { migrate } from './migrate.js';
import { openPostgres } from './postgres.js';
import { sqliteDialect } from './sqlite-dialect.js';
import { openSqlite, readSqlite } from './sqlite.js';
import type { Tables } from './tables.js';

/** The state of the desk: everything that must survive a restart. */
export interface Store {
  db: Kysely<Tables>;
  dialect: 'sqlite' | 'postgres';
  /** Nobody else can hold a lease: the store serves this process alone. */
  singleProcess: boolean;
  /** @throws when the store cannot answer. */
  ping(): Promise<void>;
  /** Waits for what is in hand; everything afterwards fails. */
  close(): Promise<void>;
}

export interface StoreOptions {
  /** `sqlite:<path>`, `postgres://…` or `postgresql://…` */
  databaseUrl: string;
  /** Made when it is missing. */
  dataDir: string;
  log: Log;
  /** Sign what the journal is told. Without them entries are written unsigned, and no journal of them holds. */
  journalKeys?: JournalKeys;
}

/**
 * Opens the store and brings its tables up to date.
 *
 * @throws when another process uses the SQLite database, when PostgreSQL cannot be reached, or when migrating fails
 */
export async function openStore({ databaseUrl, dataDir, log, journalKeys }: StoreOptions): Promise<Store> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const sqlite = databaseUrl.startsWith('sqlite:');
  const plugins = journalKeys ? [carrying(journalKeys)] : [];
  const store = sqlite
    ? sqliteStore(resolve(databaseUrl.slice('sqlite:'.length)), plugins)
    : postgresStore(databaseUrl, log, plugins);
  try {
    const applied = sqlite ? await migrate(store.db) : await migratePostgres(databaseUrl, log);
    // Also makes Kysely open its driver: one that was never used would not be closed either.
    await store.ping();
    log.info({ dialect: store.dialect, migrations: applied }, 'the store is open');
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/**
 * Opens a store that is there, for reading alone: beside the desk that writes it, and without changing its tables.
 *
 * @throws when there is none
 */
export async function openStoreToRead(databaseUrl: string, log: Log): Promise<Store> {
  const db = new Kysely<Tables>({
    dialect: databaseUrl.startsWith('sqlite:')
      ? sqliteDialect(readSqlite(resolve(databaseUrl.slice('sqlite:'.length))))
      : openPostgres(databaseUrl, log, 0),
  });
  const store: Store = {
    ...common(db),
    dialect: databaseUrl.startsWith('sqlite:') ? 'sqlite' : 'postgres',
    singleProcess: false,
    close: () => db.destroy(),
  };
  try {
    await store.ping();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

function sqliteStore(path: string, plugins: KyselyPlugin[]): Store {
  const { database, unlock } = openSqlite(path);
  const db = new Kysely<Tables>({ dialect: sqliteDialect(database), plugins });
  return {
    ...common(db),
    dialect: 'sqlite',
    singleProcess: true,
    async close() {
      await db.destroy();
      unlock();
    },
  };
}

function postgresStore(url: string, log: Log, plugins: KyselyPlugin[]): Store {
  const db = new Kysely<Tables>({ dialect: openPostgres(url, log), plugins });
  return { ...common(db), dialect: 'postgres', singleProcess: false, close: () => db.destroy() };
}

async function migratePostgres(url: string, log: Log): Promise<string[]> {
  const db = new Kysely<Tables>({ dialect: openPostgres(url, log, 0) });
  try {
    return await migrate(db);
  } finally {
    await db.destroy();
  }
}

function common(db: Kysely<Tables>) {
  return {
    db,
    async ping() {
      await sql`select 1`.execute(db);
    },
  };
}
