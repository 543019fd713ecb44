import type { DatabaseSync } from '@photostructure/sqlite';

type Prepared = ReturnType<InstanceType<typeof DatabaseSync>['prepare']>;

/** A prepared statement, and whether it gives rows. */
export interface CachedStatement {
  statement: Prepared;
  givesRows: boolean;
}

/**
 * Prepared statements by their SQL, the least recently used one dropped first: preparing costs more than running a small
 * insert. `prepare` must not be used for iterating: a statement that is being stepped through cannot serve anybody else.
 *
 * @param capacity how many are kept; the desk has some eighty different statements
 */
export function createStatementCache(database: InstanceType<typeof DatabaseSync>, capacity = 200) {
  const cached = new Map<string, CachedStatement>();
  return {
    prepare(sql: string): CachedStatement {
      const known = cached.get(sql);
      if (known) {
        // A Map keeps the order of insertion: putting it back makes it the youngest.
        cached.delete(sql);
        cached.set(sql, known);
        return known;
      }
      const statement = database.prepare(sql);
      const fresh = { statement, givesRows: statement.columns().length > 0 };
      cached.set(sql, fresh);
      if (cached.size > capacity) {
        const oldest = cached.keys().next();
        if (!oldest.done) cached.delete(oldest.value);
      }
      return fresh;
    },
    size: () => cached.size,
    clear: () => cached.clear(),
  };
}
