import { sql } from 'kysely';
import type { Config } from '../config.js';
import type { Sealer } from '../store/sealer.js';
import type { Store } from '../store/open.js';
import { eraseCustomer } from './customer.js';
import { erasePerson } from './person.js';

/** Whose data goes: a Person's (Entra object id), or what is known of a customer (Microsoft ID). Both in lower case. */
export type Erasure = { person: string } | { customer: string };

/** What became of the request: of each kind of thing how many, and how many stay for the time being. */
export interface ErasureReport {
  gone: Record<string, number>;
  /** What is still in use, and goes when the same is asked for again after it has ended. */
  later: Record<string, number>;
  /** Entries of the journal that lost something. */
  journal: number;
}

export interface Erasing {
  store: Store;
  sealer: Sealer;
  /** Who is linked by the policy file: their chat users are looked for too. */
  people: Config['policy']['people'];
  /**
   * The journal erases its own, without breaking its chain: core/journal/erase.ts is behind this. It comes first, because it takes the
   * names and chat users that it looks for from the links.
   */
  journal: (what: Erasure) => Promise<number>;
}

/**
 * Erases somebody outside the journal as well as in it. Done twice it finds nothing more, and what could not go the first time.
 * No desk may be running on an SQLite store; on PostgreSQL it may.
 */
export async function erase(what: Erasure, erasing: Erasing): Promise<ErasureReport> {
  const { store } = erasing;
  const journal = await erasing.journal(what);
  // Overwritten on the disk, instead of left in pages that are free.
  if (store.dialect === 'sqlite') await sql`pragma secure_delete = on`.execute(store.db);
  const counts =
    'person' in what ? await erasePerson(what.person, erasing) : await eraseCustomer(what.customer, erasing);
  if (store.dialect === 'sqlite') await sql`pragma wal_checkpoint(truncate)`.execute(store.db);
  return { ...counts, journal };
}
