import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { stringify } from 'yaml';
import type { Cloud, SlackConfig, TeamsConfig } from '../../../core/config.js';
import { createCustomers } from '../../../sandbox/customers/create-customers.js';
import { createEntraStandIn } from '../../../sandbox/entra/stand-in.js';
import { createPartnerCenterStandIn, type PartnerCenterStandIn } from '../../../sandbox/partner-center/stand-in.js';
import { createSlackStandIn, type SlackStandIn } from '../../../sandbox/slack/stand-in.js';
import { characters, PARTNER_TENANT, SLACK_TEAM, type StandIn } from '../../../sandbox/stand-in.js';
import { createTeamsStandIn, type TeamsStandIn } from '../../../sandbox/teams/stand-in.js';
import { addressOf, certificateFor, createProxy, freePort, listen } from '../tunnel.js';
import { partnerHosts, services, slackHosts, teamsHosts } from './hosts.js';

/** Which clouds a desk is set to. */
export interface Clouds {
  partner: Cloud;
  teams: TeamsConfig['cloud'];
  slack: SlackConfig['cloud'];
}

/** One desk in its clouds, with no address in its settings but its own. */
export interface Stay {
  env: Record<string, string>;
  partnerCenter: PartnerCenterStandIn;
  slack: SlackStandIn;
  teams: TeamsStandIn;
  /** The hosts that were called since the desk began to start, in order of the alphabet. */
  called: () => string[];
}

export interface CloudWorld {
  /** Ends the desk before, and starts one in these clouds. */
  stay(clouds: Clouds): Promise<Stay>;
  close(): Promise<void>;
}

/** What stands behind the names at present. */
type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** Every service of every cloud under its own name, behind a proxy by which alone the desk gets anywhere. */
export async function openCloudWorld(): Promise<CloudWorld> {
  const dataDir = mkdtempSync(join(tmpdir(), 'partnerdesk-clouds-'));
  const { certificate, key, authority } = await certificateFor(...services.keys());
  const authorityFile = join(dataDir, 'authority.pem');
  writeFileSync(authorityFile, authority);
  const linked = characters.filter((one) => one.linked);
  const people = linked.map(({ slackUser, id }) => ({ slack: `${SLACK_TEAM}/${slackUser}`, person: id }));
  const policyFile = join(dataDir, 'policy.yaml');
  writeFileSync(policyFile, stringify({ people }));

  let handle: Handle = (_request, response) => void response.writeHead(503).end();
  const server = createServer({ cert: certificate, key }, (request, response) => handle(request, response));
  await listen(server);
  const proxy = createProxy((server.address() as AddressInfo).port);
  await listen(proxy.server);
  const port = await freePort();
  const botUrl = `http://127.0.0.1:${port}`;
  const desks = fork(join(import.meta.dirname, 'desks.mjs'), {
    env: { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: authorityFile },
    execArgv: [],
  });
  await once(desks, 'message');

  return {
    async stay({ partner, teams: teamsCloud, slack: slackCloud }) {
      await tell(desks, {});
      const secret = () => randomBytes(18).toString('base64url');
      const app = { clientId: randomUUID(), clientSecret: secret(), refreshToken: secret() };
      const bot = { appId: randomUUID(), appPassword: secret() };
      const signed = { signingSecret: randomBytes(16).toString('hex'), botToken: `xoxb-${secret()}` };
      const tenant = { characters, tenantId: PARTNER_TENANT };
      const [ours, theirs, slacks] = [partnerHosts[partner], teamsHosts[teamsCloud], slackHosts[slackCloud]];
      const entra = createEntraStandIn({
        baseUrl: `https://${ours.login}`,
        graphUrl: `https://${ours.graph}`,
        cloud: partner,
        ...tenant,
        ...app,
      });
      const partnerCenter = createPartnerCenterStandIn({
        baseUrl: `https://${ours['partner center']}`,
        customers: createCustomers(12, partner),
        verifyToken: entra.verifyToken,
        cloud: partner,
      });
      const slack = createSlackStandIn({
        baseUrl: `https://${slacks['slack responses']}`,
        botUrl,
        characters,
        ...signed,
      });
      const teams = createTeamsStandIn({
        baseUrl: `https://${theirs['bot metadata']}`,
        serviceUrl: `https://${theirs['bot connector']}/teams/`,
        botUrl,
        cloud: teamsCloud,
        limits: false,
        ...tenant,
        ...bot,
      });
      handle = (request, response) => void answer(request, response);
      proxy.tunnels.clear();

      /** Under the real names there are no prefixes; the stand-ins are told apart by them. */
      async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const service = services.get(request.headers.host ?? '');
        const path = request.url ?? '/';
        const to = (standIn: StandIn, rest = path) => {
          request.url = rest.startsWith(`${standIn.prefix}/`) ? rest : standIn.prefix + rest;
          return standIn.handle(request, response);
        };
        if (service === 'partner center') return to(partnerCenter);
        if (service === 'graph') return to(entra.graph);
        if (service === 'slack' || service === 'slack responses') return to(slack);
        if (service === 'bot metadata') return to(teams);
        if (service === 'bot connector') return to(teams, path.replace(/^\/teams/, ''));
        if (service !== 'login') return void response.writeHead(421).end();
        // One sign-in service for both apps: who asks stands in the form.
        const body = Buffer.concat(await request.toArray());
        const again = Object.assign(Readable.from([body]), {
          method: request.method,
          headers: request.headers,
          url: body.includes(bot.appId) ? `${teams.prefix}/login${path}` : `${entra.login.prefix}${path}`,
          socket: request.socket,
        }) as unknown as IncomingMessage;
        return (body.includes(bot.appId) ? teams : entra.login).handle(again, response);
      }

      const env = {
        HOST: '127.0.0.1',
        PORT: String(port),
        PUBLIC_URL: botUrl,
        DATA_DIR: mkdtempSync(join(dataDir, 'desk-')),
        // Partner Center itself is to answer.
        CUSTOMER_INDEX: 'off',
        HTTPS_PROXY: addressOf(proxy.server),
        ENCRYPTION_KEY: randomBytes(32).toString('base64'),
        PARTNERDESK_CONFIG: policyFile,
        PARTNER_CLOUD: partner,
        PARTNER_TENANT_ID: PARTNER_TENANT,
        PARTNER_CLIENT_ID: app.clientId,
        PARTNER_CLIENT_SECRET: app.clientSecret,
        PARTNER_REFRESH_TOKEN: app.refreshToken,
        TEAMS_CLOUD: teamsCloud,
        MicrosoftAppId: bot.appId,
        MicrosoftAppPassword: bot.appPassword,
        MicrosoftAppType: 'SingleTenant',
        SLACK_CLOUD: slackCloud,
        SLACK_SIGNING_SECRET: signed.signingSecret,
        SLACK_BOT_TOKEN: signed.botToken,
      };
      await tell(desks, env);
      const called = () => [...proxy.tunnels].map((one) => one.replace(/:443$/, '')).toSorted();
      return { env, partnerCenter, slack, teams, called };
    },
    async close() {
      await tell(desks, {});
      desks.kill();
      for (const socket of proxy.sockets) socket.destroy();
      server.closeAllConnections();
      await Promise.all([server, proxy.server].map((one) => new Promise((resolve) => one.close(resolve))));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Has the desk before ended, and one started with these settings, if any. @throws with what it said, when it does not start */
async function tell(desks: ChildProcess, env: Record<string, string>): Promise<void> {
  const said = once(desks, 'message') as Promise<[{ error?: string }]>;
  desks.send(env);
  const [{ error }] = await said;
  if (error !== undefined) throw new Error(error);
}
