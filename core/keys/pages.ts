import { sql } from 'kysely';
import { property } from '../store/errors.js';
import type { Db } from '../store/tables.js';
import type { WalkedTable } from './sealed-columns.js';

/** A row with what is sealed in it. Columns that hold nothing are left out. */
export interface SealedRow {
  key: string;
  sealed: readonly { column: WalkedTable['columns'][number]; text: string }[];
}

/**
 * The next rows of a table, by the order of their keys.
 *
 * @param after the key of the last row that was looked at; empty: from the beginning
 * @returns fewer than `limit` rows: there are no more
 */
export async function sealedPage(db: Db, table: WalkedTable, after: string, limit: number): Promise<SealedRow[]> {
  const names = [table.key, ...table.columns.map(({ name }) => name)].map((name) => sql.ref(name));
  const { rows } = await sql<Record<string, unknown>>`select ${sql.join(names)} from ${sql.table(table.name)}
    where ${sql.ref(table.key)} > ${after} order by ${sql.ref(table.key)} limit ${limit}`.execute(db);
  return rows.map((row) => ({
    key: textOf(row, table.key),
    sealed: table.columns
      .map((column) => ({ column, text: textOf(row, column.name) }))
      .filter(({ text }) => text !== ''),
  }));
}

function textOf(row: unknown, column: string): string {
  const value = property(row, column);
  return typeof value === 'string' ? value : '';
}
