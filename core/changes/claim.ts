import { sql } from 'kysely';
import type { Db } from '../store/tables.js';
import { type Change, changeOf } from './change.js';

/**
 * How long a holder may work on a change before another replica takes over: longer than the slowest apply (three rounds
 * of two calls with 20 s each). A holder that is late all the same finds its fence outdated and writes nothing.
 */
const LEASE_MS = 150_000;

/** Ids of changes that are approved or under way, due, and held by nobody. */
export async function dueChanges(db: Db, at: { now: number; limit: number }): Promise<string[]> {
  const rows = await db
    .selectFrom('changes')
    .select('id')
    .where('state', 'in', ['approved', 'applying'])
    .where((where) => where.or([where('dueAt', 'is', null), where('dueAt', '<=', at.now)]))
    .where((where) => where.or([where('leaseUntil', 'is', null), where('leaseUntil', '<=', at.now)]))
    .orderBy('updatedAt')
    .limit(at.limit)
    .execute();
  return rows.map((row) => row.id);
}

/** Takes hold of one change; undefined when it is final, or held by somebody else. */
export async function claimChange(db: Db, by: { id: string; owner: string; now: number }): Promise<Change | undefined> {
  const row = await db
    .updateTable('changes')
    .set({ leaseOwner: by.owner, leaseUntil: by.now + LEASE_MS, fence: sql<number>`fence + 1` })
    .where('id', '=', by.id)
    .where('state', 'in', ['approved', 'applying'])
    .where((where) => where.or([where('leaseUntil', 'is', null), where('leaseUntil', '<=', by.now)]))
    .returningAll()
    .executeTakeFirst();
  return row && changeOf(row);
}

/** Lets go of a change. */
export async function releaseChange(db: Db, by: { id: string; owner: string }): Promise<void> {
  await db
    .updateTable('changes')
    .set({ leaseOwner: null, leaseUntil: null })
    .where('id', '=', by.id)
    .where('leaseOwner', '=', by.owner)
    .execute();
}

/** At the start on a store that one process alone uses: whoever held anything is dead. */
export async function releaseAllChanges(db: Db): Promise<void> {
  await db
    .updateTable('changes')
    .set({ leaseOwner: null, leaseUntil: null })
    .where('leaseUntil', 'is not', null)
    .execute();
}
