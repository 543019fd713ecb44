import type { ColumnType } from 'kysely';

// Tables of where the app is installed, and secrets. core/store/tables.ts says how columns are written.

export interface SecretsTable {
  name: string;
  valueSealed: string;
  /** SHA-256 of the configured value that this one descends from. */
  originHash: string | null;
  version: ColumnType<number, number | undefined, number>;
  updatedAt: number;
}

/** Where the app of a platform was installed, and what it was given there. */
export interface InstallationsTable {
  /** `<platform>/<key>`: one column that names the row, by which it is sealed. */
  id: string;
  platform: string;
  /** The platform's id of the workspace, or of the whole organisation. */
  key: string;
  kind: 'workspace' | 'organisation';
  /** The app's id at the platform. */
  app: string;
  /** The bot's own user there. */
  botUser: string;
  /** What it was granted, a JSON list. */
  scopesJson: string;
  /** Tokens, in the platform's own words. */
  grantSealed: string;
  /** When its access token ends; null: never. */
  expiresAt: number | null;
  /** Rises whenever the tokens change. */
  version: number;
  /** `refused`: the platform gives no new token for the old one. */
  state: 'active' | 'refused';
  /** Whoever is getting new tokens. */
  leaseOwner: string | null;
  leaseUntil: number | null;
  installedAt: number;
  updatedAt: number;
}

/** Installs that came back from the platform: each counts once. Kept until nobody could come back with them any more. */
export interface InstallStatesTable {
  /** SHA-256 of what travels through the platform. */
  stateHash: string;
  platform: string;
  /** SHA-256 of what the browser's cookie holds. */
  browserHash: string;
  expiresAt: number;
}
