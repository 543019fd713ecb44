import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { Kysely, sql } from 'kysely';
import type { Log } from '../log.js';
import { migrate } from './migrate.js';
import { openPostgres } from './postgres.js';
import { sqliteDialect } from './sqlite-dialect.js';
import { openSqlite } from './sqlite.js';
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
}

/**
 * Opens the store and brings its tables up to date.
 *
 * @throws when another process uses the SQLite database, when PostgreSQL cannot be reached, or when migrating fails
 */
export async function openStore({ databaseUrl, dataDir, log }: StoreOptions): Promise<Store> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const sqlite = databaseUrl.startsWith('sqlite:');
  const store = sqlite ? sqliteStore(resolve(databaseUrl.slice('sqlite:'.length))) : postgresStore(databaseUrl, log);
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

function sqliteStore(path: string): Store {
  const { database, unlock } = openSqlite(path);
  const db = new Kysely<Tables>({ dialect: sqliteDialect(database) });
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

function postgresStore(url: string, log: Log): Store {
  const db = new Kysely<Tables>({ dialect: openPostgres(url, log) });
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
