import type { StoreConfig } from '../core/config.js';
import type { JournalRow } from '../core/journal/content.js';
import { toEntry } from '../core/journal/journal.js';
import { pagesOf, type Selection, sizeOf } from '../core/journal/pages.js';
import { createLog } from '../core/log.js';
import { openStoreToRead } from '../core/store/open.js';
import { csvLine } from './csv.js';
import { type Out, write } from './out.js';
import { createProgress, number } from './progress.js';

export type Format = 'jsonl' | 'csv';

const columns = [
  'seq',
  'position',
  'id',
  'at',
  'fact',
  'person',
  'personName',
  'platform',
  'roles',
  'customer',
  'change',
  'detail',
  'correlationId',
  'erased',
  'previousHash',
  'hash',
] as const;

/** Writes the chosen entries in the order in which they were written, a page in memory at a time. */
export async function exportCommand(
  config: StoreConfig,
  format: Format,
  selection: Selection,
  out: Out,
): Promise<void> {
  const store = await openStoreToRead(config.databaseUrl, createLog('silent'));
  try {
    const { count, lastSeq } = await sizeOf(store.db, selection);
    const progress = createProgress(out.stderr, 'exporting', count);
    let done = 0;
    if (format === 'csv') await write(out.stdout, csvLine(columns));
    for await (const page of pagesOf(store.db, { ...selection, upTo: lastSeq })) {
      const lines: string[] = [];
      for (const row of page) {
        lines.push(format === 'csv' ? csvLine(cellsOf(row)) : `${JSON.stringify(lineOf(row))}\n`);
        done += 1;
        progress.at(done);
      }
      await write(out.stdout, lines.join(''));
    }
    progress.end();
    out.stderr.write(`${number(done)} entries exported.\n`);
  } finally {
    await store.close();
  }
}

/** One entry, with its place in the chain. The salts stay in the store: with them, what is erased later could be guessed. */
function lineOf(row: JournalRow): Record<(typeof columns)[number], unknown> {
  const { seq, id, fact, at, person, personName, platform, roles, customer, change, detail, correlationId, erased } =
    toEntry(row);
  const { position, previousHash, hash } = row;
  return {
    seq,
    position,
    id,
    at: new Date(at).toISOString(),
    fact,
    person,
    personName,
    platform,
    roles,
    customer,
    change,
    detail,
    correlationId,
    erased,
    previousHash,
    hash,
  };
}

function cellsOf(row: JournalRow): string[] {
  const line = lineOf(row);
  return columns.map((column) => {
    const value = line[column];
    if (value === undefined || value === null) return '';
    return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
  });
}
