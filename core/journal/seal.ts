import { sql } from 'kysely';
import { createDuties } from '../jobs/duties.js';
import type { Store } from '../store/open.js';
import type { Db } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import { BEGINNING, hashOf } from './chain.js';
import { contentOf, type JournalRow, newSalt } from './content.js';
import type { JournalKeys } from './keys.js';

/**
 * Chaining what the journal holds.
 *
 * The order of the chain is `position`, which the sealer gives; it is not `seq`. PostgreSQL gives out `seq` before a commit,
 * so that an entry may become visible after others with a higher one, and gaps never fill. A sealer that went by `seq` would
 * have to wait for how long a transaction may take, and would lose whatever took longer. This one asks for entries that are
 * visible and have no hash, wherever their `seq` stands:
 *
 * - None is left out: until an entry is chained it has no hash, so every round after its commit finds it. It then comes after
 *   those that were chained before it, which is the order in which they became visible. No lag is needed.
 * - None is chained twice, and no place is given twice: a round is one transaction that first writes the row of the duty. That
 *   row stays locked until the commit, so that rounds of all replicas come one after the other, and each begins by reading the
 *   head that the one before it left (every statement of READ COMMITTED sees what was committed before it). The lease alone
 *   would not do: a process that was stopped for a while would go on writing under a lease that had passed to another. The
 *   update asks once more for entries without a hash, and a unique index keeps places apart whatever else may happen.
 * - Every replica agrees: `position`, `previousHash` and `hash` are columns of the entry, committed with each other.
 */

const DUTY = 'sealing';
const LEASE_MS = 30_000;

/** Entries of one round: some milliseconds of hashing, so that the desk goes on answering. */
export const ROUND = 200;

export interface Sealing {
  store: Store;
  keys: JournalKeys;
  /** Unique for each process that ever ran. */
  owner: string;
  /** ms since the epoch. */
  now: () => number;
}

export interface Head {
  position: number;
  hash: string;
}

export interface Round {
  /** How many entries were chained. */
  sealed: number;
  /** The last link afterwards; absent: there is none. */
  head?: Head;
  /** Entries without the signature of the desk: they are chained as they are, and no verification lets them pass. */
  forged: string[];
}

/** Chains what is visible and not chained yet, at most one round of it. @returns undefined when another process has this duty */
export async function sealRound({ store, keys, owner, now }: Sealing): Promise<Round | undefined> {
  return inTransaction(store.db, async (tx) => {
    if (!(await createDuties({ db: tx, owner, now }).take(DUTY, LEASE_MS))) return undefined;
    const before = await headOf(tx);
    const rows = await tx
      .selectFrom('journal')
      .selectAll()
      .where('hash', 'is', null)
      .orderBy('seq')
      .limit(ROUND)
      .execute();
    let head = before;
    const forged: string[] = [];
    const links = rows.map((row) => {
      // Written by a release that did not sign: it gets what a digest needs, and the chain vouches for it from now on.
      const salt = row.salt ?? (row.erasedJson === null ? newSalt() : null);
      const content = contentOf({ ...row, salt }, keys);
      if (!isGenuine(row, content, keys)) forged.push(row.id);
      const position = (head?.position ?? 0) + 1;
      const previousHash = head?.hash ?? BEGINNING;
      const hash = hashOf({ position, seq: row.seq, previousHash, content: content ?? '', mac: row.mac }, keys);
      head = { position, hash };
      return { seq: row.seq, position, previousHash, hash, salt };
    });
    if (links.length > 0) await writeLinks(tx, links);
    return { sealed: links.length, forged, ...(head ? { head } : {}) };
  });
}

/** The last link of the chain. */
export async function headOf(db: Db): Promise<Head | undefined> {
  const row = await db
    .selectFrom('journal')
    .select(['position', 'hash'])
    .where('position', 'is not', null)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && row.position !== null ? { position: row.position, hash: row.hash ?? '' } : undefined;
}

/** Whether anything waits. Asked first, because a round writes even when there is nothing to chain. */
export async function anythingUnsealed(db: Db): Promise<boolean> {
  const row = await db.selectFrom('journal').select('seq').where('hash', 'is', null).limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Lets go of the duty, so that another process need not wait. */
export const releaseSealing = ({ store, owner, now }: Omit<Sealing, 'keys'>): Promise<void> =>
  createDuties({ db: store.db, owner, now }).release(DUTY);

function isGenuine(row: JournalRow, content: string | undefined, keys: JournalKeys): boolean {
  return content !== undefined && (row.mac === null || keys.check('entry', content, row.mac) !== 'wrong');
}

interface NewLink {
  seq: number;
  position: number;
  previousHash: string;
  hash: string;
  salt: string | null;
}

async function writeLinks(tx: Db, links: readonly NewLink[]): Promise<void> {
  const rows = links.map(
    ({ seq, position, previousHash, hash, salt }) =>
      sql`(cast(${seq} as bigint), cast(${position} as bigint), cast(${previousHash} as text), cast(${hash} as text), cast(${salt} as text))`,
  );
  const { numAffectedRows } = await sql`
    with "links"("seq", "position", "previousHash", "hash", "salt") as (values ${sql.join(rows)})
    update "journal" set "position" = "links"."position", "previousHash" = "links"."previousHash",
      "hash" = "links"."hash", "salt" = case when "journal"."erasedJson" is null then "links"."salt" end
    from "links" where "journal"."seq" = "links"."seq" and "journal"."hash" is null`.execute(tx);
  if (numAffectedRows !== BigInt(links.length)) throw new Error('The journal was changed while it was being chained');
}
