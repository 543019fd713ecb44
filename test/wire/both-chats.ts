import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { createSlackBot } from '../../bots/slack/bot.js';
import { createTeamsBot } from '../../bots/teams/bot.js';
import { languages } from '../../cards/languages.js';
import { parseConfig } from '../../core/config.js';
import { type Core, createCore } from '../../core/core.js';
import { createLog } from '../canary/output.js';
import { createMetrics } from '../canary/metrics.js';
import { manifestScopes } from '../../sandbox/slack/scopes.js';
import { createSlackStandIn, type SlackStandIn } from '../../sandbox/slack/stand-in.js';
import { type Character, characters, PARTNER_TENANT, SLACK_TEAM } from '../../sandbox/stand-in.js';
import { createTeamsStandIn, type TeamsStandIn } from '../../sandbox/teams/stand-in.js';
import { createWorld, listenOnLoopback, noLimits, type World } from './world.js';
import { makeSecret } from '../../sandbox/secrets.js';

/** The whole desk with both bots against every stand-in, all of it over HTTP, and its store to look into. */
export interface BothChats {
  world: World;
  core: Core;
  slack: SlackStandIn;
  teams: TeamsStandIn;
  close(): Promise<void>;
}

/** What a test wants otherwise. */
export interface OtherWishes {
  /** Slack users whom the configuration does not name. */
  unlinked?: readonly string[];
  /** More of the policy file. */
  policy?: Record<string, unknown>;
  /** What the Slack app was granted beside what its manifest asks for. */
  scopes?: readonly string[];
  /** The locales of clients, by Slack user; the others keep their own. */
  locales?: Record<string, string>;
  /** More settings. */
  env?: Record<string, string>;
}

/**
 * Everybody of the organisation is linked in Slack.
 *
 * @param more characters beside the usual ones; one with the id of another is a second Slack user of the same human
 */
export async function openBothChats(
  more: readonly Character[] = [],
  { unlinked = [], policy = {}, scopes = [], locales = {}, env = {} }: OtherWishes = {},
): Promise<BothChats> {
  const everybody = [...characters, ...more].map((one) => ({ ...one, locale: locales[one.slackUser] ?? one.locale }));
  const humans = everybody.filter((one, at) => everybody.findIndex(({ id }) => id === one.id) === at);
  const world = await createWorld({ characters: humans });
  const routes = new Map<string, (request: IncomingMessage, response: ServerResponse) => Promise<void>>();
  const botServer = createServer((request, response) => {
    const route = routes.get(request.url ?? '');
    if (route) void route(request, response);
    else response.writeHead(404).end();
  });
  const botUrl = await listenOnLoopback(botServer);
  const slackSecrets = { signingSecret: makeSecret(), botToken: `xoxb-${makeSecret()}` };
  const slack = createSlackStandIn({
    baseUrl: world.baseUrl,
    botUrl,
    characters: everybody,
    limits: false,
    scopes: [...manifestScopes(), ...scopes],
    ...slackSecrets,
  });
  const account = { appId: randomUUID(), appPassword: makeSecret(), tenantId: PARTNER_TENANT };
  const teams = createTeamsStandIn({
    baseUrl: world.baseUrl,
    botUrl,
    characters: humans,
    limits: false,
    ...account,
  });
  world.add(slack);
  world.add(teams);
  const policyFile = join(world.dataDir, 'policy.yaml');
  const linked = everybody.filter(({ standing, slackUser }) => standing === 'member' && !unlinked.includes(slackUser));
  await writeFile(
    policyFile,
    stringify({
      people: linked.map(({ slackUser, id }) => ({ slack: `${SLACK_TEAM}/${slackUser}`, person: id })),
      limits: noLimits,
      ...policy,
    }),
  );
  const config = parseConfig({
    ...world.env,
    ...env,
    PARTNERDESK_CONFIG: policyFile,
    SLACK_SIGNING_SECRET: slackSecrets.signingSecret,
    SLACK_BOT_TOKEN: slackSecrets.botToken,
    SLACK_API_URL: `${world.baseUrl}/slack/api/`,
    MicrosoftAppId: account.appId,
    MicrosoftAppPassword: account.appPassword,
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: PARTNER_TENANT,
    TEAMS_OPENID_METADATA_URL: teams.settings.openIdMetadataUrl,
    TEAMS_LOGIN_URL: teams.settings.loginUrl,
  });
  if (!config.slack || !config.teams) throw new Error('both chats are needed');
  const log = createLog('silent');
  const metrics = createMetrics();
  const core = await createCore(config, log, metrics, Date.now, languages);
  const shared = { cloud: config.partner.cloud, reception: core.reception, languages: core.languages, log, metrics };
  const slackBot = createSlackBot({ config: config.slack, ...shared });
  const teamsBot = createTeamsBot({ config: config.teams, partnerTenantId: PARTNER_TENANT, ...shared });
  routes.set('/slack/events', (request, response) => slackBot.handle(request, response));
  routes.set('/api/messages', (request, response) => teamsBot.handle(request, response));
  await Promise.all([slackBot.start(), teamsBot.start()]);
  await core.start([slackBot.delivery, teamsBot.delivery]);
  return {
    world,
    core,
    slack,
    teams,
    async close() {
      await teams.settled();
      await Promise.all([slackBot.stop(), teamsBot.stop()]);
      await core.stop();
      slack.close();
      botServer.closeAllConnections();
      await new Promise((resolve) => botServer.close(resolve));
      await world.close();
    },
  };
}
