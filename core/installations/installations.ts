import type { Selectable } from 'kysely';
import { journal } from '../journal/journal.js';
import type { JsonObject } from '../partner/partner-center.js';
import type { Store } from '../store/open.js';
import type { Sealer } from '../store/sealer.js';
import type { Db, InstallationsTable } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import type { Platform } from '../turn.js';
import { createLeases, type InstallationLeases } from './leases.js';

/** Where the app of a platform was installed: a workspace, or an organisation with all of its workspaces. */
export interface Installation {
  platform: Platform;
  /** The platform's id of the workspace or organisation. */
  key: string;
  kind: 'workspace' | 'organisation';
  /** The app's id at the platform. */
  app: string;
  /** The bot's own user there. */
  botUser: string;
  scopes: string[];
  /** Tokens and the like, in the platform's own words. A secret: never logged. */
  grant: JsonObject;
  /** When its access token ends, ms since the epoch; absent: never. */
  expiresAt?: number;
}

/** An installation as it is stored. */
export interface StoredInstallation extends Installation {
  /** Rises whenever the tokens change, also over a removal. */
  version: number;
  /** `refused`: the platform gives no new token for the old one. Only installing anew helps. */
  state: 'active' | 'refused';
  /** ms since the epoch. */
  installedAt: number;
}

/** Who did it, as the platform names them. */
export interface Installer {
  by?: string;
}

export interface Installations extends InstallationLeases {
  /** @throws when it was sealed with a key that is not configured, or belongs to another row */
  read(platform: Platform, key: string): Promise<StoredInstallation | undefined>;
  organisations(platform: Platform): Promise<StoredInstallation[]>;
  /** Keeps what an install gave, in place of what an earlier one did. */
  add(installation: Installation, who: Installer): Promise<void>;
  /** @returns false when there was none (any more) */
  remove(platform: Platform, key: string, reason: string): Promise<boolean>;
}

/** Binds a sealed grant to its row. */
export const grantContext = (id: string) => `installations/${id}`;

const idOf = (platform: string, key: string) => `${platform}/${key}`;

/** The table `installations`: what a workspace gave the app, sealed. @param now ms since the epoch */
export function createInstallations({
  store,
  sealer,
  now,
}: {
  store: Pick<Store, 'db' | 'singleProcess'>;
  sealer: Sealer;
  now: () => number;
}): Installations {
  const { db } = store;
  const seal = ({ platform, key, grant }: Pick<Installation, 'platform' | 'key' | 'grant'>) =>
    sealer.seal(JSON.stringify(grant), grantContext(idOf(platform, key)));

  /** Rows are this module's own writing, so their names and JSON are trusted once they could be opened. */
  function toInstallation(row: Selectable<InstallationsTable>): StoredInstallation {
    const { platform, key, kind, app, botUser, version, state, expiresAt, installedAt } = row;
    return {
      platform: platform as Platform,
      key,
      kind,
      app,
      botUser,
      scopes: JSON.parse(row.scopesJson) as string[],
      grant: JSON.parse(sealer.open(row.grantSealed, grantContext(idOf(platform, key)))) as JsonObject,
      ...(expiresAt === null ? {} : { expiresAt }),
      version,
      state,
      installedAt,
    };
  }

  return {
    async read(platform, key) {
      const row = await rowOf(db, platform, key);
      return row && toInstallation(row);
    },
    async organisations(platform) {
      const rows = await db
        .selectFrom('installations')
        .selectAll()
        .where('platform', '=', platform)
        .where('kind', '=', 'organisation')
        .orderBy('key')
        .execute();
      return rows.map(toInstallation);
    },
    add: (installation, { by }) =>
      inTransaction(db, async (tx) => {
        const { platform, key, kind, app, botUser, scopes, expiresAt = null } = installation;
        const at = now();
        const row = {
          kind,
          app,
          botUser,
          scopesJson: JSON.stringify(scopes),
          grantSealed: seal(installation),
          expiresAt,
          state: 'active' as const,
          leaseOwner: null,
          leaseUntil: null,
          installedAt: at,
          updatedAt: at,
        };
        await tx
          .insertInto('installations')
          // A time, so that it is higher than any version before a removal.
          .values({ id: idOf(platform, key), platform, key, version: at, ...row })
          .onConflict((conflict) =>
            conflict
              .columns(['platform', 'key'])
              .doUpdateSet((eb) => ({ ...row, version: eb('installations.version', '+', 1) })),
          )
          .execute();
        const detail = { installation: key, kind, app, scopes, ...(by === undefined ? {} : { by }) };
        await journal(tx, { fact: 'installation.added', at, platform, detail });
      }),
    remove: (platform, key, reason) =>
      inTransaction(db, async (tx) => {
        const { numDeletedRows } = await tx
          .deleteFrom('installations')
          .where('platform', '=', platform)
          .where('key', '=', key)
          .executeTakeFirst();
        if (numDeletedRows === 0n) return false;
        await journal(tx, {
          fact: 'installation.removed',
          at: now(),
          platform,
          detail: { installation: key, reason },
        });
        return true;
      }),
    ...createLeases({ db, seal, now, singleProcess: store.singleProcess }),
  };
}

function rowOf(db: Db, platform: Platform, key: string) {
  return db
    .selectFrom('installations')
    .selectAll()
    .where('platform', '=', platform)
    .where('key', '=', key)
    .executeTakeFirst();
}
