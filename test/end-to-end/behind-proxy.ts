import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { createCustomers } from '../../sandbox/customers/create-customers.js';
import { createEntraStandIn } from '../../sandbox/entra/stand-in.js';
import { createPartnerCenterStandIn } from '../../sandbox/partner-center/stand-in.js';
import { makeKey, makeSecret } from '../../sandbox/secrets.js';
import { createSlackCloud, type SlackCloud } from '../../sandbox/slack/cloud.js';
import { createSlackStandIn, type SlackStandIn } from '../../sandbox/slack/stand-in.js';
import { partnerTeam } from '../../sandbox/slack/team.js';
import { characters, PARTNER_TENANT, SLACK_TEAM } from '../../sandbox/stand-in.js';
import { createTeamsStandIn, type TeamsStandIn } from '../../sandbox/teams/stand-in.js';
import { addressOf, certificateFor, createProxy, freePort, listen } from './tunnel.js';

/** RFC 2606: these names resolve nowhere. Whatever reaches a service has come through the proxy. */
export const host = (service: string) => `${service}.desk.example`;
const urlOf = (service: string) => `https://${host(service)}`;

export interface BehindProxy {
  /** The settings of a desk that reaches everything through the proxy. */
  env: NodeJS.ProcessEnv;
  slack: SlackStandIn;
  /** All of Slack, where the workspace installs the app. */
  cloud?: SlackCloud;
  teams: TeamsStandIn;
  /** What is to be told to nobody, of the desk's access to Slack. */
  slackSecrets: string[];
  /** Hosts that a tunnel was asked for, with their ports. */
  tunnels: Set<string>;
  /** The services that were called, by the prefix of their paths. */
  called: Set<string>;
  /** Everything that passed the proxy, in both directions. */
  passed(): Buffer;
  /** Requests that were not for a tunnel, or came without the credentials. */
  refused(): number;
  close(): Promise<void>;
}

/**
 * Every service outside under a name and a certificate of its own, and a proxy of which alone they can be reached.
 *
 * @param installs the workspace of Slack installs the app, and its tokens are always about to end; else there is one token
 */
export async function openBehindProxy({ installs = false } = {}): Promise<BehindProxy> {
  const dataDir = mkdtempSync(join(tmpdir(), 'partnerdesk-proxy-'));
  const { certificate, key, authority } = await certificateFor('*.desk.example');
  writeFileSync(join(dataDir, 'authority.pem'), authority);
  const port = await freePort();
  const botUrl = `http://127.0.0.1:${port}`;

  const app = { clientId: randomUUID(), clientSecret: makeSecret(), refreshToken: makeSecret() };
  const bot = { appId: randomUUID(), appPassword: makeSecret() };
  const people = { characters, tenantId: PARTNER_TENANT };
  const entra = createEntraStandIn({ baseUrl: urlOf('login'), ...people, ...app });
  const customers = createCustomers(20);
  const partner = { baseUrl: urlOf('partner'), customers, verifyToken: entra.verifyToken };
  const partnerCenter = createPartnerCenterStandIn(partner);
  const { slack, cloud, access } = openSlack(botUrl, installs);
  const teams = createTeamsStandIn({ baseUrl: urlOf('teams'), botUrl, ...people, ...bot, limits: false });
  const standIns = [entra.login, entra.graph, partnerCenter, cloud ?? slack, teams];
  const called = new Set<string>();
  const services = createSecureServer(
    { cert: certificate, key },
    (request: IncomingMessage, response: ServerResponse) => {
      const standIn = standIns.find(({ prefix }) => request.url?.startsWith(`${prefix}/`));
      if (!standIn) return void response.writeHead(404).end();
      called.add(standIn.prefix);
      void standIn.handle(request, response);
    },
  );
  await listen(services);
  const proxy = createProxy((services.address() as AddressInfo).port);
  await listen(proxy.server);

  const policyFile = join(dataDir, 'policy.yaml');
  const linked = characters.filter((one) => one.linked);
  const list = linked.map(({ slackUser, id }) => ({ slack: `${SLACK_TEAM}/${slackUser}`, person: id }));
  writeFileSync(policyFile, stringify({ people: list }));
  return {
    env: {
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: botUrl,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'trace',
      // What a curious operator sets: no library may print the proxy's password then.
      DEBUG: '*',
      NODE_EXTRA_CA_CERTS: join(dataDir, 'authority.pem'),
      HTTPS_PROXY: addressOf(proxy.server),
      ENCRYPTION_KEY: makeKey(),
      PARTNERDESK_CONFIG: policyFile,
      PARTNER_TENANT_ID: PARTNER_TENANT,
      PARTNER_CLIENT_ID: app.clientId,
      PARTNER_CLIENT_SECRET: app.clientSecret,
      PARTNER_REFRESH_TOKEN: app.refreshToken,
      PARTNER_CENTER_URL: `${urlOf('partner')}${partnerCenter.prefix}`,
      LOGIN_URL: `${urlOf('login')}${entra.login.prefix}`,
      GRAPH_URL: `${urlOf('login')}${entra.graph.prefix}`,
      MicrosoftAppId: bot.appId,
      MicrosoftAppPassword: bot.appPassword,
      TEAMS_OPENID_METADATA_URL: teams.settings.openIdMetadataUrl,
      TEAMS_LOGIN_URL: teams.settings.loginUrl,
      ...access,
      SLACK_API_URL: `${urlOf('slack')}${slack.prefix}/api/`,
    },
    slack,
    ...(cloud ? { cloud } : {}),
    teams,
    slackSecrets: Object.entries(access).flatMap(([name, value]) => (name === 'SLACK_CLIENT_ID' ? [] : [value])),
    called,
    ...proxy,
    async close() {
      (cloud ?? slack).close();
      for (const socket of proxy.sockets) socket.destroy();
      services.closeAllConnections();
      await Promise.all([services, proxy.server].map((server) => new Promise((resolve) => server.close(resolve))));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function openSlack(botUrl: string, installs: boolean) {
  const signingSecret = makeSecret();
  const common = { baseUrl: urlOf('slack'), botUrl: `${botUrl}/slack/events`, signingSecret };
  if (!installs) {
    const botToken = `xoxb-${makeSecret()}`;
    const slack = createSlackStandIn({ ...common, characters, botToken });
    return { slack, cloud: undefined, access: { SLACK_SIGNING_SECRET: signingSecret, SLACK_BOT_TOKEN: botToken } };
  }
  const app = { clientId: '123456.654321', clientSecret: makeSecret() };
  const cloud = createSlackCloud({
    ...common,
    ...app,
    publicUrl: botUrl,
    rotate: true,
    // Less than the two hours before its end from which on the desk renews it.
    tokenLifeSeconds: 3_600,
    workspaces: [{ team: partnerTeam, characters }],
  });
  const access = {
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_CLIENT_ID: app.clientId,
    SLACK_CLIENT_SECRET: app.clientSecret,
    SLACK_STATE_SECRET: makeSecret(),
  };
  return { slack: cloud.at(SLACK_TEAM), cloud, access };
}
