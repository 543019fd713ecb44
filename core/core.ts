import { randomUUID } from 'node:crypto';
import type { Config } from './config.js';
import { createDesk } from './desk.js';
import type { Delivery } from './delivery.js';
import type { Check } from './doctor/check.js';
import { createLanguages, type Languages } from './roles/languages.js';
import { createTypeahead, type Typeahead } from './typeahead.js';
import { createDoctor } from './doctor/doctor.js';
import { accountKind } from './changes/account.js';
import { startClock } from './changes/approval/clock.js';
import { createApprovalContents } from './changes/approval/copy-content.js';
import { takeNewRules } from './changes/approval/new-rules.js';
import { createApplier } from './changes/applier.js';
import { createChanges } from './changes/changes.js';
import { purchaseKind } from './changes/purchase.js';
import { createCustomers } from './customers/customers.js';
import { createPreviews, type Previews } from './customers/previews.js';
import { createViewers } from './roles/viewer.js';
import { openCustomerIndex } from './customers/search/customer-index.js';
import { createCustomerSync, type IndexState } from './customers/sync/sync.js';
import { createInstallations, type Installations } from './installations/installations.js';
import { createInstallStates, type InstallStates } from './installations/install-states.js';
import { createDuties, releaseDuties } from './jobs/duties.js';
import { createCopies, touchCopies } from './jobs/copies.js';
import { createInbox } from './jobs/inbox.js';
import type { Loop } from './jobs/loop.js';
import { createOutbox } from './jobs/outbox.js';
import { startRetention } from './jobs/retention.js';
import { startSender } from './jobs/sender.js';
import { countMessages, type MessageCounts, type Queue, waitingSeconds } from './jobs/waiting.js';
import { createJournalKeys } from './journal/keys.js';
import { startSealing } from './journal/sealing.js';
import { createLimiter } from './limits.js';
import { startRotating } from './keys/rotating.js';
import { createRotation, type RotationState } from './keys/rotation.js';
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';
import { clouds } from './partner/clouds.js';
import { createPartnerCenter } from './partner/create-partner-center.js';
import { createWebhookSignatures } from './partner/webhook-signature.js';
import { createRefreshTokenVault } from './partner/refresh-token-vault.js';
import { createPartnerTokens } from './partner/partner-tokens.js';
import { createReception, type Reception } from './reception.js';
import { createDirectory } from './roles/directory.js';
import { createAcquaintance } from './roles/acquaintance.js';
import type { Linking } from './roles/linking.js';
import { openStore, type Store } from './store/open.js';
import { createSealer } from './store/sealer.js';
import { announceChange, announceHappening } from './watch/announce.js';
import { contentsOf, noticeContents } from './watch/notices.js';
import { createWatching, type Watching } from './watch/watching.js';
import type { Platform } from './turn.js';
import { type Elsewhere, startElsewhere } from './watch/elsewhere/elsewhere.js';

import { createWebhookEvents, lastTest } from './watch/webhook-events.js';
import { createWebhooks, type Webhooks } from './watch/webhooks.js';

/** The desk without a platform: what the bots are given. */
export interface Core {
  store: Store;
  reception: Reception;
  linking: Linking;
  webhooks: Webhooks;
  /** Where the app of a platform was installed, and where it is being installed. */
  installations: Installations;
  installStates: InstallStates;
  typeahead: Typeahead;
  /** What links to Partner Center are about. */
  previews: Previews;
  /** Which languages people chose. */
  languages: Pick<Languages, 'of'>;
  /** Places in these workspaces (absent: in all) may have become unreachable, or reachable again: they are looked at now. */
  doubt: Watching['doubt'];
  /** How long the oldest piece of work of each queue has waited, in seconds. */
  waiting(): Promise<Record<Queue, number>>;
  /** How many messages wait, and how many are not tried any more. */
  messages(): Promise<Record<Platform, MessageCounts>>;
  /** How far the index of customers has got. */
  customerIndex(): IndexState;
  /** How far what is sealed has been taken over to the newest key. */
  rotation(): RotationState;
  /**
   * Begins with what a former process left undone. The bots that are on come along, to say late answers.
   *
   * @param checks what the doctor looks at besides
   */
  start(deliveries: readonly Delivery[], checks?: readonly Check[]): Promise<void>;
  /** Finishes what is in hand and closes the store. */
  stop(): Promise<void>;
}

/**
 * Puts the core together: store, tokens, Partner Center, directory, commands, jobs.
 *
 * @param now the clock, ms since the epoch
 * @param spoken the languages that cards exist in (BCP 47), the default first
 */
export async function createCore(
  config: Config,
  log: Log,
  metrics: Metrics,
  now = Date.now,
  spoken: readonly string[] = ['en'],
): Promise<Core> {
  // Of this process alone: what it holds in the store is held by nobody else.
  const owner = randomUUID();
  const { databaseUrl, dataDir } = config;
  const journalKeys = createJournalKeys(config.encryptionKeys);
  const store = await openStore({ databaseUrl, dataDir, log, journalKeys });
  const sealer = createSealer(config.encryptionKeys);

  const { refreshToken } = config.partner;
  const vault = refreshToken && createRefreshTokenVault({ db: store.db, sealer, configured: refreshToken, log });
  const tokens = createPartnerTokens({ config: config.partner, ...(vault ? { vault } : {}), log, metrics });
  const partnerCenter = createPartnerCenter({
    config: config.partner,
    cloud: config.partner.cloud,
    locale: config.policy.languages.default,
    appTokens: tokens.app,
    ...(tokens.user ? { userTokens: tokens.user } : {}),
    log,
    metrics,
  });
  const duties = createDuties({ db: store.db, owner, now });
  const { auditRecords } = clouds[config.partner.cloud];
  const sync =
    config.customerIndex === 'off'
      ? undefined
      : createCustomerSync({
          db: store.db,
          index: await openCustomerIndex(),
          duties,
          audit: { offered: auditRecords, everyMs: config.policy.watch.pollEveryMs },
          details: config.customerIndex === 'full',
          metrics,
          log,
          now,
        });
  const partner = sync?.noting(partnerCenter) ?? partnerCenter;
  const directory = createDirectory({
    config: config.partner,
    tokens: tokens.graph,
    log,
    metrics,
    now,
  });
  const inbox = createInbox({ store, sealer, owner, now, log });
  const outbox = createOutbox({ store, sealer, owner, now, log });
  let sender: Loop | undefined;
  let deliveries: readonly Delivery[] = [];
  const acquaintance = createAcquaintance({
    store,
    sealer,
    config,
    directory,
    outbox,
    confirmedEmail: async (user) =>
      deliveries.find(({ platform }) => platform === user.platform)?.confirmedEmail?.(user),
    wake: () => sender?.wake(),
    log,
    metrics,
    now,
  });
  const { people, linking, isTheirs, reach } = acquaintance;
  const languages = createLanguages({ db: store.db, people, partnerTenantId: config.partner.tenantId, spoken, now });
  const changes = createChanges(store, metrics, now, async (tx, change, how) => {
    const { id, version } = change;
    await touchCopies(outbox, tx, { about: 'change', id, version, follow: false, notices: 'leave' });
    await announceChange(tx, change, how);
  });
  const kinds = { account: accountKind(partner), purchase: purchaseKind(partner) };
  const customers = createCustomers(partner, now, sync);
  const watching = createWatching({
    store,
    sealer,
    outbox,
    people,
    partnerTenantId: config.partner.tenantId,
    partner,
    deliveries: () => deliveries,
    wake: () => sender?.wake(),
    log,
    now,
  });
  const wake = () => {
    sender?.wake();
    watching.wake();
  };
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
  const viewers = createViewers({ people, directory, policy });
  let platformChecks: readonly Check[] = [];
  const desk = createDesk({
    store,
    sealer,
    partner,
    customers,
    changes,
    applier,
    kinds,
    outbox,
    survey: (place) => watching.survey(place),
    mend: (watch, found) => watching.mend(watch, found),
    doctor: createDoctor({ config, db: store.db, checks: () => platformChecks, log, metrics, now }),
    wake,
    policy,
    cloud: config.partner.cloud,
    partnerTenantId: config.partner.tenantId,
    now,
    directory,
    languages,
    ...acquaintance,
    log,
  });
  const reception = createReception({
    inbox,
    desk,
    deliveries: () => deliveries,
    singleProcess: store.singleProcess,
    limiter: createLimiter({ limits: policy.limits, whose: (user) => people.remembered(user), now }),
    log,
    metrics,
  });
  const requests = createApprovalContents({ store, changes, directory, policy, now });
  const contents = contentsOf(requests, noticeContents(store.db));
  const copies = createCopies({ db: store.db, sealer, contents, isTheirs, now });
  const rotation = createRotation({ store, encryptionKeys: config.encryptionKeys, log });
  let rotating: Loop | undefined;
  let retention: Loop | undefined;
  let clock: Loop | undefined;
  let elsewhere: Elsewhere | undefined;
  const webhooks = createWebhooks({
    signatures: createWebhookSignatures({
      cloud: config.partner.cloud,
      config: config.webhooks,
      proxy: config.partner.proxy,
      log,
      metrics,
      now,
    }),
    take: createWebhookEvents({
      store,
      partner,
      announceHappening: (tx, happening) => announceHappening(tx, happening, now()),
      wake: () => elsewhere?.wake(),
      log,
      now,
    }),
    metrics,
    log,
    now,
  });
  let sealing: Loop | undefined;

  return {
    store,
    reception,
    linking,
    languages,
    typeahead: createTypeahead({ db: store.db, viewers, customers, log, now }),
    previews: createPreviews({
      viewers,
      customers,
      cloud: config.partner.cloud,
      languages: policy.languages,
      log,
      now,
    }),
    webhooks,
    installations: createInstallations({ store, sealer, now }),
    installStates: createInstallStates(store),
    doubt: (platform, teams) => watching.doubt(platform, teams),
    waiting: () => waitingSeconds({ store, now }),
    messages: () => countMessages(store),
    customerIndex: () => sync?.state() ?? { state: 'off', customers: 0 },
    rotation: () => rotation.state(),
    async start(bots, checks = []) {
      deliveries = bots;
      platformChecks = checks;
      await outbox.takeOver();
      await releaseDuties(store);
      sender = startSender({
        outbox,
        copies,
        deliveries: bots,
        reach,
        log,
        metrics,
        now,
        onUnreachable: (lane, to, error) => watching.unreachable(lane, to, error),
        onDelivered: (copy) => watching.delivered(copy),
      });
      watching.start();
      sealing = startSealing({ store, keys: journalKeys, owner, dataDir, log, now });
      retention = startRetention({ store, inbox, outbox, keep: policy.retention, log, now });
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
      metrics.webhookTest.set(((await lastTest(store.db)) ?? 0) / 1000);
      rotating = startRotating({ rotation, duties, log });
      await reception.start();
      elsewhere = startElsewhere({
        store,
        partner,
        duties,
        auditRecords,
        everyMs: policy.watch.pollEveryMs,
        announce: (tx, happening) => announceHappening(tx, happening, now()),
        metrics,
        log,
        now,
      });
      sync?.start(partnerCenter);
    },
    async stop() {
      await reception.stop();
      await elsewhere?.stop();
      await clock?.stop();
      await applier.stop();
      await watching.stop();
      await sender?.stop();
      await retention?.stop();
      await sync?.stop();
      await rotating?.stop();
      // Last: whatever the others wrote is chained.
      await sealing?.stop();
      await store.close();
    },
  };
}
