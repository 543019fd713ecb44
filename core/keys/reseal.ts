import { sql } from 'kysely';
import { sealingKeyOf, type Sealer } from '../store/sealer.js';
import type { Db } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import { type SealedRow, sealedPage } from './pages.js';
import type { WalkedTable } from './sealed-columns.js';

/** What became of one page of a table. */
export interface Resealed {
  /** Texts that stand under the newest key now. */
  resealed: number;
  /** Texts that were changed by somebody else meanwhile: to be looked at again. */
  moved: number;
  /** Texts that no configured key opens: they stay as they are. */
  unreadable: number;
  /** The key of the last row; undefined: the table is through. */
  last: string | undefined;
}

// Opened, sealed and written in some milliseconds, within one transaction.
const PAGE = 50;

/**
 * Seals what stands under older keys, in the next rows of a table, with the newest key. Each text is replaced only where it
 * still is the one that was read, so that a desk which writes the row at the same moment loses nothing.
 *
 * @param newest the id of the key that the sealer seals with
 */
export async function resealPage(
  { db, sealer, newest }: { db: Db; sealer: Sealer; newest: string },
  table: WalkedTable,
  after: string,
): Promise<Resealed> {
  const rows = await sealedPage(db, table, after, PAGE);
  const result: Resealed = {
    resealed: 0,
    moved: 0,
    unreadable: 0,
    last: rows.length < PAGE ? undefined : rows.at(-1)?.key,
  };
  const replaced = rows.flatMap((row) => replacements(row, sealer, newest));
  result.unreadable = replaced.filter(({ to }) => to === undefined).length;
  if (replaced.length === result.unreadable) return result;
  const written = await inTransaction(db, async (tx) => {
    let count = 0;
    for (const { key, column, from, to } of replaced)
      if (to !== undefined) count += await replace(tx, table, { key, column, from, to });
    return count;
  });
  return { ...result, resealed: written, moved: replaced.length - result.unreadable - written };
}

interface Replacement {
  key: string;
  column: string;
  from: string;
  /** Undefined: no configured key opens it. */
  to: string | undefined;
}

function replacements({ key, sealed }: SealedRow, sealer: Sealer, newest: string): Replacement[] {
  return sealed
    .filter(({ text }) => sealingKeyOf(text) !== newest)
    .map(({ column, text }) => ({
      key,
      column: column.name,
      from: text,
      to: sealAnew(sealer, text, column.contexts(key)),
    }));
}

/** A column that is sealed for several contexts keeps the one that it was sealed for. */
function sealAnew(sealer: Sealer, text: string, contexts: readonly string[]): string | undefined {
  for (const context of contexts) {
    try {
      return sealer.seal(sealer.open(text, context), context);
    } catch {
      // Another context, or a key that is not configured.
    }
  }
  return undefined;
}

async function replace(
  tx: Db,
  table: WalkedTable,
  { key, column, from, to }: Omit<Replacement, 'to'> & { to: string },
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`update ${sql.table(table.name)} set ${sql.ref(column)} = ${to}
    where ${sql.ref(table.key)} = ${key} and ${sql.ref(column)} = ${from}`.execute(tx);
  return Number(numAffectedRows);
}
