import { createServer, type IncomingMessage, request as send, type Server, type ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeskProcess } from '../../bots/desk-process.js';
import { runDesk } from '../canary/desk-process.js';
import { run } from '../../bots/keys/command-line.js';
import { parseConfig } from '../../core/config.js';
import { createLog } from '../canary/output.js';
import { openStoreBeside } from '../../core/store/open-beside.js';
import { keyId } from '../../core/store/sealer.js';
import { createSlackStandIn, type SlackStandIn } from '../../sandbox/slack/stand-in.js';
import { characters } from '../../sandbox/stand-in.js';
import { postgresServer } from '../core/store/postgres-server.js';
import { freshDatabase } from '../core/store/stores.js';
import { createWorld, listenOnLoopback, type World } from '../wire/world.js';
import { makeKey, makeSecret } from '../../sandbox/secrets.js';

const [old, fresh] = [makeKey(), makeKey()].map((key) => Buffer.from(key, 'base64')) as [Buffer, Buffer];

/** What stands before several replicas: each request goes to one that is up, in turn. */
function createBalancer(ports: Map<string, number>): Server {
  let turn = 0;
  async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
    for (let tries = 0; tries < 50; tries += 1) {
      const up = [...ports.values()];
      turn += 1;
      const port = up[turn % Math.max(1, up.length)] ?? 0;
      const answer = await pass(request, Buffer.concat(chunks), port).catch(() => undefined);
      if (!answer) continue;
      response.writeHead(answer.status, { 'content-type': answer.type });
      return void response.end(answer.text);
    }
    response.writeHead(503).end();
  }
  return createServer((request, response) => void forward(request, response));
}

/** By a connection of its own: one that is kept would keep a replica from stopping. */
function pass({ url, headers }: IncomingMessage, body: Buffer, port: number) {
  return new Promise<{ status: number; type: string; text: string }>((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: url, method: 'POST', agent: false as const };
    const passed = send({ ...options, headers: { ...headers, connection: 'close' } }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += String(chunk)));
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 500, type: answer.headers['content-type'] ?? 'text/plain', text });
      });
    });
    passed.on('error', reject).end(body);
  });
}

const describePostgres = postgresServer ? describe : describe.skip;

describePostgres('two replicas on PostgreSQL that go over to a new key one after the other', () => {
  let world: World;
  let slack: SlackStandIn;
  let balancer: Server;
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let settings: Record<string, string>;
  const ports = new Map<string, number>();
  const desks = new Map<string, DeskProcess>();

  beforeEach(async () => {
    world = await createWorld();
    database = await freshDatabase(postgresServer ?? '');
    balancer = createBalancer(ports);
    const botUrl = await listenOnLoopback(balancer);
    const secrets = { signingSecret: makeSecret(), botToken: `xoxb-${makeSecret()}` };
    slack = createSlackStandIn({
      baseUrl: world.baseUrl,
      botUrl: `${botUrl}/slack/events`,
      characters,
      limits: false,
      ...secrets,
    });
    world.add(slack);
    settings = {
      ...world.env,
      DATABASE_URL: database.url,
      SLACK_SIGNING_SECRET: secrets.signingSecret,
      SLACK_BOT_TOKEN: secrets.botToken,
      SLACK_API_URL: `${world.baseUrl}/slack/api/`,
    };
  });
  afterEach(async () => {
    for (const desk of desks.values()) await desk.stop();
    slack.close();
    balancer.closeAllConnections();
    await new Promise((resolve) => balancer.close(resolve));
    await world.close();
    await database.drop();
  });

  const envOf = (keys: Buffer[]) => ({
    ...settings,
    ENCRYPTION_KEY: keys.map((key) => key.toString('base64')).join(','),
  });

  async function restart(name: string, ...keys: Buffer[]): Promise<void> {
    ports.delete(name);
    await desks.get(name)?.stop();
    const desk = await runDesk(parseConfig(envOf(keys)), createLog('silent'));
    desks.set(name, desk);
    ports.set(name, desk.port);
  }

  it('answers everybody meanwhile, and has nothing under the old one in the end', async () => {
    await restart('one', old);
    await restart('two', old);
    const load = { isOn: true, asked: 0 };
    const people = characters.filter(({ standing }) => standing === 'member');
    const asking = people.map(async (person) => {
      const channel = slack.scene(person).channels.find(({ kind }) => kind === 'personal')?.id ?? '';
      while (load.isOn) {
        load.asked += 1;
        await setTimeout(100);
        await slack.act(person, { type: 'say', channel, text: `/partnerdesk find contoso ${load.asked}` });
      }
    });
    // Each replica has to be able to open what the other one is about to seal.
    for (const keys of [
      [old, fresh],
      [fresh, old],
    ])
      for (const name of ['one', 'two']) await restart(name, ...keys);
    let text = '';
    const rotated = await run(['rotate'], envOf([fresh, old]), (more) => void (text += more), { pauseMs: 200 });
    load.isOn = false;
    await Promise.all(asking);
    expect([rotated, text]).toEqual([0, expect.not.stringContaining(keyId(old))]);
    for (const name of ['one', 'two']) await restart(name, fresh);
    const store = openStoreBeside(database.url, createLog('silent'));
    const answered = () => store.db.selectFrom('inbox').select('delivery').where('state', '=', 'done').execute();
    // What a replica had in hand when it stopped is taken by the other one when its lease has run out.
    while ((await answered()).length < load.asked) await setTimeout(200);
    expect(await answered()).toHaveLength(load.asked);
    await store.close();
    expect(load.asked).toBeGreaterThan(20);
    text = '';
    expect(await run(['status'], envOf([fresh]), (more) => void (text += more))).toBe(0);
    expect(text).not.toContain(keyId(old));
  }, 240_000);
});
