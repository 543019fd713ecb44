import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { lockForProcess, makePrivateFile } from './process-lock.js';

/**
 * Opens (and makes) the embedded database, for this process alone.
 *
 * @param path of the file; its folder is made for the owner alone when it is missing
 * @returns the connection, and what lets the next process in once the connection is closed
 * @throws when another process has it open, or it cannot be read or written
 */
export function openSqlite(path: string): { database: InstanceType<typeof DatabaseSync>; unlock: () => void } {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const unlock = lockForProcess(path);
  try {
    // Made before SQLite would make it, because its own files inherit the mode of this one.
    makePrivateFile(path);
    const database = new DatabaseSync(path, { timeout: 5_000, enableForeignKeyConstraints: true });
    // secure_delete: what was deleted or replaced must not be found in the file, where an old key may still open it.
    // FULL: a commit is on the disk before it is acknowledged; WAL's default (NORMAL) may lose the last ones in a power cut.
    database.exec(`
      pragma journal_mode = wal;
      pragma synchronous = full;
      pragma foreign_keys = on;
      pragma temp_store = memory;
      pragma secure_delete = on;
      pragma journal_size_limit = 67108864;
    `);
    return { database, unlock };
  } catch (error) {
    unlock();
    throw error;
  }
}

/**
 * Opens an embedded database for reading, also while a desk writes it.
 *
 * @throws when there is none at this path
 */
export function readSqlite(path: string): InstanceType<typeof DatabaseSync> {
  if (!existsSync(path)) throw new Error(`There is no database at ${path}`);
  return new DatabaseSync(path, { timeout: 5_000, readOnly: true });
}
