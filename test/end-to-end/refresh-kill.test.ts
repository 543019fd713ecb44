import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStoreBeside } from '../../core/store/open-beside.js';
import { makeSecret } from '../../sandbox/secrets.js';
import { createSlackCloud, type SlackCloud } from '../../sandbox/slack/cloud.js';
import { installApp } from '../../sandbox/slack/install-app.js';
import { partnerTeam } from '../../sandbox/slack/team.js';
import { characters } from '../../sandbox/stand-in.js';
import { createLog } from '../canary/output.js';
import { createWorld, listenOnLoopback, type World } from '../wire/world.js';
import { type Program, startProgram } from './program.js';
import { characterNamed, directChannel, messagesWith } from './slack-desk.js';

const ROUNDS = 4;
/** From Slack's answer to the commit it takes about this long: half of the kills come before it has arrived. */
const COMMIT_MS = 10;
const HOUR = 3_600_000;

const sofia = characterNamed('Sofia');
let world: World;
let cloud: SlackCloud;
let env: Record<string, string>;
let program: Program;
/** What is done as soon as Slack has made new tokens, before its answer leaves. */
let onRefresh: (() => Promise<void>) | undefined;

beforeAll(async () => {
  world = await createWorld();
  const port = await freePort();
  const botUrl = `http://127.0.0.1:${port}`;
  const app = { clientId: '123456.654321', clientSecret: makeSecret(), signingSecret: makeSecret() };
  cloud = createSlackCloud({
    ...app,
    baseUrl: world.baseUrl,
    botUrl: `${botUrl}/slack/events`,
    publicUrl: botUrl,
    rotate: true,
    workspaces: [{ team: partnerTeam, characters }],
    limits: false,
  });
  world.add({
    ...cloud,
    async handle(request, response) {
      const refreshing = onRefresh && request.url?.endsWith('/oauth.v2.access');
      if (!refreshing) return cloud.handle(request, response);
      const send = response.end.bind(response);
      const answered = new Promise<string>((resolve) => {
        response.end = ((body: string) => {
          resolve(body);
          return response;
        }) as typeof response.end;
      });
      await cloud.handle(request, response);
      const body = await answered;
      await onRefresh?.();
      send(body);
    },
  });
  env = {
    ...world.env,
    PORT: String(port),
    PUBLIC_URL: botUrl,
    LOG_LEVEL: 'trace',
    SLACK_SIGNING_SECRET: app.signingSecret,
    SLACK_CLIENT_ID: app.clientId,
    SLACK_CLIENT_SECRET: app.clientSecret,
    SLACK_STATE_SECRET: makeSecret(),
    SLACK_API_URL: `${world.baseUrl}/slack/api/`,
  };
  program = await startProgram(env);
  await installApp(botUrl, partnerTeam.id);
}, 60_000);

afterAll(async () => {
  await program?.stop();
  cloud?.close();
  await world?.close();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await listenOnLoopback(server);
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The version of the tokens that are stored. @param expiresAt when the access token is to end, as a desk that starts reads it */
async function storedVersion(expiresAt?: number): Promise<number> {
  const store = openStoreBeside(`sqlite:${world.dataDir}/partnerdesk.db`, createLog('silent'));
  try {
    if (expiresAt !== undefined) await store.db.updateTable('installations').set({ expiresAt }).execute();
    const { version } = await store.db.selectFrom('installations').select('version').executeTakeFirstOrThrow();
    return version;
  } finally {
    await store.close();
  }
}

const ask = (text: string) =>
  cloud.at(partnerTeam.id).act(sofia, { type: 'say', channel: directChannel(cloud.at(partnerTeam.id), sofia), text });

describe('the process is killed between Slack’s new tokens and their commit', () => {
  it(`asks for them once more as soon as it is up again, while Slack still allows it (${ROUNDS} moments)`, async () => {
    const slack = cloud.at(partnerTeam.id);
    for (let round = 0; round < ROUNDS; round += 1) {
      // With nothing left to do: whoever goes on with work at the start would need the token too early.
      await program.stop();
      // A token that ends in an hour: it is in use yet, and due.
      const version = await storedVersion(Date.now() + HOUR);
      program = await startProgram(env);
      const before = cloud.tokens.refreshed.ok;
      const killed = new Promise<void>((resolve) => {
        onRefresh = async () => {
          onRefresh = undefined;
          if (round % 2 === 0) await program.kill().then(resolve);
          else
            void sleep(Math.random() * COMMIT_MS)
              .then(() => program.kill())
              .then(resolve);
        };
      });
      await ask(`find nobody ${round}`);
      await killed;
      const lost = (await storedVersion()) === version;
      if (round % 2 === 0) expect(lost).toBe(true);
      program = await startProgram(env);
      // Nobody says anything meanwhile.
      while (cloud.tokens.refreshed.ok < before + (lost ? 2 : 1)) await sleep(20);
      while ((await storedVersion()) === version) await sleep(20);
      await ask(`find somebody ${round}`);
      while (messagesWith(slack, sofia, `somebody ${round}`).length === 0) await sleep(20);
      expect(cloud.tokens.refreshed.refused).toBe(0);
    }
    expect(program.output()).not.toContain('has to be installed again');
  }, 240_000);
});
