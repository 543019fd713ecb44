import type { Config, Problem, StoreConfig } from '../config.js';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import { createPartnerCenter } from '../partner/create-partner-center.js';
import type { PartnerCenter } from '../partner/partner-center.js';
import { createPartnerTokens, type PartnerTokens } from '../partner/partner-tokens.js';
import { createRefreshTokenVault } from '../partner/refresh-token-vault.js';
import type { TokenSource } from '../partner/tokens.js';
import { createWebhookRegistrations, type WebhookRegistrations } from '../partner/webhook-registration.js';
import { createGraph, type Graph } from '../roles/graph.js';
import { createSealer } from '../store/sealer.js';
import type { Db } from '../store/tables.js';
import { Skipped } from './check.js';

/** The desk that is examined. What is missing throws Skipped, so that a check need not look for it. */
export interface Patient {
  /** What is wrong with the settings; then there is no Config. */
  problems: readonly Problem[];
  config(): Config;
  /** The part of the settings that says where the state is: it can be right while others are wrong. */
  storeConfig(): StoreConfig;
  /** The store, or why it cannot be read: `missing` before the first start, else the system's own word. */
  store: { db: Db } | { fault: string };
  db(): Db;
  services(): Services;
  /** The version of the desk, as in package.json. */
  version: string;
  log: Log;
  metrics: Metrics;
  /** ms since the epoch. */
  now: () => number;
}

/** What the desk calls, made anew for the examination: a token that is still good says nothing of the secret. */
export interface Services {
  tokens: PartnerTokens;
  partner: PartnerCenter;
  graph: Graph;
  webhooks: WebhookRegistrations;
  /** A token. @throws {Skipped} when there is none: the check of that token says why */
  token: (kind: keyof PartnerTokens) => Promise<string>;
}

export interface PatientParts {
  settings: { config: Config } | { problems: readonly Problem[]; storeConfig?: StoreConfig | undefined };
  store: Patient['store'];
  version: string;
  log: Log;
  metrics: Metrics;
  now: () => number;
}

export function createPatient(parts: PatientParts): Patient {
  const { settings, store } = parts;
  const config = 'config' in settings ? settings.config : undefined;
  const storeConfig = 'config' in settings ? settings.config : settings.storeConfig;
  let services: Services | undefined;
  const given = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Skipped('skippedSettings');
    return value;
  };
  return {
    ...parts,
    problems: 'problems' in settings ? settings.problems : [],
    config: () => given(config),
    storeConfig: () => given(storeConfig),
    db() {
      if ('fault' in store) throw new Skipped('skippedStore');
      return store.db;
    },
    services: () => (services ??= createServices(given(config), parts)),
  };
}

function createServices(config: Config, { store, log, metrics, now }: PatientParts): Services {
  const { partner } = config;
  const vault = partner.refreshToken === undefined ? undefined : vaultFor(config, partner.refreshToken, store, log);
  const tokens = createPartnerTokens({ config: partner, vault, log, metrics, now });
  return {
    tokens,
    partner: createPartnerCenter({
      config: partner,
      cloud: partner.cloud,
      appTokens: tokens.app,
      userTokens: tokens.user,
      log,
      metrics,
      now,
      // Whoever asks the doctor wants to know how it is now; the desk itself tries again.
      limits: { attempts: 1 },
    }),
    graph: createGraph({ base: partner.urls.graph, proxy: partner.proxy, tokens: tokens.graph, metrics }),
    webhooks: createWebhookRegistrations({
      config: partner,
      tokens: tokens.user ?? tokens.app,
      log,
      metrics,
      now,
      limits: { attempts: 1 },
    }),
    token: (kind) => tokenOf(tokens[kind], kind),
  };
}

/** Before the first start there is no place for a new refresh token: the configured one stays usable (core/partner/tokens.ts). */
function vaultFor({ encryptionKeys }: Config, configured: string, store: Patient['store'], log: Log) {
  return 'fault' in store
    ? { read: () => Promise.resolve(configured), write: () => Promise.resolve() }
    : createRefreshTokenVault({ db: store.db, sealer: createSealer(encryptionKeys), configured, log });
}

async function tokenOf(source: TokenSource | undefined, kind: string): Promise<string> {
  if (!source) throw new Skipped('skippedAppOnly');
  try {
    return await source.get();
  } catch {
    throw new Skipped('skippedToken', { token: kind });
  }
}
