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
}

const defaultRetention: Retention = { inbox: 7 * DAY_MS, drafts: DAY_MS, outbox: 30 * DAY_MS };

export interface RetentionOptions {
  store: Store;
  inbox: Inbox;
  outbox: Outbox;
  /** ms since the epoch. */
  now: () => number;
  keep?: Retention;
}

/** Deletes what has been kept long enough. The journal, links and changes that were submitted stay. */
export async function purgeAll({
  store,
  inbox,
  outbox,
  now,
  keep = defaultRetention,
}: RetentionOptions): Promise<void> {
  const at = now();
  const unused = at - keep.drafts;
  await inbox.purge(keep.inbox);
  await outbox.purge(keep.outbox);
  await deleteInSteps(store, 'listings', 'id', sql`"createdAt" <= ${unused}`);
  await deleteInSteps(store, 'linkRequests', 'tokenHash', sql`"createdAt" <= ${unused}`);
  await deleteInSteps(store, 'changes', 'id', sql`"state" = 'draft' and "updatedAt" <= ${unused}`);
}

/** Does so now and every hour. */
export function startRetention({ log, ...options }: RetentionOptions & { log: Log }): Loop {
  return startLoop({ name: 'retention', everyMs: HOUR_MS, log, run: () => purgeAll(options) });
}
