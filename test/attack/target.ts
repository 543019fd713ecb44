import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { stringify } from 'yaml';
import { parseConfig } from '../../core/config.js';
import { makeSecret } from '../../sandbox/secrets.js';
import { createSlackCloud, type SlackCloud } from '../../sandbox/slack/cloud.js';
import { installApp } from '../../sandbox/slack/install-app.js';
import { createSlackStandIn, type SlackStandIn } from '../../sandbox/slack/stand-in.js';
import { type Character, characters, PARTNER_TENANT, SLACK_TEAM } from '../../sandbox/stand-in.js';
import { nordicsTeam, partnerTeam } from '../../sandbox/slack/team.js';
import { createTeamsStandIn, type TeamsStandIn } from '../../sandbox/teams/stand-in.js';
import { runDesk } from '../canary/desk-process.js';
import { createLog } from '../canary/output.js';
import { createWorld, type World } from '../wire/world.js';
import type { Figure } from './attack.js';

const named = (name: string): Character => characters.find((one) => one.name.startsWith(name)) as Character;
export const [sofia, ada, oscar] = [named('Sofia'), named('Ada'), named('Oscar')] as [Character, Character, Character];
/** A guest of the partner's tenant, whom only rosters give away. */
export const gwen: Character = {
  ...sofia,
  id: '0a000000-0000-4000-8000-000000000077',
  name: 'Gwen Guest',
  slackUser: 'U0GWEN',
  groups: [],
  standing: 'guest',
  linked: false,
};

/** The whole desk as it runs, and everything that it lets out. */
export interface Target {
  url: string;
  world: World;
  /** The workspace of the partner. */
  slack: SlackStandIn;
  /** All of Slack, where workspaces install the app by themselves. */
  cloud?: SlackCloud;
  teams: TeamsStandIn;
  /** With which states of installs are signed. */
  stateSecret?: string;
  /** The secrets among its settings. */
  secrets: string[];
  log(): string;
  figures(): Promise<string>;
  count(figure: Figure): Promise<number>;
  /** Rows of every table. The inbox and the signatures hold what was asked; the journal may say that it was refused. */
  rows(): Record<string, number>;
  close(): Promise<void>;
}

/**
 * @param options.limits how many turns are taken in a minute: by default more than any test has
 * @param options.installs workspaces of Slack install the app by themselves; the partner's one has, and alone may
 */
export async function openTarget({
  limits = { person: 100_000, place: 100_000 },
  installs = false,
}: {
  limits?: { person: number; place: number };
  installs?: boolean;
} = {}): Promise<Target> {
  const world = await createWorld();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const everybody = [...characters, gwen];
  const bot = { appId: randomUUID(), appPassword: makeSecret() };
  const common = { baseUrl: world.baseUrl, characters: everybody };
  const { slack, cloud, close, ...access } = openSlack({ ...common, url, installs });
  const teams = createTeamsStandIn({ ...common, botUrl: url, tenantId: PARTNER_TENANT, limits: false, ...bot });
  world.add(cloud ?? slack);
  world.add(teams);
  const policyFile = join(world.dataDir, 'policy.yaml');
  const people = characters
    .filter(({ linked }) => linked)
    .map(({ slackUser, id }) => ({ slack: `${SLACK_TEAM}/${slackUser}`, person: id }));
  const listed = installs ? { slack: { workspaces: [SLACK_TEAM] } } : {};
  writeFileSync(policyFile, stringify({ people, limits, ...listed }));
  const env = {
    ...world.env,
    PORT: String(port),
    PUBLIC_URL: url,
    PARTNERDESK_CONFIG: policyFile,
    ...access.env,
    SLACK_API_URL: `${world.baseUrl}/slack/api/`,
    MicrosoftAppId: bot.appId,
    MicrosoftAppPassword: bot.appPassword,
    TEAMS_OPENID_METADATA_URL: teams.settings.openIdMetadataUrl,
    TEAMS_LOGIN_URL: teams.settings.loginUrl,
  };
  // One after the other: jest cannot load two modules that share some at the same time.
  await import('../../bots/slack/bot.js');
  await import('../../bots/teams/bot.js');
  const lines: string[] = [];
  const desk = await runDesk(parseConfig(env), createLog('trace', { write: (line) => void lines.push(line) }));
  if (cloud) await installApp(url, SLACK_TEAM);
  const figures = async () => (await fetch(`${url}/metrics`)).text();
  const database = new DatabaseSync(join(world.dataDir, 'partnerdesk.db'), { readOnly: true });

  return {
    url,
    world,
    slack,
    ...(cloud ? { cloud } : {}),
    ...('SLACK_STATE_SECRET' in access.env ? { stateSecret: access.env.SLACK_STATE_SECRET } : {}),
    teams,
    secrets: [
      ...Object.values(access.env),
      bot.appPassword,
      world.env['PARTNER_CLIENT_SECRET'] ?? '',
      world.env['PARTNER_REFRESH_TOKEN'] ?? '',
      world.env['ENCRYPTION_KEY'] ?? '',
    ],
    log: () => lines.join(''),
    figures,
    async count({ name, labels }) {
      const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
      return (await figures())
        .split('\n')
        .filter((line) => line.startsWith(`${name}{`) && wanted.every((label) => line.includes(label)))
        .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
    },
    rows() {
      const tables = database
        .prepare(`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`)
        .all() as { name: string }[];
      const counted = (table: string, where = '') =>
        (database.prepare(`select count(*) as n from "${table}" ${where}`).get() as { n: number }).n;
      return Object.fromEntries(
        tables
          // Which process looks after what is no doing of anybody outside.
          .filter(({ name }) => !['inbox', 'signatures', 'duties'].includes(name))
          .map(({ name }) => [name, counted(name, name === 'journal' ? `where fact not like '%refused'` : '')]),
      );
    },
    async close() {
      await teams.settled();
      close();
      await desk.stop();
      database.close();
      await world.close();
    },
  };
}

/** Slack with the token of one workspace, or with an app that workspaces install. `env`: the desk's access to it, all of it secret. */
function openSlack(options: { baseUrl: string; characters: Character[]; url: string; installs: boolean }) {
  const { url, installs } = options;
  const signingSecret = makeSecret();
  const common = { ...options, botUrl: `${url}/slack/events`, retryDelays: [], signingSecret };
  if (!installs) {
    const botToken = `xoxb-${makeSecret()}`;
    const slack = createSlackStandIn({ ...common, botToken });
    const env = { SLACK_SIGNING_SECRET: signingSecret, SLACK_BOT_TOKEN: botToken };
    return { slack, cloud: undefined, env, close: () => slack.close() };
  }
  const app = { clientId: '123456.654321', clientSecret: makeSecret() };
  const workspaces = [
    { team: partnerTeam, characters: options.characters },
    { team: nordicsTeam, characters: [{ ...sofia, slackUser: 'U0NILS' }] },
  ];
  const cloud = createSlackCloud({ ...common, ...app, publicUrl: url, rotate: true, workspaces });
  const env = {
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_CLIENT_ID: app.clientId,
    SLACK_CLIENT_SECRET: app.clientSecret,
    SLACK_STATE_SECRET: makeSecret(),
  };
  return { slack: cloud.at(SLACK_TEAM), cloud, env, close: () => cloud.close() };
}

/** A port that was free a moment ago: the stand-ins must know it before the desk listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
