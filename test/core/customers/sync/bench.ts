import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../../../core/config.js';
import { openCustomerIndex } from '../../../../core/customers/search/customer-index.js';
import { type CustomerSync, createCustomerSync } from '../../../../core/customers/sync/sync.js';
import { createDuties } from '../../../../core/jobs/duties.js';
import { createMetrics } from '../../../canary/metrics.js';
import { clouds } from '../../../../core/partner/clouds.js';
import { createPartnerCenter } from '../../../../core/partner/create-partner-center.js';
import type { PartnerCenter } from '../../../../core/partner/partner-center.js';
import { createTokenSource } from '../../../../core/partner/tokens.js';
import type { Store } from '../../../../core/store/open.js';
import type { SandboxCustomer } from '../../../../sandbox/customers/create-customers.js';
import { createWorld, type World } from '../../../wire/world.js';
import { recordedLog } from '../../partner/wire.js';
import { testClock } from '../../store/stores.js';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** One process of the desk, as far as its index of customers goes. */
export interface Replica {
  sync: CustomerSync;
  /** Its client, by which accounts are opened. */
  partner: PartnerCenter;
  metrics: ReturnType<typeof createMetrics>;
  /** The names of those whom a text names, or begins to. */
  found: (text: string) => Promise<string[]>;
  stop: () => Promise<void>;
}

/** Replicas of a desk against the stand-in of Partner Center, on a clock that stands still until it is moved. */
export interface Bench {
  world: World;
  clock: ReturnType<typeof testClock>;
  log: string[];
  /** @param details whether what no list tells is read in the background */
  replica: (details?: boolean) => Promise<Replica>;
  /** Lets time pass, a second in each step, until something holds. */
  until: (holds: () => boolean | Promise<boolean>, step?: number) => Promise<void>;
  /** Lets so much time pass, and what is due be done. */
  pass: (ms: number) => Promise<void>;
  /** Requests to Partner Center since the last question, as `GET /v1/…`, the last 200. */
  asked: () => string[];
  close: () => Promise<void>;
}

export async function openBench(
  store: Store,
  more: { cloud?: Cloud; customers?: number | readonly SandboxCustomer[]; sharePerMinute?: number } = {},
): Promise<Bench> {
  const clock = testClock(Date.UTC(2026, 9, 14, 11));
  const { now } = clock;
  const { cloud = 'global', customers = 1_200, sharePerMinute } = more;
  const world = await createWorld({ cloud, now, customers });
  const { lines, log } = recordedLog();
  const running = new Set<Replica>();
  let asked = 0;

  async function replica(details = false): Promise<Replica> {
    const metrics = createMetrics();
    const { partner } = clientOf(world, cloud, { now, log, metrics });
    const sync = createCustomerSync({
      db: store.db,
      index: await openCustomerIndex(),
      duties: createDuties({ db: store.db, owner: randomUUID(), now }),
      audit: { offered: clouds[cloud].auditRecords, everyMs: MINUTE },
      details,
      ...(sharePerMinute === undefined ? {} : { sharePerMinute }),
      metrics,
      log,
      now,
    });
    const one: Replica = {
      sync,
      partner: sync.noting(partner),
      metrics,
      async found(text) {
        const hits = await sync.index.search(text, { limit: 20 });
        return hits.filter(({ match }) => match === 'exact' || match === 'beginning').map(({ name }) => name);
      },
      async stop() {
        if (running.delete(one)) await sync.stop();
      },
    };
    running.add(one);
    sync.start(partner);
    return one;
  }

  const wakeAll = async () => {
    for (const { sync } of running) sync.wake();
    await new Promise((soon) => setTimeout(soon, 5));
  };

  return {
    world,
    clock,
    log: lines,
    replica,
    async until(holds, step = SECOND) {
      while (!(await holds())) {
        clock.forward(step);
        await wakeAll();
      }
    },
    async pass(ms) {
      clock.forward(ms);
      // Several looks: the first one may be in the middle of something.
      for (let n = 0; n < 20; n++) await wakeAll();
    },
    asked() {
      const { count, requests } = world.partnerCenter.pane();
      const fresh = requests.slice(0, count - asked).toReversed();
      asked = count;
      return fresh.map(({ method, path }) => `${method} ${path}`);
    },
    async close() {
      for (const one of running) await one.stop();
      await world.close();
    },
  };
}

function clientOf(
  world: World,
  cloud: Cloud,
  tools: { now: () => number; log: ReturnType<typeof recordedLog>['log']; metrics: ReturnType<typeof createMetrics> },
) {
  const common = {
    from: { login: `${world.baseUrl}/login`, tenant: world.env['PARTNER_TENANT_ID'] ?? '' },
    clientId: world.env['PARTNER_CLIENT_ID'] ?? '',
    credential: { type: 'secret' as const, secret: world.env['PARTNER_CLIENT_SECRET'] ?? '' },
    ...tools,
  };
  const url = world.env['PARTNER_CENTER_URL'] ?? '';
  const partner = createPartnerCenter({
    config: { tenantId: common.from.tenant, urls: { partnerCenter: url, login: '', graph: '' } },
    appTokens: createTokenSource({ ...common, scope: `${clouds[cloud].partnerCenter}/.default` }),
    ...tools,
    limits: { backoffMs: 1, attempts: 1 },
  });
  return { partner };
}

/** As many customers as wanted, with no more than a list tells. */
export function plainCustomers(count: number): SandboxCustomer[] {
  return Array.from({ length: count }, (_, index) => {
    const digits = String(index).padStart(12, '0');
    const id = `d0000000-0000-4000-8000-${digits}`;
    const domain = `company${index}.onmicrosoft.com`;
    return {
      id,
      commerceId: id,
      domain,
      customDomains: [domain],
      relationshipToPartner: 'reseller',
      allowDelegatedAccess: true,
      company: { companyName: `Company ${index}`, email: '', address: {} },
      billing: { id, companyName: `Company ${index}` },
    };
  });
}
