import type { Transaction } from 'kysely';
import { property } from './errors.js';
import { isBusy } from './process-lock.js';
import type { Db, Tables } from './tables.js';

const MOST_TRIES = 5;
// https://www.postgresql.org/docs/current/errcodes-appendix.html: serialization_failure, deadlock_detected.
const TRANSIENT = new Set<unknown>(['40001', '40P01']);

/**
 * The one way to open a transaction: commits when `fn` resolves, rolls back when it throws. What is done inside uses `tx`,
 * never the outer `db`, and does no network I/O. `fn` may run several times (lost races of the database are tried again).
 *
 * @throws what `fn` throws; an error when `db` is a transaction already
 */
export async function inTransaction<T>(db: Db, fn: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
  if (db.isTransaction) throw new Error('A transaction is open already: pass it on instead of opening another');
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction().execute(fn);
    } catch (error) {
      if (tries >= MOST_TRIES || !isTransient(error)) throw error;
      // Both sides of a lost race come back at different moments.
      await new Promise((resolve) => setTimeout(resolve, 2 ** tries * 5 * (0.5 + Math.random())));
    }
  }
}

function isTransient(error: unknown): boolean {
  return isBusy(error) || TRANSIENT.has(property(error, 'code'));
}
