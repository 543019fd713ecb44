import { sql } from 'kysely';
import { type Loop, startLoop } from '../jobs/loop.js';
import { journal } from '../journal/journal.js';
import type { Log } from '../log.js';
import type { Store } from '../store/open.js';
import { inTransaction } from '../store/transaction.js';

export interface DeliveredParts {
  store: Store;
  log: Log;
  /** ms since the epoch. */
  now: () => number;
}

/** Announcements that are looked at in one round. */
const AT_ONCE = 50;

/** Records that a piece of news has reached every place that was to get it, or never will, with how many of each. */
export function startDelivered(parts: DeliveredParts): Loop {
  return startLoop({
    name: 'deliveries',
    everyMs: 5_000,
    log: parts.log,
    async run() {
      const over = await finished(parts);
      for (const announcement of over) await close(parts, announcement);
      return over.length === AT_ONCE;
    },
  });
}

interface Finished {
  id: string;
  version: number;
  about: 'change' | 'happening';
  subject: string;
  customer: string | null;
  at: number;
}

/** Copies of an announcement: its notices, and the digests in which it was said. */
const copiesOf = sql`from "copies" where "copies"."watch" is not null and
  ("copies"."subject" = "announcements"."subject" or "copies"."subject" in
    (select "digestItems"."copy" from "digestItems" where "digestItems"."announcement" = "announcements"."id"))`;

async function finished({ store }: DeliveredParts): Promise<Finished[]> {
  const { rows } = await sql<Finished>`
    select "id", "version", "about", "subject", "customer", "at" from "announcements"
    where "state" = 'done'
      and not exists (select 1 ${copiesOf} and "copies"."state" = 'due')
      and not exists (select 1 from "digestItems"
        where "digestItems"."announcement" = "announcements"."id" and "digestItems"."copy" is null)
    order by "createdAt" limit ${AT_ONCE}`.execute(store.db);
  return rows;
}

async function close({ store, now }: DeliveredParts, announcement: Finished): Promise<void> {
  const { id, version, about, subject, customer, at } = announcement;
  await inTransaction(store.db, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('announcements')
      .set({ state: 'over' })
      .where('id', '=', id)
      .where('version', '=', version)
      .where('state', '=', 'done')
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) return;
    const { rows } = await sql<{ state: string; places: number; latest: number }>`
      select "copies"."state" as "state", count(*) as "places", max("copies"."createdAt") as "latest"
      from "copies", "announcements" where "announcements"."id" = ${id} and "copies"."watch" is not null and
        ("copies"."subject" = ${subject} or "copies"."subject" in
          (select "copy" from "digestItems" where "announcement" = ${id}))
      group by "copies"."state"`.execute(tx);
    // It was only shown anew where it had been posted before.
    if (!rows.some(({ latest }) => latest >= at)) return;
    await journal(tx, {
      fact: 'notice.delivered',
      at: now(),
      ...(customer === null ? {} : { customer }),
      ...(about === 'change' ? { change: subject } : {}),
      detail: {
        announcement: id,
        about,
        ...Object.fromEntries(rows.map(({ state, places }) => [state, places])),
      },
    });
  });
}
