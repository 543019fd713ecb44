import { createHash } from 'node:crypto';
import type { Log } from '../log.js';
import type { Sealer } from '../store/sealer.js';
import type { Db } from '../store/tables.js';

/** Where the refresh token lives between two uses: each use may bring a new one. */
export interface RefreshTokenVault {
  read(): Promise<string | undefined>;
  write(token: string): Promise<void>;
}

const NAME = 'partner refresh token';
const CONTEXT = secretContext(NAME);

/**
 * Keeps the refresh token of the Secure Application Model, encrypted, in the table `secrets`. The row remembers (as
 * SHA-256) which configured token it descends from: when an operator configures another one, that one wins.
 *
 * @param configured PARTNER_REFRESH_TOKEN
 */
export function createRefreshTokenVault(options: {
  db: Db;
  sealer: Sealer;
  configured: string;
  log: Log;
  now?: () => number;
}): RefreshTokenVault {
  const { db, sealer, configured, log, now = Date.now } = options;
  const originHash = createHash('sha256').update(configured).digest('hex');
  return {
    async read() {
      const row = await db.selectFrom('secrets').selectAll().where('name', '=', NAME).executeTakeFirst();
      if (row?.originHash !== originHash) return configured;
      try {
        return sealer.open(row.valueSealed, CONTEXT);
      } catch {
        // The key that sealed it is gone. The configured token may well still work.
        log.warn('the stored refresh token cannot be opened with the configured keys; using the configured one');
        return configured;
      }
    },
    async write(token) {
      const row = { valueSealed: sealer.seal(token, CONTEXT), originHash, updatedAt: now() };
      await db
        .insertInto('secrets')
        .values({ name: NAME, version: 1, ...row })
        .onConflict((conflict) =>
          conflict.column('name').doUpdateSet((eb) => ({ ...row, version: eb('secrets.version', '+', 1) })),
        )
        .execute();
    },
  };
}

/** What a secret in the store is bound to. */
export function secretContext(name: string): string {
  return `secrets/${name}`;
}
