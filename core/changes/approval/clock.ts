import type { Failure } from '../../failure.js';
import type { CopyKeeper } from '../../jobs/copies.js';
import { startLoop, type Loop } from '../../jobs/loop.js';
import type { Outbox } from '../../jobs/outbox.js';
import { journal } from '../../journal/journal.js';
import type { Log } from '../../log.js';
import type { Store } from '../../store/open.js';
import { inTransaction } from '../../store/transaction.js';
import type { Change } from '../change.js';
import type { Changes } from '../changes.js';
import { ending } from '../ending.js';
import { remind } from './reminders.js';
import { scheduleRemoval } from './scheduled-removal.js';
import { dueTimers, takeTimer } from './timers.js';

export interface ClockParts {
  store: Store;
  changes: Changes;
  outbox: Outbox;
  copies: CopyKeeper;
  /** Something is owed, or a change is approved: it need not wait for the next look. */
  wake: () => void;
  log: Log;
  now: () => number;
}

/** How often clocks are looked at. */
const POLL_MS = 1_000;
/** Clocks that are rung in one round. */
const MOST_AT_ONCE = 50;

/** Does what is due at a time: reminders, expiry, the end of temporary permissions. Survives restarts and clock jumps. */
export function startClock(parts: ClockParts): Loop {
  return startLoop({
    name: 'clock',
    everyMs: POLL_MS,
    log: parts.log,
    async run() {
      const due = await dueTimers(parts.store.db, parts.now(), MOST_AT_ONCE);
      let rung = 0;
      for (const timer of due) {
        try {
          await ring(parts, timer);
          rung += 1;
        } catch (error) {
          // One that cannot be rung now must not keep the others from their time.
          parts.log.error({ timer: timer.key, err: error }, 'a timer could not be rung');
        }
      }
      if (rung > 0) parts.wake();
      return rung === MOST_AT_ONCE;
    },
  });
}

async function ring(
  parts: ClockParts,
  { key, kind, change: id }: Awaited<ReturnType<typeof dueTimers>>[number],
): Promise<void> {
  const change = await parts.changes.get(id);
  const take = () => inTransaction(parts.store.db, (tx) => takeTimer(tx, key, parts.now()));
  if (!change) return void (await take());
  switch (kind) {
    case 'expire':
      // Conditional on the state: a decision at the same moment wins or loses, never both.
      if (change.state === 'awaiting') await expire(parts, change);
      else await take();
      return;
    case 'remind':
    case 'endSoon':
      await inTransaction(parts.store.db, async (tx) => {
        if (!(await takeTimer(tx, key, parts.now()))) return;
        await remind(parts, tx, change, kind === 'remind' ? 'reminder' : 'endsSoon');
        await journal(tx, {
          fact: 'change.reminded',
          at: parts.now(),
          customer: change.customer.id,
          change: id,
          detail: { kind },
        });
      });
      return;
    case 'end':
      await inTransaction(parts.store.db, async (tx) => {
        if (await takeTimer(tx, key, parts.now())) await scheduleRemoval(tx, change, parts.now());
      });
  }
}

async function expire(parts: ClockParts, change: Change): Promise<void> {
  const to = ending.expired();
  const expired: Failure = { source: 'desk', kind: 'expired' };
  await parts.changes.move(change, {
    to: 'expired',
    fact: 'change.expired',
    set: { failureJson: JSON.stringify(expired) },
    also: async (tx, moved) => {
      await takeTimer(tx, `expire:${change.id}`, parts.now());
      await to.tell(parts.outbox, tx, moved);
    },
  });
}
