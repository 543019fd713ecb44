import { sql } from 'kysely';
import type { Db } from '../store/tables.js';
import { saidAt } from './schedule.js';
import type { Watch } from './watch.js';

/**
 * Holds a piece of news back for a watch until `dueAt` (ms since the epoch), or sooner when something else of it is due
 * sooner. The watch's row is written each time, and so stays locked: a digest that is made meanwhile has it or leaves it whole.
 */
export async function hold(
  tx: Db,
  held: { watch: string; announcement: string; at: number; dueAt: number },
): Promise<void> {
  const { watch, announcement, at, dueAt } = held;
  await tx
    .updateTable('watches')
    .set({
      digestAt: sql<number>`case when "digestAt" <= ${dueAt} then "digestAt" else ${dueAt} end`,
      digestFrom: sql<number>`coalesce("digestFrom", ${at})`,
    })
    .where('id', '=', watch)
    .execute();
  await tx
    .insertInto('digestItems')
    .values({ watch, announcement, at, copy: null })
    .onConflict((conflict) => conflict.columns(['watch', 'announcement']).doUpdateSet({ at, copy: null }))
    .execute();
}

/** A watch speaks at other times now: so does what it holds back. @param now ms since the epoch */
export async function reschedule(
  tx: Db,
  watch: Pick<Watch, 'id' | 'rhythm' | 'quiet' | 'timeZone'>,
  now: number,
): Promise<void> {
  await tx
    .updateTable('watches')
    .set({ digestAt: saidAt(watch, now) ?? now })
    .where('id', '=', watch.id)
    .where('digestAt', 'is not', null)
    .execute();
}

/** How many pieces of news each of these watches holds back. */
export async function heldBy(db: Db, watches: readonly string[]): Promise<Map<string, number>> {
  if (watches.length === 0) return new Map();
  const rows = await db
    .selectFrom('digestItems')
    .select(['watch', (count) => count.fn.countAll<number>().as('held')])
    .where('watch', 'in', watches)
    .where('copy', 'is', null)
    .groupBy('watch')
    .execute();
  return new Map(rows.map(({ watch, held }) => [watch, held]));
}
