import type { Db } from '../store/tables.js';
import { digest } from '../store/sealer.js';
import type { Platform } from '../turn.js';

/** What became of a state that came back. */
export type Spent = 'spent' | 'otherBrowser' | 'outOfDate';

/** Installs that have begun in a browser: each may be finished once, in the same browser, within ten minutes. */
export interface InstallStates {
  /** @returns false when too many are open at once: somebody begins installs without finishing any */
  begin(platform: Platform, state: string, browser: string): Promise<boolean>;
  /** Uses a state up. However many try at once, one of them gets `spent`. */
  spend(platform: Platform, state: string, browser: string): Promise<Spent>;
}

export const OPEN_FOR_MS = 10 * 60_000;
/** An organisation installs an app now and then; a thousand at a time is nobody's honest work. */
const MOST_OPEN = 1_000;

/** @param now ms since the epoch */
export function createInstallStates({ db, now }: { db: Db; now: () => number }): InstallStates {
  return {
    async begin(platform, state, browser) {
      const at = now();
      await db.deleteFrom('installStates').where('expiresAt', '<=', at).execute();
      const { open } = await db
        .selectFrom('installStates')
        .select((select) => select.fn.countAll<number>().as('open'))
        .executeTakeFirstOrThrow();
      if (open >= MOST_OPEN) return false;
      await db
        .insertInto('installStates')
        .values({ stateHash: digest(state), platform, browserHash: digest(browser), expiresAt: at + OPEN_FOR_MS })
        .execute();
      return true;
    },
    async spend(platform, state, browser) {
      const stateHash = digest(state);
      const { numDeletedRows } = await db
        .deleteFrom('installStates')
        .where('stateHash', '=', stateHash)
        .where('platform', '=', platform)
        .where('browserHash', '=', digest(browser))
        .where('expiresAt', '>', now())
        .executeTakeFirst();
      if (numDeletedRows === 1n) return 'spent';
      const left = await db
        .selectFrom('installStates')
        .select('expiresAt')
        .where('stateHash', '=', stateHash)
        .executeTakeFirst();
      return left && left.expiresAt > now() ? 'otherBrowser' : 'outOfDate';
    },
  };
}
