import { randomUUID } from 'node:crypto';
import type { Config } from './config.js';
import { createDesk } from './desk.js';
import type { Delivery } from './delivery.js';
import { accountKind } from './changes/account.js';
import { startClock } from './changes/approval/clock.js';
import { createApprovalContents } from './changes/approval/copy-content.js';
import { takeNewRules } from './changes/approval/new-rules.js';
import { createApplier } from './changes/applier.js';
import { createChanges } from './changes/changes.js';
import { purchaseKind } from './changes/purchase.js';
import { createCustomers } from './customers/customers.js';
import { createInstallations, type Installations } from './installations/installations.js';
import { createInstallStates, type InstallStates } from './installations/install-states.js';
import { createCopies, touchCopies } from './jobs/copies.js';
import { createInbox } from './jobs/inbox.js';
import type { Loop } from './jobs/loop.js';
import { createOutbox } from './jobs/outbox.js';
import { startRetention } from './jobs/retention.js';
import { startSender } from './jobs/sender.js';
import { countMessages, type MessageCounts, type Queue, waitingSeconds } from './jobs/waiting.js';
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';
import { createPartnerCenter } from './partner/create-partner-center.js';
import { createRefreshTokenVault } from './partner/refresh-token-vault.js';
import { createTokenSource } from './partner/tokens.js';
import { createReception, type Reception } from './reception.js';
import { createDirectory } from './roles/directory.js';
import { createLinking, type Linking } from './roles/linking.js';
import { createPeople } from './roles/people.js';
import { openStore, type Store } from './store/open.js';
import { createSealer, type Sealer } from './store/sealer.js';
import type { Platform } from './turn.js';

/** The desk without a platform: what the bots are given. */
export interface Core {
  store: Store;
  reception: Reception;
  linking: Linking;
  /** Where the app of a platform was installed, and where it is being installed. */
  installations: Installations;
  installStates: InstallStates;
  /** How long the oldest piece of work of each queue has waited, in seconds. */
  waiting(): Promise<Record<Queue, number>>;
  /** How many messages wait, and how many are not tried any more. */
  messages(): Promise<Record<Platform, MessageCounts>>;
  /** Begins with what a former process left undone. The bots that are on come along, to say late answers. */
  start(deliveries: readonly Delivery[]): Promise<void>;
  /** Finishes what is in hand and closes the store. */
  stop(): Promise<void>;
}

/**
 * Puts the core together: store, tokens, Partner Center, directory, commands, jobs.
 *
 * @param now the clock, ms since the epoch
 */
export async function createCore(config: Config, log: Log, metrics: Metrics, now = Date.now): Promise<Core> {
  // Of this process alone: what it holds in the store is held by nobody else.
  const owner = randomUUID();
  const store = await openStore({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, log });
  const sealer = createSealer(config.encryptionKeys);

  const partner = createPartnerCenter({
    config: config.partner,
    ...tokensOf(config, { store, sealer, log, metrics }),
    log,
    metrics,
  });
  const directory = createDirectory({
    config: config.partner,
    tokens: graphTokens(config, log, metrics),
    log,
    metrics,
    now,
  });
  const people = createPeople({ db: store.db, config, now });
  const linking = createLinking({ store, sealer, config, directory, people, log, metrics, now });

  const inbox = createInbox({ store, sealer, owner, now, log });
  const outbox = createOutbox({ store, sealer, owner, now, log });
  const changes = createChanges(store, metrics, now, (tx, { id, version }) =>
    touchCopies(outbox, tx, { about: 'change', id, version, follow: true }),
  );
  const kinds = { account: accountKind(partner), purchase: purchaseKind(partner) };
  const customers = createCustomers(partner, now);
  let sender: Loop | undefined;
  const wake = () => sender?.wake();
  const applier = createApplier({
    store,
    owner,
    changes,
    kinds,
    directory,
    policy: config.policy,
    outbox,
    onApplied: () => customers.forget(),
    onEnded: wake,
    log,
    now,
  });
  const { policy } = config;
  const desk = createDesk({
    store,
    sealer,
    partner,
    customers,
    changes,
    applier,
    kinds,
    outbox,
    wake,
    policy,
    cloud: config.partner.cloud,
    partnerTenantId: config.partner.tenantId,
    now,
    people,
    directory,
    linking,
    log,
  });
  let deliveries: readonly Delivery[] = [];
  const reception = createReception({
    inbox,
    desk,
    deliveries: () => deliveries,
    singleProcess: store.singleProcess,
    log,
    metrics,
  });
  const contents = createApprovalContents({ store, changes, directory, policy, now });
  const copies = createCopies({ db: store.db, sealer, contents, now });
  let retention: Loop | undefined;
  let clock: Loop | undefined;

  return {
    store,
    reception,
    linking,
    installations: createInstallations({ store, sealer, now }),
    installStates: createInstallStates({ db: store.db, now }),
    waiting: () => waitingSeconds({ store, inbox, outbox, now }),
    messages: () => countMessages(store),
    async start(bots) {
      deliveries = bots;
      await outbox.takeOver();
      sender = startSender({ outbox, copies, deliveries: bots, log, metrics, now });
      retention = startRetention({ store, inbox, outbox, log, now });
      await takeNewRules({ store, changes, approvals: config.policy.approvals });
      await applier.start();
      clock = startClock({
        store,
        changes,
        outbox,
        copies,
        wake: () => {
          wake();
          applier.wake();
        },
        log,
        now,
      });
      await reception.start();
    },
    async stop() {
      await reception.stop();
      await clock?.stop();
      await applier.stop();
      await sender?.stop();
      await retention?.stop();
      await store.close();
    },
  };
}

/** Tokens for Partner Center: of the app, and of app and user where a refresh token is configured. */
function tokensOf({ partner }: Config, tools: { store: Store; sealer: Sealer; log: Log; metrics: Metrics }) {
  const { store, sealer, log, metrics } = tools;
  const base = {
    from: { login: partner.urls.login, tenant: partner.tenantId },
    clientId: partner.clientId,
    clientSecret: partner.clientSecret,
    log,
    metrics,
  };
  const appTokens = createTokenSource({ ...base, scope: `${partner.audiences.partnerCenter}/.default` });
  if (partner.refreshToken === undefined) return { appTokens };
  const vault = createRefreshTokenVault({ db: store.db, sealer, configured: partner.refreshToken, log });
  const scope = `${partner.audiences.partnerCenter}/user_impersonation offline_access`;
  return { appTokens, userTokens: createTokenSource({ ...base, scope, refresh: { vault } }) };
}

function graphTokens({ partner }: Config, log: Log, metrics: Metrics) {
  return createTokenSource({
    from: { login: partner.urls.login, tenant: partner.tenantId },
    clientId: partner.clientId,
    clientSecret: partner.clientSecret,
    scope: `${partner.audiences.graph}/.default`,
    log,
    metrics,
  });
}
