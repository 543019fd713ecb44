import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { runDesk } from '../../canary/desk-process.js';
import { run } from '../../../bots/doctor/run.js';
import { parseConfig } from '../../../core/config.js';
import type { Finding } from '../../../core/doctor/codes.js';
import { createLog } from '../../canary/output.js';
import { openStoreBeside, type StoreBeside } from '../../../core/store/open-beside.js';
import { createSlackStandIn, type SlackStandIn } from '../../../sandbox/slack/stand-in.js';
import { characters, PARTNER_TENANT, SLACK_TEAM } from '../../../sandbox/stand-in.js';
import { createTeamsStandIn, type TeamsStandIn } from '../../../sandbox/teams/stand-in.js';
import { createWorld, listenOnLoopback, type World } from '../../wire/world.js';
import { makeSecret } from '../../../sandbox/secrets.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A finding as `--json` prints it. */
export type Printed = Finding & { what: string; why?: string; fix?: string };

/** A whole desk, running, with everything that it talks to, and the doctor beside it. */
export interface Ward {
  world: World;
  slack: SlackStandIn;
  teams: TeamsStandIn;
  /** The settings of the desk. */
  env: Record<string, string>;
  /** What no output may ever hold. */
  secrets: string[];
  /** Beside the running desk. */
  store: StoreBeside;
  /** Puts something else where PUBLIC_URL leads; undefined: the desk again. */
  front(instead: Handler | undefined): void;
  /** `npm run doctor -- --json`. @param env settings that differ; undefined: that one is not set */
  examine(env?: Record<string, string | undefined>): Promise<{ code: number; text: string; findings: Printed[] }>;
  /** `npm run doctor` */
  read(env?: Record<string, string | undefined>): Promise<{ code: number; text: string }>;
  close(): Promise<void>;
}

export async function openWard(): Promise<Ward> {
  const world = await createWorld();
  let port = 0;
  let instead: Handler | undefined;
  const door = createServer((request, response) => (instead ?? passOn(port))(request, response));
  const publicUrl = await listenOnLoopback(door);
  const signingSecret = makeSecret();
  const botToken = `xoxb-${makeSecret()}`;
  const account = { appId: randomUUID(), appPassword: makeSecret(), tenantId: PARTNER_TENANT };
  const shared = { baseUrl: world.baseUrl, botUrl: publicUrl, characters, limits: false };
  const slack = createSlackStandIn({ ...shared, signingSecret, botToken });
  const teams = createTeamsStandIn({ ...shared, ...account });
  world.entra.setCredentials(account.appId, { passwordCredentials: [], keyCredentials: [] });
  world.add(slack);
  world.add(teams);
  const policyFile = join(world.dataDir, 'policy.yaml');
  const people = characters.filter(({ standing }) => standing === 'member');
  writeFileSync(
    policyFile,
    stringify({ people: people.map(({ slackUser, id }) => ({ slack: `${SLACK_TEAM}/${slackUser}`, person: id })) }),
  );
  const env: Record<string, string> = {
    ...world.env,
    PUBLIC_URL: publicUrl,
    DATABASE_URL: `sqlite:${join(world.dataDir, 'partnerdesk.db')}`,
    PARTNERDESK_CONFIG: policyFile,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_BOT_TOKEN: botToken,
    SLACK_API_URL: `${world.baseUrl}/slack/api`,
    MicrosoftAppId: account.appId,
    MicrosoftAppPassword: account.appPassword,
    MicrosoftAppTenantId: PARTNER_TENANT,
    TEAMS_OPENID_METADATA_URL: teams.settings.openIdMetadataUrl,
    TEAMS_LOGIN_URL: teams.settings.loginUrl,
  };
  const config = parseConfig(env);
  // The desk loads both at once, which Jest's loader cannot.
  await import('../../../bots/slack/bot.js');
  await import('../../../bots/teams/bot.js');
  const desk = await runDesk(config, createLog('silent'));
  port = desk.port;
  const store = openStoreBeside(config.databaseUrl, createLog('silent'));
  const settingsWith = (more: Record<string, string | undefined> = {}) => ({ ...env, ...more });

  return {
    world,
    slack,
    teams,
    env,
    secrets: [
      signingSecret,
      botToken,
      account.appPassword,
      ...['PARTNER_CLIENT_SECRET', 'PARTNER_REFRESH_TOKEN', 'ENCRYPTION_KEY'].map((name) => world.env[name] ?? ''),
    ],
    store,
    front(handler) {
      instead = handler;
    },
    async examine(more) {
      const { code, text } = await run(['--json'], settingsWith(more));
      return { code, text, findings: (JSON.parse(text) as { findings: Printed[] }).findings };
    },
    read: (more) => run([], settingsWith(more)),
    async close() {
      await teams.settled();
      await store.close();
      await desk.stop();
      slack.close();
      door.closeAllConnections();
      await new Promise((resolve) => door.close(resolve));
      await world.close();
    },
  };
}

/** The reverse proxy before the desk. */
function passOn(port: number): Handler {
  return (request, response) => {
    const { method, url, headers } = request;
    const passed = ask({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  };
}
