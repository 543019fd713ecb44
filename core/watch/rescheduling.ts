import type { Db } from '../store/tables.js';
import { saidAt } from './schedule.js';
import type { Watch } from './watch.js';

/** A watch speaks at other times now: so does what it holds back. @param now ms since the epoch */
export async function rescheduled(tx: Db, watch: Watch, now: number): Promise<void> {
  await tx
    .updateTable('watches')
    .set({ digestAt: saidAt(watch, now) ?? now })
    .where('id', '=', watch.id)
    .where('digestAt', 'is not', null)
    .execute();
}
