import type { Db } from '../store/tables.js';
import { BEGINNING, checkLink } from './chain.js';
import { contentOf, type JournalRow } from './content.js';
import type { JournalKeys } from './keys.js';
import type { Wrong } from './verify.js';

/** What is wrong with the end of the chain. */
export interface WrongEnd {
  wrong: Extract<Wrong, 'altered' | 'removed' | 'unknownKey'>;
  /** The place in the chain where it shows. */
  position: number;
}

/**
 * Looks at the last entries of the chain alone: each is as it was written, at its place, after the one before it. `verify` reads
 * the whole journal and says more.
 *
 * @param count how many entries
 * @returns undefined when they are right
 */
export async function verifyLast(db: Db, keys: JournalKeys, count: number): Promise<WrongEnd | undefined> {
  const latest = await db
    .selectFrom('journal')
    .selectAll()
    .where('position', 'is not', null)
    .orderBy('position', 'desc')
    .limit(count)
    .execute();
  const rows = latest.toReversed();
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1];
    const position = before ? (before.position ?? 0) + 1 : (row.position ?? 0);
    if (row.position !== position) return { wrong: 'removed', position };
    const previous = before ? before.hash : position === 1 ? BEGINNING : row.previousHash;
    const wrong = wrongAt(row, previous, keys);
    if (wrong) return { wrong, position };
  }
  return undefined;
}

function wrongAt(row: JournalRow, previousHash: string | null, keys: JournalKeys): WrongEnd['wrong'] | undefined {
  const { position, seq, mac, hash } = row;
  const content = contentOf(row, keys);
  if (content === undefined || position === null || hash === null || previousHash === null) return 'altered';
  const signed = [
    mac === null ? 'right' : keys.check('entry', content, mac),
    checkLink({ position, seq, previousHash, content, mac }, hash, keys),
  ];
  if (signed.includes('wrong') || row.previousHash !== previousHash) return 'altered';
  return signed.includes('unknownKey') ? 'unknownKey' : undefined;
}
