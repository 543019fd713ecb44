import type { Store } from './open.js';
import type { Db } from './tables.js';
import { inTransaction } from './transaction.js';

/** How long a write that nobody waits for may wait for company, ms. */
const LATER_MS = 50;

/** Does its part of a transaction. May be run again (in a transaction of its own), so it has no effect outside `tx`. */
type Work<T> = (tx: Db) => Promise<T>;

export interface GroupCommit {
  /** Resolves once it is on the disk. */
  now<T>(work: Work<T>): Promise<T>;
  /** The same, but goes with the next group, or alone after `LATER_MS`: for what may be lost in a crash. */
  later<T>(work: Work<T>): Promise<T>;
}

/**
 * Commits writes that come at the same time together: on SQLite every commit waits for the disk, and while it does
 * nothing else runs. What was asked for first is done first. A write that fails takes no other one with it.
 *
 * PostgreSQL groups the commits of its connections by itself, and rows of one group would be locked for longer: there
 * every write is a transaction of its own.
 */
export function createGroupCommit({ db, dialect }: Pick<Store, 'db' | 'dialect'>): GroupCommit {
  if (dialect === 'postgres') {
    const alone = <T>(work: Work<T>) => inTransaction(db, work);
    return { now: alone, later: alone };
  }
  let group: Member[] = [];
  let soon: NodeJS.Immediate | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    clearImmediate(soon);
    clearTimeout(timer);
    soon = timer = undefined;
    const members = group;
    group = [];
    try {
      await inTransaction(db, async (tx) => {
        for (const member of members) await member.run(tx);
      });
      for (const { settle } of members) settle();
    } catch (error) {
      if (members.length === 1) members[0]?.fail(error);
      else for (const { run, settle, fail } of members) await inTransaction(db, run).then(settle, fail);
    }
  }

  function join<T>(work: Work<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      let result: { value: T } | undefined;
      group.push({
        run: async (tx) => {
          result = { value: await work(tx) };
        },
        settle: () => result && resolve(result.value),
        fail: reject,
      });
    });
  }

  return {
    now(work) {
      // After all that this turn of the event loop still brings in.
      soon ??= setImmediate(() => void flush());
      return join(work);
    },
    later(work) {
      timer ??= setTimeout(() => void flush(), LATER_MS);
      return join(work);
    },
  };
}

interface Member {
  run: (tx: Db) => Promise<void>;
  settle: () => void;
  fail: (error: unknown) => void;
}
