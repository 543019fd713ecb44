import { setImmediate } from 'node:timers/promises';
import { sealingKeyOf } from '../store/sealer.js';
import type { Db } from '../store/tables.js';
import { sealedPage } from './pages.js';
import { type SealedTableName, walkedTables } from './sealed-columns.js';

/** How many sealed texts of a table stand under which key. */
export interface KeyCount {
  /** The short name of a key (core/store/sealer.ts), never the key; undefined: the text is none that the desk sealed. */
  keyId: string | undefined;
  table: SealedTableName;
  texts: number;
}

// Some milliseconds each: on SQLite they are taken from the desk itself.
const PAGE = 200;

/** Counts every sealed text in the store by table and key, without opening any. Works beside a running desk. */
export async function countByKey(db: Db): Promise<KeyCount[]> {
  const counts: KeyCount[] = [];
  for (const table of walkedTables) {
    const byKey = new Map<string | undefined, number>();
    for (let after = '', full = true; full; await setImmediate()) {
      const rows = await sealedPage(db, table, after, PAGE);
      for (const { text } of rows.flatMap(({ sealed }) => sealed)) {
        const id = sealingKeyOf(text);
        byKey.set(id, (byKey.get(id) ?? 0) + 1);
      }
      after = rows.at(-1)?.key ?? after;
      full = rows.length === PAGE;
    }
    counts.push(...[...byKey].map(([keyId, texts]) => ({ keyId, table: table.name, texts })));
  }
  return counts;
}
