import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { createCustomers } from '../../sandbox/customers/create-customers.js';
import { createEntraStandIn } from '../../sandbox/entra/stand-in.js';
import { createPartnerCenterStandIn } from '../../sandbox/partner-center/stand-in.js';
import { PARTNER_TENANT, SLACK_TEAM } from '../../sandbox/stand-in.js';
import { people } from './people.js';
import { createSlackOutside } from './slack.js';
import { createTeamsOutside } from './teams.js';

export type Outside = Awaited<ReturnType<typeof startOutside>>;

/**
 * Everything that is not measured, on one loopback server of this process: the sandbox's Partner Center, Entra ID and
 * Graph, and chats that do as little as they can.
 */
export async function startOutside() {
  const server = createServer();
  const baseUrl = `http://127.0.0.1:${await listen(server)}`;
  const app = { clientId: randomUUID(), clientSecret: randomUUID(), refreshToken: randomUUID() };
  const customers = createCustomers();
  const entra = createEntraStandIn({ baseUrl, tenantId: PARTNER_TENANT, characters: people, ...app });
  const partnerCenter = createPartnerCenterStandIn({ baseUrl, customers, verifyToken: entra.verifyToken });
  partnerCenter.faults.quota(1_000_000);
  const slack = createSlackOutside(baseUrl);
  const teams = createTeamsOutside(baseUrl);
  /** `METHOD path` of every request to Partner Center. */
  const asked: string[] = [];
  const standIns = [slack, teams, partnerCenter, entra.login, entra.graph];
  server.on('request', (request, response) => {
    const path = request.url ?? '';
    if (path.startsWith('/partner-center/')) asked.push(`${request.method ?? ''} ${path}`);
    const standIn = standIns.find(({ prefix }) => path.startsWith(`${prefix}/`));
    if (!standIn) return void response.writeHead(404).end();
    standIn.handle(request, response).catch(() => response.destroy());
  });

  const folder = mkdtempSync(join(tmpdir(), 'partnerdesk-bench-'));
  const policyFile = join(folder, 'partnerdesk.yaml');
  const links = people.map(({ slackUser, id }) => ({ slack: `${SLACK_TEAM}/${slackUser}`, person: id }));
  writeFileSync(policyFile, stringify({ people: links, limits: { person: 100_000, place: 100_000 } }));

  return {
    baseUrl,
    customers,
    partnerCenter,
    slack,
    teams,
    asked,
    /** The settings of a desk that lives here, on the disk: everything as in production but for the addresses. */
    deskEnv: (port: number, dataDir = 'desk'): Record<string, string> => ({
      HOST: '127.0.0.1',
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      DATA_DIR: join(folder, dataDir),
      LOG_LEVEL: 'info',
      PARTNERDESK_CONFIG: policyFile,
      ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      PARTNER_CLOUD: 'global',
      PARTNER_TENANT_ID: PARTNER_TENANT,
      PARTNER_CLIENT_ID: app.clientId,
      PARTNER_CLIENT_SECRET: app.clientSecret,
      PARTNER_REFRESH_TOKEN: app.refreshToken,
      PARTNER_CENTER_URL: `${baseUrl}${partnerCenter.prefix}`,
      LOGIN_URL: `${baseUrl}/login`,
      GRAPH_URL: `${baseUrl}/graph`,
      MicrosoftAppId: teams.appId,
      MicrosoftAppPassword: teams.appPassword,
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: PARTNER_TENANT,
      TEAMS_OPENID_METADATA_URL: teams.openIdMetadataUrl,
      TEAMS_LOGIN_URL: teams.loginUrl,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_API_URL: slack.apiUrl,
    }),
    /** Forgets requests to Partner Center so far. */
    forget: () => void asked.splice(0),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A port that was free a moment ago, for a process that is about to start. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
