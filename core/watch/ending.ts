import { journal } from '../journal/journal.js';
import type { Db } from '../store/tables.js';

/**
 * Ends every watch of somebody's own chat, because nobody is known to read it any more: what they hold back, or are owed and
 * not posted yet, is never said.
 */
export async function endWatchesIn(
  tx: Db,
  placeKey: string,
  why: { at: number; person: { id: string; name: string } },
): Promise<void> {
  const ended = await tx
    .updateTable('watches')
    .set((values) => ({
      state: 'ended',
      version: values('version', '+', 1),
      retryAt: null,
      digestAt: null,
      digestFrom: null,
      updatedAt: why.at,
    }))
    .where('placeKey', '=', placeKey)
    .where('state', '<>', 'ended')
    .returning(['id', 'topic', 'customer'])
    .execute();
  for (const { id, topic, customer } of ended) {
    await tx.deleteFrom('digestItems').where('watch', '=', id).execute();
    await tx
      .updateTable('copies')
      .set({ state: 'gone', error: 'ended' })
      .where('watch', '=', id)
      .where('state', '=', 'due')
      .execute();
    await journal(tx, {
      fact: 'watch.ended',
      at: why.at,
      person: why.person.id,
      personName: why.person.name,
      ...(customer === null ? {} : { customer }),
      detail: { watch: id, topic, place: placeKey, because: 'unlinked' },
    });
  }
}
