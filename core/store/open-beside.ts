import { existsSync } from 'node:fs';
import { DatabaseSync } from '@photostructure/sqlite';
import { Kysely } from 'kysely';
import type { Log } from '../log.js';
import { openPostgres } from './postgres.js';
import { sqliteDialect } from './sqlite-dialect.js';
import type { Tables } from './tables.js';

/** The store of a desk, for a tool that runs beside it. */
export interface StoreBeside {
  db: Kysely<Tables>;
  close(): Promise<void>;
}

/**
 * Opens the store of a desk that may be running, for single statements: it neither migrates nor takes the place of the one process
 * that an SQLite database serves (core/store/process-lock.ts). What that process relies on stays true as long as the tool touches
 * no row that can be leased and holds no transaction open; SQLite itself keeps the two apart.
 *
 * @throws when there is none: no desk was ever started with these settings
 */
export function openStoreBeside(databaseUrl: string, log: Log): StoreBeside {
  const db = new Kysely<Tables>({
    dialect: databaseUrl.startsWith('sqlite:')
      ? sqliteDialect(existing(databaseUrl.slice('sqlite:'.length)))
      : openPostgres(databaseUrl, log),
  });
  return { db, close: () => db.destroy() };
}

function existing(path: string): InstanceType<typeof DatabaseSync> {
  if (!existsSync(path)) throw new Error('The desk has no database yet. Start it once with these settings.');
  const database = new DatabaseSync(path, { timeout: 5_000 });
  database.exec('pragma synchronous = full');
  return database;
}
