import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from '@photostructure/sqlite';
import { property } from './errors.js';

const SQLITE_BUSY = 5;

/**
 * Makes sure that one process alone uses an SQLite database: leases, the order of writes and the statement queue rely on it.
 * A tiny database beside it is locked by a transaction that never ends. The lock is the operating system's, so that it
 * ends with the process however that dies, and a file left behind locks nothing.
 *
 * @param path of the database
 * @param waitMs for a predecessor that is just shutting down
 * @returns what gives the lock back
 * @throws when another process has the database open
 */
export function lockForProcess(path: string, waitMs = 500): () => void {
  const lockPath = `${path}.lock`;
  makePrivateFile(lockPath);
  const lock = new DatabaseSync(lockPath, { timeout: waitMs });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw new Error(
      `Another partnerdesk process uses ${path}. An SQLite database serves one process; set DATABASE_URL to PostgreSQL for several.`,
      { cause: error },
    );
  }
  return () => {
    if (lock.isOpen) lock.close();
  };
}

/**
 * Makes an empty file that its owner alone can read, where there is none. An existing one is not even opened: closing it
 * would drop the locks that SQLite holds on it in this process (https://sqlite.org/howtocorrupt.html, 2.2).
 */
export function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'ax', 0o600));
  } catch (error) {
    if (property(error, 'code') !== 'EEXIST') throw error;
  }
}

/** Whether SQLite says that somebody else holds the lock (also in its extended codes, whose low byte is the plain one). */
export function isBusy(error: unknown): boolean {
  const code = property(error, 'errcode');
  return typeof code === 'number' && (code & 0xff) === SQLITE_BUSY;
}
