import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { stringify } from 'yaml';
import { runDesk } from '../canary/desk-process.js';
import { parseConfig } from '../../core/config.js';
import { createLog } from '../canary/output.js';
import { createSlackStandIn, type SlackStandIn } from '../../sandbox/slack/stand-in.js';
import { type Character, characters, PARTNER_TENANT, SLACK_TEAM } from '../../sandbox/stand-in.js';
import { createTeamsStandIn, type TeamsStandIn } from '../../sandbox/teams/stand-in.js';
import { createWorld, type World } from '../wire/world.js';
import type { Figure } from './attack.js';
import { makeSecret } from '../../sandbox/secrets.js';

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
  slack: SlackStandIn;
  teams: TeamsStandIn;
  /** The secrets among its settings. */
  secrets: string[];
  log(): string;
  figures(): Promise<string>;
  count(figure: Figure): Promise<number>;
  /** Rows of every table. The inbox and the signatures hold what was asked; the journal may say that it was refused. */
  rows(): Record<string, number>;
  close(): Promise<void>;
}

/** @param limits how many turns are taken in a minute: by default more than any test has */
export async function openTarget(limits = { person: 100_000, place: 100_000 }): Promise<Target> {
  const world = await createWorld();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const everybody = [...characters, gwen];
  const slackSecrets = { signingSecret: makeSecret(), botToken: `xoxb-${makeSecret()}` };
  const bot = { appId: randomUUID(), appPassword: makeSecret() };
  const common = { baseUrl: world.baseUrl, characters: everybody };
  const slack = createSlackStandIn({ ...common, botUrl: `${url}/slack/events`, retryDelays: [], ...slackSecrets });
  const teams = createTeamsStandIn({ ...common, botUrl: url, tenantId: PARTNER_TENANT, limits: false, ...bot });
  world.add(slack);
  world.add(teams);
  const policyFile = join(world.dataDir, 'policy.yaml');
  const people = characters
    .filter(({ linked }) => linked)
    .map(({ slackUser, id }) => ({ slack: `${SLACK_TEAM}/${slackUser}`, person: id }));
  writeFileSync(policyFile, stringify({ people, limits }));
  const env = {
    ...world.env,
    PORT: String(port),
    PUBLIC_URL: url,
    PARTNERDESK_CONFIG: policyFile,
    SLACK_SIGNING_SECRET: slackSecrets.signingSecret,
    SLACK_BOT_TOKEN: slackSecrets.botToken,
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
  const figures = async () => (await fetch(`${url}/metrics`)).text();
  const database = new DatabaseSync(join(world.dataDir, 'partnerdesk.db'), { readOnly: true });

  return {
    url,
    world,
    slack,
    teams,
    secrets: [
      slackSecrets.signingSecret,
      slackSecrets.botToken,
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
      slack.close();
      await desk.stop();
      database.close();
      await world.close();
    },
  };
}

/** A port that was free a moment ago: the stand-ins must know it before the desk listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
