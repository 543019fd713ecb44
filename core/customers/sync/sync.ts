import type { Duties } from '../../jobs/duties.js';
import type { Loop } from '../../jobs/loop.js';
import type { Log } from '../../log.js';
import type { Metrics } from '../../metrics.js';
import type { PartnerCenter } from '../../partner/partner-center.js';
import type { Db } from '../../store/tables.js';
import type { CustomerIndex } from '../search/customer-index.js';
import { startFollower } from './follower.js';
import { createNoting } from './noting.js';
import type { ListProgress } from './progress.js';
import { startSynchroniser } from './synchroniser.js';

/** How far this process's index of customers has got. */
export interface IndexState {
  /** `off`: there is none. `filling`: not all customers are in it yet. */
  state: 'off' | 'filling' | 'ready';
  /** Customers in it. */
  customers: number;
  /** How many there are, where Partner Center says so; only while it fills. */
  of?: number;
  /** When the last whole reading of Partner Center's list began, ms since the epoch. */
  listedAt?: number;
  /** Why the list cannot be read now. */
  failing?: string;
}

/** This process's index of customers, and what keeps it right. */
export interface CustomerSync {
  index: CustomerIndex;
  /** Whether every customer is in the index: until then it has no answer that counts. */
  ready(): boolean;
  state(): IndexState;
  /** The same client; what it reads and writes of customers enters the index. */
  noting(partner: PartnerCenter): PartnerCenter;
  start(partner: PartnerCenter): void;
  /** Looks now whether there is something to do. */
  wake(): void;
  stop(): Promise<void>;
}

/**
 * @param parts.index empty
 * @param parts.details whether what no list tells of a customer is read in the background
 */
export function createCustomerSync(parts: {
  db: Db;
  index: CustomerIndex;
  duties: Duties;
  audit: { offered: boolean; everyMs: number };
  details: boolean;
  metrics: Metrics;
  log: Log;
  now: () => number;
  sharePerMinute?: number;
}): CustomerSync {
  const { db, index, metrics, log } = parts;
  let follower: Loop | undefined;
  let synchroniser: Pick<Loop, 'wake' | 'stop'> | undefined;
  let list: ListProgress | undefined;
  let ready = false;
  const wake = () => follower?.wake();
  const notes = createNoting({ ...parts, onStored: wake });

  function onFollowed(seen: ListProgress | undefined, whole: boolean): void {
    list = seen;
    if (whole && !ready) log.info({ customers: index.size() }, 'every customer is in the index');
    ready = whole;
    measure();
  }

  function measure(): void {
    metrics.customersIndexed.set(index.size());
    metrics.customerIndexReady.set(ready ? 1 : 0);
    metrics.customersListed.set((list?.listedAt ?? 0) / 1000);
  }

  return {
    index,
    ready: () => ready,
    noting: (partner) => notes.noting(partner),
    state() {
      const { total, listedAt, reason } = list ?? {};
      return {
        state: ready ? 'ready' : 'filling',
        customers: index.size(),
        ...(ready || total === undefined ? {} : { of: total }),
        ...(listedAt === undefined ? {} : { listedAt }),
        ...(reason === undefined ? {} : { failing: reason }),
      };
    },
    start(partner) {
      follower = startFollower({ db, index, onFollowed, log });
      synchroniser = startSynchroniser({ ...parts, partner, onStored: wake });
    },
    wake() {
      synchroniser?.wake();
      wake();
    },
    async stop() {
      await synchroniser?.stop();
      await notes.settled();
      await follower?.stop();
      await index.close();
    },
  };
}
