import { CompiledQuery, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { DatabaseConnection, Dialect, Driver, QueryResult } from 'kysely';
import type { DatabaseSync } from '@photostructure/sqlite';
import { createStatementCache } from './sqlite-statements.js';

type Database = InstanceType<typeof DatabaseSync>;

/**
 * Kysely over one synchronous SQLite connection. Queries and transactions take turns, first come first served: there is
 * one connection, and a transaction holds it to its end.
 *
 * Own driver instead of Kysely's: statements are cached, the queue is fair, and a query that waits for the transaction it
 * stands in (the outer `db` used inside it) ends with an error that says so instead of hanging for ever.
 *
 * @param waitLimitMs how long a query may wait for its turn; transactions do no network I/O, so that nothing honest does
 */
export function sqliteDialect(database: Database, waitLimitMs = 15_000): Dialect {
  return {
    createDriver: () => createDriver(database, waitLimitMs),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new TransactionalSqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

/** SQLite rolls DDL back like anything else, so that a migration cut short by a crash leaves nothing behind. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function createDriver(database: Database, waitLimitMs: number): Driver {
  const connection = createConnection(database);
  const turns = createTurns(waitLimitMs);
  const run = (sql: string) => connection.executeQuery(CompiledQuery.raw(sql));
  return {
    init: () => Promise.resolve(),
    async acquireConnection() {
      await turns.take();
      return connection;
    },
    releaseConnection() {
      turns.give();
      return Promise.resolve();
    },
    async beginTransaction() {
      // IMMEDIATE: the write lock is taken at the start, so that no transaction fails half-way for want of it.
      await run('begin immediate');
    },
    async commitTransaction() {
      await run('commit');
    },
    async rollbackTransaction() {
      // SQLite rolls back by itself on a full disk or an I/O error; a second rollback would hide that error.
      if (database.isTransaction) await run('rollback');
    },
    async destroy() {
      try {
        // The transaction in hand, and whoever queued before, still come to their end.
        await turns.take();
      } finally {
        connection.forget();
        database.close();
        turns.give();
      }
    },
  };
}

function createConnection(database: Database): DatabaseConnection & { forget(): void } {
  const statements = createStatementCache(database);
  return {
    forget: statements.clear,
    executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      try {
        const { statement, givesRows } = statements.prepare(sql);
        // The row type is the caller's knowledge, as in every Kysely driver.
        if (givesRows) return Promise.resolve({ rows: statement.all(...parameters) as R[] });
        const { changes } = statement.run(...parameters);
        return Promise.resolve({ rows: [], numAffectedRows: BigInt(changes) });
      } catch (error) {
        return Promise.reject(error);
      }
    },
    async *streamQuery<R>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
      for (const row of database.prepare(sql).iterate(...parameters)) yield { rows: [row as R] };
    },
  };
}

/** A fair queue of one. */
function createTurns(waitLimitMs: number) {
  const waiting: { go: () => void }[] = [];
  let taken = false;
  return {
    take(): Promise<void> {
      if (!taken) {
        taken = true;
        return Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        const waiter = {
          go() {
            clearTimeout(timer);
            resolve();
          },
        };
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(waiter), 1);
          reject(new Error(`No turn on the database within ${waitLimitMs} ms: is "db" used inside a transaction?`));
        }, waitLimitMs);
        waiting.push(waiter);
      });
    },
    give(): void {
      const next = waiting.shift();
      if (next) next.go();
      else taken = false;
    },
  };
}
