import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { Kysely } from 'kysely';
import type { Log } from '../log.js';
import { openPostgres } from './postgres.js';
import { isBusy } from './process-lock.js';
import { sqliteDialect } from './sqlite-dialect.js';
import type { Db, Tables } from './tables.js';

/** The store of a desk, for a tool that runs beside it. */
export interface StoreBeside {
  /** For reading. */
  db: Kysely<Tables>;
  /** Writes by one statement: a transaction would keep the desk waiting. While the desk itself is writing, it comes back. */
  write<T>(statement: (db: Db) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

// SQLite waits without letting anything else run, so that it is not left waiting: `write` comes back instead.
const WAIT_MS = 10;
const COME_BACK_MS = 10;
const GIVE_UP_MS = 10_000;

/**
 * Opens the store of a desk that may be running: it neither migrates nor takes the place of the one process that an SQLite database
 * serves (core/store/process-lock.ts). What that process relies on stays true as long as the tool touches no row that can be
 * leased; SQLite itself keeps the two apart.
 *
 * @throws when there is none: no desk was ever started with these settings
 */
export function openStoreBeside(databaseUrl: string, log: Log): StoreBeside {
  const db = new Kysely<Tables>({
    dialect: databaseUrl.startsWith('sqlite:')
      ? sqliteDialect(existing(databaseUrl.slice('sqlite:'.length)))
      : openPostgres(databaseUrl, log),
  });
  return { db, write: (statement) => writeBeside(db, statement), close: () => db.destroy() };
}

async function writeBeside<T>(db: Db, statement: (db: Db) => Promise<T>): Promise<T> {
  const until = Date.now() + GIVE_UP_MS;
  for (;;) {
    try {
      return await statement(db);
    } catch (error) {
      if (!isBusy(error) || Date.now() > until) throw error;
      await setTimeout(COME_BACK_MS);
    }
  }
}

function existing(path: string): InstanceType<typeof DatabaseSync> {
  if (!existsSync(path)) throw new Error('The desk has no database yet. Start it once with these settings.');
  const database = new DatabaseSync(path, { timeout: WAIT_MS });
  database.exec('pragma synchronous = full');
  return database;
}
