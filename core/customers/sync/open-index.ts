import { mkdirSync } from 'node:fs';
import type { Log } from '../../log.js';
import type { Metrics } from '../../metrics.js';
import type { Db } from '../../store/tables.js';
import { type CustomerIndex, openCustomerIndex } from '../search/customer-index.js';
import { beginning, emptyFolder, indexFolder, type Position, readPosition } from './position.js';
import { readListProgress } from './progress.js';
import { numberOf } from './sequence.js';

/** An index, and from where on it has to be filled. */
export interface OpenedIndex {
  index: CustomerIndex;
  position: Position;
  /** Where the position is kept. */
  folder: string;
}

/**
 * Opens this process's index. One that has not followed this very store, or cannot follow it any more, is thrown away: it is made
 * of the store alone.
 *
 * @param parts.dataDir of this process alone
 */
export async function openIndex(parts: { dataDir: string; db: Db; log: Log; metrics: Metrics }): Promise<OpenedIndex> {
  const { db, log, metrics } = parts;
  const folder = indexFolder(parts.dataDir);
  const open = () => openCustomerIndex({ dataDir: folder, log, metrics });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const position = readPosition(folder);
  if (position && (await isOfStore(db, position))) {
    const index = await open();
    if (index.size() === position.size) return { index, position, folder };
    log.warn({ holds: index.size(), noted: position.size }, 'the index of customers is incomplete: it is made anew');
    await index.close();
  }
  emptyFolder(folder);
  return { index: await open(), position: beginning, folder };
}

async function isOfStore(db: Db, position: Position): Promise<boolean> {
  const [list, number, forgotten] = await Promise.all([
    readListProgress(db),
    numberOf(db),
    numberOf(db, 'customers.forgotten'),
  ]);
  return position.generation === list?.generation && position.seq <= number && position.seq >= forgotten;
}
