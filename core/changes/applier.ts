import type { Log } from '../log.js';
import { type Loop, startLoop } from '../jobs/loop.js';
import type { Store } from '../store/open.js';
import { applyOnce, type ApplyParts } from './apply.js';
import type { Change } from './change.js';
import { claimChange, dueChanges, releaseChange, releaseAllChanges } from './claim.js';

/** Brings approved changes to their end, now or after a crash, each by one holder at a time. */
export interface Applier {
  /** Applies one change as far as it goes now, and gives how it then stands. */
  apply(id: string): Promise<Change | undefined>;
  /** Looks for changes that are due now. */
  wake(): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** How often changes that wait, or that a crash left behind, are looked for. */
const POLL_MS = 2_000;

export function createApplier(parts: ApplyParts & { store: Store; owner: string; log: Log }): Applier {
  const { store, owner, log, now } = parts;
  const underWay = new Map<string, Promise<Change | undefined>>();
  let loop: Loop | undefined;

  async function run(id: string): Promise<Change | undefined> {
    const claimed = await claimChange(store.db, { id, owner, now: now() });
    if (!claimed) return parts.changes.get(id);
    try {
      return await applyOnce(parts, claimed);
    } finally {
      await releaseChange(store.db, { id, owner });
    }
  }

  function apply(id: string): Promise<Change | undefined> {
    const running = underWay.get(id);
    if (running) return running;
    const work = run(id).finally(() => underWay.delete(id));
    underWay.set(id, work);
    return work;
  }

  async function applyDue(): Promise<void> {
    const due = await dueChanges(store.db, { now: now(), limit: 20 });
    await Promise.all(
      due.map((id) =>
        apply(id).catch((error: unknown) => log.error({ change: id, err: error }, 'a change could not be applied now')),
      ),
    );
  }

  return {
    apply,
    wake: () => loop?.wake(),
    async start() {
      if (store.singleProcess) await releaseAllChanges(store.db);
      loop = startLoop({ everyMs: POLL_MS, run: applyDue, log, name: 'changes' });
      loop.wake();
    },
    async stop() {
      await loop?.stop();
      await Promise.allSettled(underWay.values());
    },
  };
}
