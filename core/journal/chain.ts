import type { JournalKeys } from './keys.js';

/** What stands for the entry before the first one. */
export const BEGINNING = 'beginning';

/** One link: an entry at its place, after the one before it. */
export interface Link {
  position: number;
  seq: number;
  previousHash: string;
  /** contentOf(row) */
  content: string;
  mac: string | null;
}

/** The hash of a link, under a key: whoever lacks it cannot make another link for any place. */
export const hashOf = (link: Link, keys: JournalKeys): string => keys.sign('link', textOf(link));

export const checkLink = (link: Link, hash: string, keys: JournalKeys) => keys.check('link', textOf(link), hash);

function textOf({ position, seq, previousHash, content, mac }: Link): string {
  return JSON.stringify([position, seq, previousHash, mac, content]);
}
