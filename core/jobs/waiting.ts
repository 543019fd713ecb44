import type { Store } from '../store/open.js';
import type { Platform } from '../turn.js';
import type { Inbox } from './inbox.js';
import type { Outbox } from './outbox.js';

export type Queue = 'inbox' | 'outbox' | 'changes' | 'timers';

export interface MessageCounts {
  waiting: number;
  parked: number;
}

/**
 * How long the oldest piece of work of each queue has waited, in seconds; 0: nothing waits. What is being worked on
 * still waits, and so does what failed and is tried again later; a change since its last step.
 *
 * @param parts.now ms since the epoch
 */
export async function waitingSeconds(parts: {
  store: Store;
  inbox: Inbox;
  outbox: Outbox;
  now: () => number;
}): Promise<Record<Queue, number>> {
  const { store, inbox, outbox } = parts;
  const now = parts.now();
  const change = await store.db
    .selectFrom('changes')
    .select('updatedAt as since')
    .where('state', 'in', ['approved', 'applying'])
    .orderBy('updatedAt')
    .limit(1)
    .executeTakeFirst();
  const timer = await store.db
    .selectFrom('timers')
    .select('dueAt as since')
    .where('doneAt', 'is', null)
    .where('dueAt', '<=', now)
    .orderBy('dueAt')
    .limit(1)
    .executeTakeFirst();
  const age = (since: number | undefined) => (since === undefined ? 0 : Math.max(0, now - since) / 1000);
  return {
    inbox: age(await inbox.oldestWaiting()),
    outbox: age(await outbox.oldestWaiting()),
    changes: age(change?.since),
    timers: age(timer?.since),
  };
}

/** How many messages of the outbox still wait, or are not tried any more, on each platform. */
export async function countMessages({ db }: Pick<Store, 'db'>): Promise<Record<Platform, MessageCounts>> {
  const rows = await db
    .selectFrom('outbox')
    .select(['platform', 'state', (count) => count.fn.countAll<number>().as('many')])
    .where('state', 'in', ['due', 'parked'])
    .groupBy(['platform', 'state'])
    .execute();
  const many = (platform: Platform, state: 'due' | 'parked') =>
    rows.find((row) => row.platform === platform && row.state === state)?.many ?? 0;
  const of = (platform: Platform) => ({ waiting: many(platform, 'due'), parked: many(platform, 'parked') });
  return { slack: of('slack'), teams: of('teams') };
}
