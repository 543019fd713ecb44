import { randomInt, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Cloud } from '../core/config.js';
import { installWhenUp } from './arrival.js';
import { sandboxClouds } from './clouds.js';
import { createConsole } from './console.js';
import { isLoopback } from './console/guard.js';
import { createPartnerCenterSource } from './console/partner-center.js';
import { clouds } from '../core/partner/clouds.js';
import { createCustomers } from './customers/create-customers.js';
import { makeDataFolder } from './data-folder.js';
import { createEntraStandIn, type EntraStandIn } from './entra/stand-in.js';
import { createPartnerCenterStandIn, type PartnerCenterStandIn } from './partner-center/stand-in.js';
import { watchIndex } from './index-progress.js';
import { sandboxPolicy } from './policy.js';
import { createSlackCloud, type SlackCloud } from './slack/cloud.js';
import { installApp } from './slack/install-app.js';
import { createSlackStandIn, type SlackStandIn } from './slack/stand-in.js';
import { nordicsTeam, partnerTeam } from './slack/team.js';
import { createTwoWorkspaces } from './slack/two-workspaces.js';
import { characters as colleagues, nordics, PARTNER_TENANT, SLACK_TEAM } from './stand-in.js';
import { suggestionsFor } from './suggestions.js';
import { createTeamsStandIn, type TeamsStandIn } from './teams/stand-in.js';
import { createTold } from './told.js';
import { makeKey, makeSecret } from './secrets.js';

export interface Sandbox {
  /** Every setting that the bot needs to live here, and whatever was given. */
  env: NodeJS.ProcessEnv;
  pageUrl: string;
  /** The partner's first workspace. */
  slack: SlackStandIn;
  teams: TeamsStandIn;
  partnerCenter: PartnerCenterStandIn;
  entra: EntraStandIn;
  /** Puts the app into the first workspace, where it is not from the beginning. The bot has to be up. */
  install(): Promise<void>;
  close(): Promise<void>;
}

export interface SandboxOptions {
  /** Slack has a second workspace, and the app is installed through OAuth; else there is one, and the bot has its token. */
  twoWorkspaces?: boolean;
  /** Default: the global one. */
  cloud?: Cloud;
  /** Starts the sandbox of another cloud and gives the address of its page. */
  pageOf?: (cloud: Cloud) => Promise<string>;
}

const DEFAULT_PORT = 3978;

/**
 * Starts stand-ins for Partner Center, Entra ID, Microsoft Graph, Teams and Slack, and the page that shows them, all on
 * one server on loopback, next to the port of the bot. The bot itself is not started: it runs unchanged with `env`.
 *
 * @param given HOST, PORT (0: both ports are any free ones), DATA_DIR and LOG_LEVEL are heeded
 * @throws when HOST is not loopback (the sandbox asks nobody for a password) or the port is taken
 */
export async function startSandbox(given: NodeJS.ProcessEnv, options: SandboxOptions = {}): Promise<Sandbox> {
  const host = given['HOST'] || '127.0.0.1';
  if (!isLoopback(host)) throw new Error(`The sandbox runs on loopback only; HOST is ${host}`);
  const port = Number(given['PORT'] || DEFAULT_PORT);
  const server = createServer();
  await listen(server, port === 0 ? 0 : port + 1);
  const botPort = port === 0 ? await freePort() : port;
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const botUrl = `http://${host.includes(':') ? `[${host.replace(/[[\]]/g, '')}]` : host}:${botPort}`;

  const secrets = makeSecrets();
  const cloud = options.cloud ?? 'global';
  // Copies: what somebody's language is set to here concerns no other sandbox.
  const [first, second] = [structuredClone(colleagues), structuredClone(nordics)];
  const characters = options.twoWorkspaces ? [...first, ...second] : first;
  const customers = createCustomers(undefined, cloud);
  const people = { characters, tenantId: PARTNER_TENANT };
  const entra = createEntraStandIn({ baseUrl, cloud, ...people, ...secrets.entra });
  const dataDir = await makeDataFolder(given['DATA_DIR'] || './data');
  const authorityFile = join(dataDir, 'webhook-authority.pem');
  const partnerCenter = createPartnerCenterStandIn({
    baseUrl,
    cloud,
    customers,
    verifyToken: entra.verifyToken,
    authorityFile,
  });
  const { signingSecret, botToken, ...app } = secrets.slack;
  const toBot = { baseUrl, botUrl: `${botUrl}/slack/events`, signingSecret };
  const workspaces = [
    { team: partnerTeam, characters: first },
    { team: nordicsTeam, characters: second },
  ];
  const slackCloud = options.twoWorkspaces
    ? createSlackCloud({ ...toBot, ...app, workspaces, rotate: true, publicUrl: botUrl })
    : undefined;
  const slack = slackCloud?.at(SLACK_TEAM) ?? createSlackStandIn({ ...toBot, botToken, characters });
  const chat = slackCloud ? createTwoWorkspaces(slackCloud, `${botUrl}/slack/install`) : slack;
  const teams = createTeamsStandIn({ baseUrl, botUrl, ...people, ...secrets.teams, cloud: clouds[cloud].teams });
  const index = watchIndex(botUrl);
  const page = createConsole({
    cloud,
    pageOf: options.pageOf,
    async speak(character, locale) {
      character.locale = locale;
      await (slackCloud?.at(character.slackTeam ?? SLACK_TEAM) ?? slack).speak(character.slackUser, locale);
    },
    characters,
    suggestions: suggestionsFor(characters, cloud),
    slack: chat,
    teams,
    partnerCenter: createPartnerCenterSource(partnerCenter, customers, index),
    told: createTold(chat, teams),
  });
  const standIns = [partnerCenter, entra.login, entra.graph, chat, teams];
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '/';
    const standIn = standIns.find(({ prefix }) => path.startsWith(`${prefix}/`));
    (standIn ?? page).handle(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });

  const policyFile = join(dataDir, 'partnerdesk.yaml');
  const channel = teams.conversations.find(({ kind }) => kind === 'channel')?.id ?? '';
  const listed = slackCloud ? { slack: { workspaces: workspaces.map(({ team }) => team.id) } } : {};
  await writeFile(policyFile, stringify({ ...sandboxPolicy(characters, channel), ...listed }));
  const stopWaiting = installWhenUp(botUrl, teams);
  return {
    env: {
      ...given,
      HOST: host,
      PORT: String(botPort),
      PUBLIC_URL: botUrl,
      DATA_DIR: dataDir,
      ENCRYPTION_KEY: makeKey(),
      LOG_LEVEL: given['LOG_LEVEL'] || 'info',
      PARTNERDESK_CONFIG: policyFile,
      // What the list does not tell would be some thousand requests, which push everything else out of the page's log.
      CUSTOMER_INDEX: 'list',
      PARTNER_CLOUD: cloud,
      PARTNER_TENANT_ID: PARTNER_TENANT,
      PARTNER_CLIENT_ID: secrets.entra.clientId,
      PARTNER_CLIENT_SECRET: secrets.entra.clientSecret,
      PARTNER_REFRESH_TOKEN: secrets.entra.refreshToken,
      PARTNER_CENTER_URL: `${baseUrl}${partnerCenter.prefix}`,
      LOGIN_URL: `${baseUrl}${entra.login.prefix}`,
      GRAPH_URL: `${baseUrl}${entra.graph.prefix}`,
      PARTNER_WEBHOOK_CERT_ORIGINS: baseUrl,
      PARTNER_WEBHOOK_CA_FILE: authorityFile,
      MicrosoftAppId: secrets.teams.appId,
      MicrosoftAppPassword: secrets.teams.appPassword,
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: PARTNER_TENANT,
      TEAMS_OPENID_METADATA_URL: teams.settings.openIdMetadataUrl,
      TEAMS_LOGIN_URL: teams.settings.loginUrl,
      SLACK_CLOUD: sandboxClouds[cloud].slack,
      SLACK_SIGNING_SECRET: signingSecret,
      ...slackAccess(secrets.slack, slackCloud),
      SLACK_API_URL: `${baseUrl}${slack.prefix}/api/`,
    },
    pageUrl: `${baseUrl}/`,
    slack,
    teams,
    partnerCenter,
    entra,
    async install() {
      if (slackCloud) await installApp(botUrl, SLACK_TEAM);
    },
    async close() {
      stopWaiting();
      index.stop();
      page.close();
      (slackCloud ?? slack).close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** How the bot reaches Slack: as the app that workspaces install, or with the token of the one. */
function slackAccess(
  { botToken, clientId, clientSecret, stateSecret }: ReturnType<typeof makeSecrets>['slack'],
  slackCloud: SlackCloud | undefined,
): NodeJS.ProcessEnv {
  if (!slackCloud) return { SLACK_BOT_TOKEN: botToken };
  return { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: stateSecret };
}

/** New ones at every start: nothing that was ever printed or logged opens a later sandbox. */
function makeSecrets() {
  return {
    entra: { clientId: randomUUID(), clientSecret: makeSecret(), refreshToken: makeSecret() },
    slack: {
      signingSecret: makeSecret(),
      botToken: `xoxb-${makeSecret()}`,
      clientId: `${randomInt(1e12)}.${randomInt(1e12)}`,
      clientSecret: makeSecret(),
      stateSecret: makeSecret(),
    },
    teams: { appId: randomUUID(), appPassword: makeSecret() },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** A port that was free a moment ago: the bot's address must be known before the bot listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
