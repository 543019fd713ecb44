import { sql } from 'kysely';
import type { RawBuilder, Selectable, SqlBool } from 'kysely';
import type { Log } from '../log.js';
import type { Store } from '../store/open.js';
import type { Sealer } from '../store/sealer.js';
import type { Tables } from '../store/tables.js';

/** How the tables whose rows are leased differ. */
const leased = {
  inbox: { key: 'delivery', oldest: 'receivedAt', unfinished: sql<SqlBool>`"state" <> 'done'` },
} as const;

export type LeasedTable = keyof typeof leased;

/** What a queue of leased rows works with. */
export interface QueueOptions {
  store: Store;
  sealer: Sealer;
  /** Unique for each process that ever ran. */
  owner: string;
  /** ms since the epoch. */
  now: () => number;
  /** How long a row belongs to whoever took it, unless renewed: longer than the work may take, or it is done twice. */
  leaseMs?: number;
  /** Hears of rows that cannot be read. */
  log?: Log;
}

export interface Claim {
  /** At most so many rows. */
  limit: number;
  /** Who holds the lease: unique for each process that ever ran. */
  owner: string;
  /** ms since the epoch. */
  now: number;
  leaseMs: number;
  /** Narrows what may be claimed, as SQL over the quoted column names: sql`"dueAt" is null or "dueAt" <= ${now}`. */
  where?: RawBuilder<unknown>;
}

/**
 * Leases rows that nobody holds: unfinished ones without a lease, or with one that ran out. Each row goes to one owner,
 * however many ask at once; oldest first. Claiming counts: `attempts` rises by one. A change is claimed by its id
 * (core/changes/claim.ts).
 */
export async function claimRows<T extends LeasedTable>(
  store: Store,
  table: T,
  { limit, owner, now, leaseMs, where }: Claim,
): Promise<Selectable<Tables[T]>[]> {
  const { key, oldest, unfinished } = leased[table];
  const free = sql`(${unfinished}) and ("leaseUntil" is null or "leaseUntil" <= ${now}) and (${where ?? sql`1 = 1`})`;
  // Other replicas pass by the rows that this statement is about to take, instead of queueing for them.
  const skipLocked = store.dialect === 'postgres' ? sql`for update skip locked` : sql``;
  // MATERIALIZED: evaluated once, or PostgreSQL might lock and take more rows than `limit` says.
  const result = await sql<Selectable<Tables[T]>>`
    with "picked" as materialized (
      select ${sql.ref(key)} as "pick" from ${sql.table(table)} where ${free}
      order by ${sql.ref(oldest)} limit ${limit} ${skipLocked}
    )
    update ${sql.table(table)}
    set "leaseOwner" = ${owner}, "leaseUntil" = ${now + leaseMs}, "attempts" = "attempts" + 1
    where ${sql.ref(key)} in (select "pick" from "picked") and ${free}
    returning *`.execute(store.db);
  return result.rows.sort((a, b) => age(a, oldest) - age(b, oldest));
}

/**
 * Takes back every lease on unfinished rows of a store that serves one process: at start, whoever held them is dead.
 * On a shared store it does nothing: there, leases run out.
 */
export async function releaseLeases(store: Store, table: LeasedTable): Promise<void> {
  if (!store.singleProcess) return;
  const { unfinished } = leased[table];
  await sql`update ${sql.table(table)} set "leaseOwner" = null, "leaseUntil" = null
    where (${unfinished}) and "leaseUntil" is not null`.execute(store.db);
}

/** UPDATE … RETURNING gives rows in any order. */
function age(row: object, column: string): number {
  const value: unknown = Object.getOwnPropertyDescriptor(row, column)?.value;
  return typeof value === 'number' ? value : 0;
}
