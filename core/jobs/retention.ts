import { sql } from 'kysely';
import type { Log } from '../log.js';
import type { Store } from '../store/open.js';
import type { Inbox } from './inbox.js';
import { startLoop } from './loop.js';
import type { Loop } from './loop.js';
import type { Outbox } from './outbox.js';
import { deleteInSteps } from './purge.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long things are kept once they are over, in ms. */
export interface Retention {
  /** Finished turns: as long as a platform or a client may repeat something. */
  inbox: number;
  /** Drafts that nobody submitted, lists that nobody pages through, links that nobody completed. */
  drafts: number;
  /** Messages sent. */
  outbox: number;
  /** What watches were told, what for, and watches that ended. */
  notices: number;
  /** Which customers somebody opened, since they did so last. */
  recents: number;
}

const defaultRetention: Retention = {
  inbox: 7 * DAY_MS,
  drafts: DAY_MS,
  outbox: 30 * DAY_MS,
  notices: 30 * DAY_MS,
  recents: 365 * DAY_MS,
};

export interface RetentionOptions {
  store: Store;
  inbox: Inbox;
  outbox: Outbox;
  /** ms since the epoch. */
  now: () => number;
  /** Where it differs from the default. */
  keep?: Partial<Retention> | undefined;
}

/** Deletes what has been kept long enough. The journal, links, watches and changes that were submitted stay. */
export async function purgeAll({ store, inbox, outbox, now, ...options }: RetentionOptions): Promise<void> {
  const keep = { ...defaultRetention, ...options.keep };
  const at = now();
  const unused = at - keep.drafts;
  await inbox.purge(keep.inbox);
  await outbox.purge(keep.outbox);
  await deleteInSteps(store, 'listings', 'id', sql`"createdAt" <= ${unused}`);
  await deleteInSteps(store, 'linkRequests', 'tokenHash', sql`"createdAt" <= ${unused}`);
  await deleteInSteps(store, 'changes', 'id', sql`"state" = 'draft' and "updatedAt" <= ${unused}`);
  await deleteInSteps(store, 'watches', 'id', sql`"state" = 'draft' and "updatedAt" <= ${unused}`);
  await sql`delete from "recents" where "usedAt" <= ${at - keep.recents}`.execute(store.db);
  await deleteInSteps(store, 'installStates', 'stateHash', sql`"expiresAt" <= ${at}`);
  await deleteInSteps(store, 'customers', 'id', sql`"removedAt" <= ${at - REMOVED_CUSTOMERS_MS}`);
  await purgeNotices(store, at - keep.notices);
}

/**
 * Customers that were removed, by their ids: every process has long dropped them from its index, which it fills anew whenever it
 * starts.
 */
const REMOVED_CUSTOMERS_MS = 90 * DAY_MS;

/** Only what is over: a notice that still has to be said, or is held back for a digest, stays with all that it needs. */
async function purgeNotices(store: Store, before: number): Promise<void> {
  const old = sql`"createdAt" <= ${before}`;
  await deleteInSteps(
    store,
    'copies',
    'id',
    sql`("watch" is not null or "about" <> 'change') and ${old} and not exists
      (select 1 from "outbox" where "outbox"."copy" = "copies"."id" and "outbox"."state" = 'due')`,
  );
  // What a digest has said; and nobody is going to say what an ended watch held back.
  await sql`delete from "digestItems" where "at" <= ${before} and ("copy" is not null or "watch" not in
    (select "id" from "watches" where "state" <> 'ended'))`.execute(store.db);
  await deleteInSteps(
    store,
    'announcements',
    'id',
    sql`"state" <> 'due' and ${old} and not exists
      (select 1 from "digestItems" where "digestItems"."announcement" = "announcements"."id")`,
  );
  await deleteInSteps(
    store,
    'happenings',
    'id',
    sql`${old} and not exists (select 1 from "copies" where "about" = 'happening' and "subject" = "happenings"."id")
      and not exists (select 1 from "announcements" where "about" = 'happening' and "subject" = "happenings"."id")`,
  );
  await deleteInSteps(store, 'auditSeen', 'id', sql`"at" <= ${before}`);
  await deleteInSteps(store, 'watches', 'id', sql`"state" = 'ended' and "updatedAt" <= ${before}`);
  await sql`delete from "roomVisits" where "at" <= ${before}`.execute(store.db);
}

/** Does so now and every hour. */
export function startRetention({ log, ...options }: RetentionOptions & { log: Log }): Loop {
  return startLoop({ name: 'retention', everyMs: HOUR_MS, log, run: () => purgeAll(options) });
}
