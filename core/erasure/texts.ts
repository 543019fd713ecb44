import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { type SealedRow, sealedPage } from '../keys/pages.js';
import { type SealedTableName, walkedTables } from '../keys/sealed-columns.js';
import type { Sealer } from '../store/sealer.js';
import type { Db } from '../store/tables.js';
import { type Eraser, listOf } from './counts.js';

const PAGE = 100;

/** What is read for names. Secrets hold none; watches and links are found by who they belong to. */
const searched: readonly SealedTableName[] = ['inbox', 'outbox', 'copies', 'listings', 'linkRequests'];

/**
 * Erases messages, answers and lists in which one of these texts stands: they are sealed, so each has to be opened. What is
 * still to be delivered stays until it is.
 *
 * @param wanted names and ids
 */
export async function eraseTexts(
  { db, sealer, eraser }: { db: Db; sealer: Sealer; eraser: Eraser },
  wanted: readonly string[],
): Promise<void> {
  // As they stand inside JSON, quotation marks and all.
  const needles = wanted.filter((text) => text !== '').map((text) => JSON.stringify(text).slice(1, -1));
  if (needles.length === 0) return;
  for (const table of walkedTables.filter(({ name }) => searched.includes(name)))
    for (let after = '', full = true; full; await setImmediate()) {
      const rows = await sealedPage(db, table, after, PAGE);
      const found = rows.filter((row) => mentions(row, sealer, needles)).map(({ key }) => key);
      if (found.length > 0) await eraseRows(eraser, table.name, table.key, found);
      after = rows.at(-1)?.key ?? after;
      full = rows.length === PAGE;
    }
}

/** A text whose key is gone is no longer readable for anybody: it mentions nobody. */
function mentions({ key, sealed }: SealedRow, sealer: Sealer, needles: readonly string[]): boolean {
  return sealed.some(({ column, text }) =>
    column.contexts(key).some((context) => {
      try {
        const opened = sealer.open(text, context);
        return needles.some((needle) => opened.includes(needle));
      } catch {
        return false;
      }
    }),
  );
}

async function eraseRows(eraser: Eraser, table: SealedTableName, key: string, keys: readonly string[]): Promise<void> {
  const these = sql`${sql.ref(key)} in ${listOf(keys)}`;
  switch (table) {
    case 'inbox':
      // The row itself keeps a repeated request from being done twice.
      await eraser.blank('inbox', sql`"answerSealed" = null`, sql`${these} and "state" = 'done'`);
      return eraser.stays('inbox', sql`${these} and "state" <> 'done'`);
    case 'outbox':
      await eraser.remove('outbox', sql`${these} and "state" <> 'due'`);
      return eraser.stays('outbox', sql`${these} and "state" = 'due'`);
    case 'copies': {
      const due = sql`exists (select 1 from "outbox" where "outbox"."copy" = "copies"."id" and "outbox"."state" = 'due')`;
      await eraser.remove('copies', sql`${these} and not ${due}`);
      return eraser.stays('copies', these);
    }
    default:
      return eraser.remove(table, these);
  }
}
