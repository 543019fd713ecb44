import type { Store } from '../store/open.js';
import type { Db } from '../store/tables.js';

/** Work that one process at a time does, however many replicas there are: polling, sealing, … */
export interface Duties {
  /**
   * Takes or keeps a duty for the next `forMs`. Whoever has it does the work and asks again before that is over.
   *
   * @returns false: another process has it
   */
  take(name: string, forMs: number): Promise<boolean>;
  /** Lets go, so that another process need not wait. */
  release(name: string): Promise<void>;
}

/**
 * Takes back every duty of a store that serves one process: at start, whoever had them is dead. On a shared store it does
 * nothing: there, duties run out.
 */
export async function releaseDuties({ db, singleProcess }: Pick<Store, 'db' | 'singleProcess'>): Promise<void> {
  if (singleProcess) await db.deleteFrom('duties').execute();
}

/** @param owner unique for each process that ever ran. @param now ms since the epoch */
export function createDuties({ db, owner, now }: { db: Db; owner: string; now: () => number }): Duties {
  return {
    async take(name, forMs) {
      const at = now();
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('duties')
        .values({ name, owner, until: at + forMs })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ owner, until: at + forMs })
            .where((where) => where.or([where('duties.owner', '=', owner), where('duties.until', '<=', at)])),
        )
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
    async release(name) {
      await db.deleteFrom('duties').where('name', '=', name).where('owner', '=', owner).execute();
    },
  };
}
