import type { Db } from '../store/tables.js';
import type { Anchor, AnchorLine } from './anchors.js';
import { BEGINNING, checkLink } from './chain.js';
import { contentOf, type JournalRow } from './content.js';
import type { JournalKeys } from './keys.js';
import { sealedRows, unsealedRows } from './pages.js';

/**
 * What is wrong with an entry. `altered`: it is not what was written. `removed`: it is missing. `reordered`: it stands elsewhere.
 * `truncated`: the chain was cut off behind an anchor (and perhaps grew again), or rewritten as a whole. `forged`: the desk
 * did not write it. `unknownKey`: it was signed with a key that is not configured, so that nobody can tell.
 */
export type Wrong = 'altered' | 'removed' | 'reordered' | 'truncated' | 'forged' | 'unknownKey';

export interface Finding {
  wrong: Wrong;
  /** The place in the chain where it shows. */
  position?: number;
  seq?: number;
  id?: string;
  /** For `truncated`: when the chain reached that far, ms since the epoch. */
  anchoredAt?: number;
  /** It is a line of an anchor file that is wrong, not the journal. */
  anchorLine?: { file: string; line: number };
}

export interface Verdict {
  sealed: number;
  /** Written and right, but not chained yet. */
  unsealed: number;
  /** Entries of a release that did not sign; only the chain vouches for them. */
  unsigned: number;
  /** Entries of which something was erased on request. */
  erased: number;
  /** Anchors that hold. */
  anchors: number;
  head?: { position: number; hash: string };
  /** The first thing that is wrong. */
  finding?: Finding;
}

/** Lines of one anchor file (readAnchors). */
export interface AnchorSource {
  file: string;
  lines: AsyncIterable<AnchorLine>;
}

/**
 * Reads the whole journal once, a page at a time, and stops at the first thing that is wrong.
 *
 * @param onProgress called after each entry, with how many there were so far
 */
export async function verify(
  db: Db,
  keys: JournalKeys,
  sources: readonly AnchorSource[],
  onProgress: (done: number) => void = () => {},
): Promise<Verdict> {
  const verdict: Verdict = { sealed: 0, unsealed: 0, unsigned: 0, erased: 0, anchors: 0 };
  const anchors = await Promise.all(sources.map((source) => followAnchors(db, source)));
  let hash = BEGINNING;
  const found = (finding: Finding): Verdict => ({ ...verdict, finding });

  for await (const row of sealedRows(db)) {
    const position = verdict.sealed + 1;
    // What is missing is not the entry that stands behind the gap.
    if (row.position !== position) return found({ wrong: await missing(db, hash), position });
    const content = contentOf(row, keys);
    const entry = wrongEntry(row, content, keys, verdict);
    const link = await wrongLink(db, row, { position, hash, content }, keys);
    // A signature that nobody knows may itself be the edit: then the link tells.
    const wrong = entry === undefined || (entry === 'unknownKey' && link === 'altered') ? link : entry;
    if (wrong) return found({ wrong, position, seq: row.seq, id: row.id });
    hash = row.hash ?? '';
    verdict.sealed = position;
    verdict.head = { position, hash };
    note(row, verdict);
    for (const anchor of anchors) {
      const finding = await anchor.compare(verdict.head);
      if (finding) return found(finding);
    }
    onProgress(verdict.sealed);
  }
  for (const anchor of anchors) {
    const finding = await anchor.end();
    if (finding) return found(finding);
    verdict.anchors += anchor.held();
  }
  for await (const row of unsealedRows(db)) {
    const chained = row.hash !== null || row.previousHash !== null;
    const wrong = chained ? 'altered' : wrongEntry(row, contentOf(row, keys), keys, verdict);
    if (wrong) return found({ wrong, seq: row.seq, id: row.id });
    verdict.unsealed += 1;
    note(row, verdict);
    onProgress(verdict.sealed + verdict.unsealed);
  }
  return verdict;
}

function note({ mac, erasedJson }: JournalRow, verdict: Verdict): void {
  if (mac === null) verdict.unsigned += 1;
  if (erasedJson !== null) verdict.erased += 1;
}

/** What is wrong with an entry by itself, whatever its place. `content`: contentOf(row) */
function wrongEntry(
  row: JournalRow,
  content: string | undefined,
  keys: JournalKeys,
  { sealed, unsealed, unsigned }: Verdict,
): Wrong | undefined {
  // Before there were signatures there were none; afterwards whoever leaves one out is not the desk.
  if (row.mac === null && sealed + unsealed > unsigned) return 'forged';
  // It gets its salt when it is chained.
  if (row.mac === null && row.position === null && row.salt === null) return undefined;
  if (content === undefined) return 'altered';
  const signed = row.mac === null ? 'right' : keys.check('entry', content, row.mac);
  return signed === 'right' ? undefined : signed === 'wrong' ? 'altered' : 'unknownKey';
}

/** Whether the entry is the one that was chained at this place, after the one whose hash this is. */
async function wrongLink(
  db: Db,
  row: JournalRow,
  { position, hash, content }: { position: number; hash: string; content: string | undefined },
  keys: JournalKeys,
): Promise<Wrong | undefined> {
  const { seq, mac, previousHash } = row;
  if (row.hash === null || previousHash === null || content === undefined) return 'altered';
  const signed = checkLink({ position, seq, previousHash: hash, content, mac }, row.hash, keys);
  if (signed === 'right') return previousHash === hash ? undefined : 'altered';
  if (signed === 'unknownKey') return 'unknownKey';
  if (previousHash === hash) return 'altered';
  // It follows another entry than it did: that one is elsewhere, or nowhere.
  return previousHash === BEGINNING || (await exists(db, 'hash', previousHash)) ? 'reordered' : 'removed';
}

/** Nothing stands at a place: what should is elsewhere, or nowhere. */
async function missing(db: Db, hash: string): Promise<Wrong> {
  return (await exists(db, 'previousHash', hash)) ? 'reordered' : 'removed';
}

async function exists(db: Db, column: 'hash' | 'previousHash', value: string): Promise<boolean> {
  const row = await db.selectFrom('journal').select('seq').where(column, '=', value).limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Walks along an anchor file while the chain is read, so that neither has to fit into memory. */
async function followAnchors(db: Db, { file, lines }: AnchorSource) {
  const iterator = lines[Symbol.asyncIterator]();
  let held = 0;
  let problem: Finding | undefined;
  let next: Anchor | undefined;

  async function advance(after: number): Promise<void> {
    next = undefined;
    const { value, done } = (await iterator.next()) as IteratorResult<AnchorLine, undefined>;
    if (done || !value) return;
    if ('anchor' in value && value.anchor.position >= after) next = value.anchor;
    // A chain only grows: an anchor that stands behind a later one was moved there.
    else problem = { wrong: 'wrong' in value ? value.wrong : 'reordered', anchorLine: { file, line: value.line } };
  }
  await advance(1);
  return {
    async compare(head: { position: number; hash: string }): Promise<Finding | undefined> {
      while (!problem && next?.position === head.position) {
        const { position, hash, at } = next;
        if (hash !== head.hash) return { wrong: 'truncated', position, anchoredAt: at };
        held += 1;
        await advance(position);
      }
      return undefined;
    },
    // A line that is wrong is told once the journal itself was read: what is wrong there says more.
    async end(): Promise<Finding | undefined> {
      while (!problem && next) {
        const { position, hash, at } = next;
        // A running desk may have chained and anchored it since; behind a gap nothing was read.
        const row = await db.selectFrom('journal').select('hash').where('position', '=', position).executeTakeFirst();
        if (row?.hash !== hash) return { wrong: 'truncated', position, anchoredAt: at };
        held += 1;
        await advance(position);
      }
      return problem;
    },
    held: () => held,
  };
}
