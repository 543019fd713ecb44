import { type RawBuilder, sql } from 'kysely';
import type { Db, Tables } from '../store/tables.js';

/** What an erasure did, by kind of thing. */
export interface Counts {
  gone: Record<string, number>;
  later: Record<string, number>;
}

/** The statements of an erasure, each counted. Conditions and values are SQL over the quoted column names. */
export function createEraser(db: Db) {
  const counts: Counts = { gone: {}, later: {} };
  const add = (to: Record<string, number>, what: string, count: number) => {
    if (count > 0) to[what] = (to[what] ?? 0) + count;
  };
  return {
    counts,
    add: (what: string, count: number) => add(counts.gone, what, count),
    async remove(table: keyof Tables, where: RawBuilder<unknown>): Promise<void> {
      const { numAffectedRows = 0n } = await sql`delete from ${sql.table(table)} where ${where}`.execute(db);
      add(counts.gone, table, Number(numAffectedRows));
    },
    async blank(table: keyof Tables, set: RawBuilder<unknown>, where: RawBuilder<unknown>): Promise<void> {
      const { numAffectedRows = 0n } = await sql`update ${sql.table(table)} set ${set} where ${where}`.execute(db);
      add(counts.gone, table, Number(numAffectedRows));
    },
    async stays(table: keyof Tables, where: RawBuilder<unknown>): Promise<void> {
      const { rows } = await sql<{ n: number }>`select count(*) as "n" from ${sql.table(table)} where ${where}`.execute(
        db,
      );
      add(counts.later, table, rows[0]?.n ?? 0);
    },
  };
}

export type Eraser = ReturnType<typeof createEraser>;

/** A list for `in (…)`; an empty one matches nothing. */
export function listOf(values: readonly string[]): RawBuilder<unknown> {
  return values.length === 0 ? sql`(null)` : sql`(${sql.join(values)})`;
}
