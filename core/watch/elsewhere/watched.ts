import { z } from 'zod';
import type { Db } from '../../store/tables.js';
import type { CustomerRef } from '../../views.js';

const livingWatches = (db: Db) =>
  // A place in trouble hears of everything once it is mended, so its watch is as good as another.
  db.selectFrom('watches').where('topic', '=', 'changes').where('state', 'in', ['active', 'broken']);

/**
 * Since when anybody has watched, ms since the epoch: what happened before is no news.
 *
 * @returns undefined: nobody does
 */
export async function watchedSince(db: Db): Promise<number | undefined> {
  const row = await livingWatches(db).select('createdAt').orderBy('createdAt').limit(1).executeTakeFirst();
  return row?.createdAt;
}

// Some milliseconds for each step: SQLite works on the event loop.
const STEP = 200;

/** Whose billing profiles are watched. */
export interface WatchedProfiles {
  /** Those that a watch names. */
  named: CustomerRef[];
  /** A watch names none, or a country: any customer may be meant. */
  anybody: boolean;
}

const filterSchema = z.object({
  customer: z.object({ id: z.string(), name: z.string(), domain: z.string() }).optional(),
  kind: z.string().optional(),
});

/** Whose billing profiles are watched: of the watches that hear of billing information. */
export async function watchedProfiles(db: Db): Promise<WatchedProfiles> {
  const named = new Map<string, CustomerRef>();
  let anybody = false;
  let last = '';
  for (;;) {
    const rows = await livingWatches(db)
      .select(['id', 'filterJson'])
      .where('id', '>', last)
      .orderBy('id')
      .limit(STEP)
      .execute();
    for (const { id, filterJson } of rows) {
      last = id;
      const { customer, kind } = filterSchema.parse(JSON.parse(filterJson));
      if (kind !== undefined && kind !== 'account') continue;
      if (customer) named.set(customer.id, customer);
      else anybody = true;
    }
    if (rows.length < STEP) return { named: [...named.values()], anybody };
  }
}
