import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cloud } from '../../core/config.js';
import { createCustomers, type SandboxCustomer } from '../../sandbox/customers/create-customers.js';
import { createEntraStandIn, type EntraStandIn } from '../../sandbox/entra/stand-in.js';
import { createPartnerCenterStandIn, type PartnerCenterStandIn } from '../../sandbox/partner-center/stand-in.js';
import { type Character, characters, PARTNER_TENANT, type StandIn } from '../../sandbox/stand-in.js';
import { makeKey, makeSecret } from '../../sandbox/secrets.js';

/** Everything outside the desk that has nothing to do with chats, on one loopback server. */
export interface World {
  baseUrl: string;
  dataDir: string;
  partnerCenter: PartnerCenterStandIn;
  entra: EntraStandIn;
  /** The settings that make a desk talk to this world; no platform is on yet. */
  env: Record<string, string>;
  add(standIn: StandIn): void;
  /** Every answer is dated so many ms later than it is; below 0: earlier. */
  skewClocks(ms: number): void;
  close(): Promise<void>;
}

/**
 * @param more.cloud the one that Partner Center is in; the global one when absent
 * @param more.now the clock of Partner Center, ms since the epoch
 * @param more.customers how many, or these
 * @param more.index whether the desk keeps an index of them; absent: it asks Partner Center
 */
/** In a policy file: tests ask faster than people do. What the limits do has tests of its own. */
export const noLimits = { person: 100_000, place: 100_000 };

export async function createWorld(
  more: {
    characters?: readonly Character[];
    cloud?: Cloud;
    now?: () => number;
    customers?: number | readonly SandboxCustomer[];
    index?: 'full' | 'list';
  } = {},
): Promise<World> {
  const standIns: StandIn[] = [];
  let skew = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (skew !== 0) response.setHeader('Date', new Date(Date.now() + skew).toUTCString());
    const standIn = standIns.find(({ prefix }) => path.startsWith(`${prefix}/`));
    if (standIn) void standIn.handle(request, response);
    else response.writeHead(404).end();
  });
  const baseUrl = await listenOnLoopback(server);
  const dataDir = mkdtempSync(join(tmpdir(), 'partnerdesk-'));
  const clientSecret = makeSecret();
  const refreshToken = makeSecret();
  const clientId = '7c1f0d52-4a37-4a4e-9d53-3f1a5c1e0b11';
  const entra = createEntraStandIn({
    baseUrl,
    tenantId: PARTNER_TENANT,
    characters: more.characters ?? characters,
    clientId,
    clientSecret,
    refreshToken,
    ...(more.cloud ? { cloud: more.cloud } : {}),
  });
  const partnerCenter = createPartnerCenterStandIn({
    baseUrl,
    customers: typeof more.customers === 'object' ? more.customers : createCustomers(more.customers ?? 120),
    verifyToken: entra.verifyToken,
    ...(more.cloud ? { cloud: more.cloud } : {}),
    ...(more.now ? { now: more.now } : {}),
    authorityFile: join(dataDir, 'webhook-authority.pem'),
    webhookPauseMs: 5,
  });
  standIns.push(entra.login, entra.graph, partnerCenter);
  return {
    baseUrl,
    dataDir,
    partnerCenter,
    entra,
    env: {
      HOST: '127.0.0.1',
      PORT: '0',
      PUBLIC_URL: 'http://127.0.0.1:3978',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'silent',
      // It asks Partner Center whenever it likes: tests that count what is asked, or let it fail, do without.
      CUSTOMER_INDEX: more.index ?? 'off',
      ENCRYPTION_KEY: makeKey(),
      PARTNER_CLOUD: more.cloud ?? 'global',
      PARTNER_TENANT_ID: PARTNER_TENANT,
      PARTNER_CLIENT_ID: clientId,
      PARTNER_CLIENT_SECRET: clientSecret,
      PARTNER_REFRESH_TOKEN: refreshToken,
      PARTNER_CENTER_URL: `${baseUrl}/partner-center`,
      LOGIN_URL: `${baseUrl}/login`,
      GRAPH_URL: `${baseUrl}/graph`,
      PARTNER_WEBHOOK_CERT_ORIGINS: baseUrl,
      PARTNER_WEBHOOK_CA_FILE: join(dataDir, 'webhook-authority.pem'),
    },
    add: (standIn) => standIns.push(standIn),
    skewClocks: (ms) => {
      skew = ms;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export function listenOnLoopback(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}
