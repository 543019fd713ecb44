import type { Db } from '../store/tables.js';
import { digest } from '../store/sealer.js';
import type { Platform } from '../turn.js';

/** An install that comes back from its platform, as its state says. */
export interface InstallState {
  platform: Platform;
  /** What travelled through the platform. */
  state: string;
  /** What the browser's cookie holds. */
  browser: string;
  /** Until then it may be finished, ms since the epoch. */
  until: number;
}

/**
 * Installs that came back: each may be finished once, on one replica. That one has begun is written down nowhere, because
 * anybody may begin as many as they like; its state is signed instead.
 */
export interface InstallStates {
  /** Uses a state up. However many try at once, one of them gets true. */
  spend(state: InstallState): Promise<boolean>;
}

/** How long an install may take in the browser, ms. */
export const OPEN_FOR_MS = 10 * 60_000;

export function createInstallStates({ db }: { db: Db }): InstallStates {
  return {
    async spend({ platform, state, browser, until }) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('installStates')
        .values({
          stateHash: digest(state),
          platform,
          browserHash: digest(browser),
          // The clocks of replicas may differ: it is known for longer than it could be used.
          expiresAt: until + OPEN_FOR_MS,
        })
        .onConflict((conflict) => conflict.column('stateHash').doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
  };
}
