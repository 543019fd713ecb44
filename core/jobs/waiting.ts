import type { Store } from '../store/open.js';
import type { Db } from '../store/tables.js';
import type { Platform } from '../turn.js';
import { oldestTurn } from './inbox.js';
import { oldestMessage } from './outbox.js';

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
  store: Pick<Store, 'db'>;
  now: () => number;
}): Promise<Record<Queue, number>> {
  const now = parts.now();
  const { inbox, outbox, changes, timers } = await waitingSince(parts.store.db, now);
  const age = (since: number | undefined) => (since === undefined ? 0 : Math.max(0, now - since) / 1000);
  return { inbox: age(inbox), outbox: age(outbox), changes: age(changes), timers: age(timers) };
}

/**
 * The same as points in time, for whoever has the tables alone.
 *
 * @returns ms since the epoch; undefined: nothing waits
 */
export async function waitingSince(db: Db, now: number): Promise<Record<Queue, number | undefined>> {
  const change = await db
    .selectFrom('changes')
    .select('updatedAt as since')
    .where('state', 'in', ['approved', 'applying'])
    .orderBy('updatedAt')
    .limit(1)
    .executeTakeFirst();
  const timer = await db
    .selectFrom('timers')
    .select('dueAt as since')
    .where('doneAt', 'is', null)
    .where('dueAt', '<=', now)
    .orderBy('dueAt')
    .limit(1)
    .executeTakeFirst();
  return {
    inbox: await oldestTurn(db),
    outbox: await oldestMessage(db, now),
    changes: change?.since,
    timers: timer?.since,
  };
}

/** How many messages of the outbox still wait, or are not tried any more, on each platform. */
export async function countMessages({ db }: { db: Db }): Promise<Record<Platform, MessageCounts>> {
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
