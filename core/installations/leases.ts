import type { JsonObject } from '../partner/partner-center.js';
import type { Db } from '../store/tables.js';
import type { Platform } from '../turn.js';

/** One installation, as somebody read it. */
export interface InstallationVersion {
  platform: Platform;
  key: string;
  version: number;
}

/** One replica at a time gets new tokens for an installation, and only for the tokens that are stored. */
export interface InstallationLeases {
  /** @returns false: somebody else is at it, or its tokens have changed, or it is gone */
  lease(of: InstallationVersion, owner: string, forMs: number): Promise<boolean>;
  /**
   * Installations whose new tokens were on their way when a process ended, or are on their way in another one now. On a store
   * that one process has to itself nobody else is at it: their leases end.
   *
   * @returns those tokens whose refresh token may be spent already
   */
  interrupted(platform: Platform): Promise<InstallationVersion[]>;
  /** Lets go without new tokens, so that another replica need not wait. */
  release(of: InstallationVersion, owner: string): Promise<void>;
  /**
   * Stores new tokens for those of that version, even when the lease has run out meanwhile: the old ones are spent.
   *
   * @returns false when it was installed anew, or removed
   */
  renew(of: InstallationVersion, tokens: { grant: JsonObject; expiresAt?: number }): Promise<boolean>;
  /** Marks that the platform gives no more tokens for these. @returns false when they have changed meanwhile */
  refuse(of: InstallationVersion): Promise<boolean>;
}

export function createLeases(parts: {
  db: Db;
  seal: (row: { platform: Platform; key: string; grant: JsonObject }) => string;
  now: () => number;
  /** Whether nobody but this process uses the store. */
  singleProcess: boolean;
}): InstallationLeases {
  const { db, seal, now, singleProcess } = parts;
  const update = ({ platform, key, version }: InstallationVersion) =>
    db
      .updateTable('installations')
      .where('platform', '=', platform)
      .where('key', '=', key)
      .where('version', '=', version);
  const free = { leaseOwner: null, leaseUntil: null };

  return {
    async lease(of, owner, forMs) {
      const at = now();
      const { numUpdatedRows } = await update(of)
        .set({ leaseOwner: owner, leaseUntil: at + forMs })
        .where('state', '=', 'active')
        .where((where) => where.or([where('leaseUntil', 'is', null), where('leaseUntil', '<=', at)]))
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    async interrupted(platform) {
      const leased = await db
        .selectFrom('installations')
        .select(['key', 'version'])
        .where('platform', '=', platform)
        .where('state', '=', 'active')
        .where('leaseOwner', 'is not', null)
        .orderBy('key')
        .execute();
      if (singleProcess) await db.updateTable('installations').set(free).where('platform', '=', platform).execute();
      return leased.map((of) => ({ platform, ...of }));
    },
    async release(of, owner) {
      await update(of).set(free).where('leaseOwner', '=', owner).execute();
    },
    async renew(of, { grant, expiresAt = null as number | null }) {
      const { numUpdatedRows } = await update(of)
        .set({
          grantSealed: seal({ ...of, grant }),
          expiresAt,
          version: of.version + 1,
          state: 'active',
          ...free,
          updatedAt: now(),
        })
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    async refuse(of) {
      const { numUpdatedRows } = await update(of)
        .set({ state: 'refused', ...free, updatedAt: now() })
        .where('state', '=', 'active')
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
  };
}
