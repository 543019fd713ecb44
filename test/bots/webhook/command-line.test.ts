import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeskProcess } from '../../../bots/desk-process.js';
import { runDesk } from '../../canary/desk-process.js';
import { run } from '../../../bots/webhook/command-line.js';
import { exitCodes } from '../../../bots/webhook/commands.js';
import { parseConfig } from '../../../core/config.js';
import { readJournal } from '../../../core/journal/journal.js';
import { createLog } from '../../canary/output.js';
import { usedEvents } from '../../../core/partner/webhook-event.js';
import { openStoreBeside } from '../../../core/store/open-beside.js';
import { createWorld, listenOnLoopback, type World } from '../../wire/world.js';

let world: World;
let env: Record<string, string>;
let desk: DeskProcess | undefined;

beforeEach(async () => {
  world = await createWorld();
  const port = await freePort();
  env = {
    ...world.env,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    SLACK_SIGNING_SECRET: 'signing-secret-of-this-test',
    SLACK_BOT_TOKEN: 'xoxb-unused-here',
    SLACK_API_URL: `${world.baseUrl}/slack/api/`,
  };
  desk = await runDesk(parseConfig(env), createLog('silent'));
});
afterEach(async () => {
  await desk?.stop();
  desk = undefined;
  await world.close();
});

/** A port that was free a moment ago: the address is registered, so it must be known before. */
async function freePort(): Promise<number> {
  const server = createServer();
  const { port } = new URL(await listenOnLoopback(server));
  await new Promise((resolve) => server.close(resolve));
  return Number(port);
}

const webhook = (...flags: string[]) => run(flags, env, { pauseMs: 20, testWithinMs: 20_000 });
const own = () => `${env['PUBLIC_URL']}/webhooks/partner-center`;
const OTHER = 'https://other.example.com/hook';

async function journalled() {
  const beside = openStoreBeside(parseConfig(env).databaseUrl, createLog('silent'));
  try {
    const entries = await readJournal(beside.db, { limit: 50 });
    return entries.filter(({ fact }) => fact === 'webhook.registered').map(({ detail }) => detail);
  } finally {
    await beside.close();
  }
}

describe('npm run webhook -- show', () => {
  it('says that nothing is registered, and what could be', async () => {
    const { text, code } = await webhook('show');
    expect(code).toBe(exitCodes.done);
    expect(text).toContain('no webhook registration');
    for (const name of usedEvents) expect(text).toContain(name);
    expect(text).toContain('invoice-ready');
    expect(text).toMatch(/test event came last: +never/u);
  });

  it('shows the registration of another program', async () => {
    world.partnerCenter.webhooks.register(OTHER, ['invoice-ready']);
    const { text } = await webhook('show');
    expect(text).toMatch(new RegExp(`address: +${OTHER}\n`, 'u'));
    expect(text).not.toContain('this desk)');
  });

  it('prints no secret', async () => {
    const { text } = await webhook('show');
    for (const name of ['PARTNER_CLIENT_SECRET', 'PARTNER_REFRESH_TOKEN', 'ENCRYPTION_KEY', 'SLACK_SIGNING_SECRET'])
      expect(text).not.toContain(env[name]);
    expect(text).not.toContain('eyJ');
  });
});

describe('npm run webhook -- register', () => {
  it('registers this desk for the events that it uses, and journals it', async () => {
    const { text, code } = await webhook('register');
    expect(code).toBe(exitCodes.done);
    expect(text).toContain('Registered.');
    expect(world.partnerCenter.webhooks.registration()).toMatchObject({ url: own() });
    expect([...(world.partnerCenter.webhooks.registration()?.events ?? [])].sort()).toEqual([...usedEvents].sort());
    expect(await journalled()).toEqual([{ address: own(), events: expect.arrayContaining([...usedEvents]) }]);
  });

  it('leaves the registration of another program alone, and says how to go on', async () => {
    const before = structuredClone(world.partnerCenter.webhooks.register(OTHER, ['invoice-ready']));
    const { text, code } = await webhook('register');
    expect(code).toBe(exitCodes.taken);
    expect(text).toContain(OTHER);
    expect(text).toContain('--replace');
    expect(world.partnerCenter.webhooks.registration()).toEqual(before);
    expect(await journalled()).toEqual([]);
    expect(world.partnerCenter.pane().requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('overwrites it when it is told to, and keeps what was there before', async () => {
    world.partnerCenter.webhooks.register(OTHER, ['invoice-ready']);
    const { text, code } = await webhook('register', '--replace');
    expect(code).toBe(exitCodes.done);
    expect(text).toContain(OTHER);
    expect(world.partnerCenter.webhooks.registration()).toMatchObject({ url: own() });
    expect(await journalled()).toMatchObject([
      { address: own(), before: { address: OTHER, events: ['invoice-ready'] } },
    ]);
  });

  it('does nothing when all is registered already', async () => {
    await webhook('register');
    const { text, code } = await webhook('register', '--replace');
    expect(code).toBe(exitCodes.done);
    expect(text).toContain('nothing was changed');
    expect(await journalled()).toHaveLength(1);
  });

  it('adds what is missing to its own registration, and keeps what others added', async () => {
    world.partnerCenter.webhooks.register(own(), ['invoice-ready', 'test-created']);
    expect((await webhook('register')).code).toBe(exitCodes.done);
    const events = world.partnerCenter.webhooks.registration()?.events ?? [];
    expect([...events].sort()).toEqual([...usedEvents, 'invoice-ready'].sort());
  });
});

describe('npm run webhook -- test', () => {
  it('tells that the event arrived, and show when', async () => {
    await webhook('register');
    const { text, code } = await webhook('test');
    expect(text).toContain('The test event arrived');
    expect(code).toBe(exitCodes.done);
    expect((await webhook('show')).text).toMatch(/test event came last: +\d{4}-\d\d-\d\dT/u);
    const metrics = await fetch(`${env['PUBLIC_URL']}/metrics`, { headers: { connection: 'close' } });
    expect(await metrics.text()).toMatch(/^partnerdesk_webhook_test_timestamp_seconds [1-9]/mu);
  });

  it('tells what Partner Center got instead', async () => {
    await webhook('register');
    await desk?.stop();
    desk = undefined;
    const { text, code } = await webhook('test');
    expect(code).toBe(exitCodes.notArrived);
    expect(text).toContain('did not arrive');
    expect(text).toContain('no answer, no answer');
    expect(world.partnerCenter.webhooks.deliveries[0]?.attempts).toHaveLength(10);
  });

  it('sends nothing to the address of another program', async () => {
    world.partnerCenter.webhooks.register(OTHER, ['test-created']);
    const { text, code } = await webhook('test');
    expect(code).toBe(exitCodes.notArrived);
    expect(text).toContain('npm run webhook -- register');
    expect(world.partnerCenter.webhooks.deliveries).toEqual([]);
  });

  it('sends nothing when nothing is registered', async () => {
    expect((await webhook('test')).code).toBe(exitCodes.notArrived);
  });
});

describe('npm run webhook', () => {
  it('fails when Partner Center does', async () => {
    world.partnerCenter.faults.failNext(9, 403);
    await expect(webhook('show')).rejects.toThrow('HTTP 403');
  });

  it('names every setting that is wrong', async () => {
    const { PARTNER_TENANT_ID: _one, PUBLIC_URL: _other, ...rest } = env;
    await expect(run(['show'], rest)).rejects.toThrow(/PUBLIC_URL.*PARTNER_TENANT_ID/su);
  });

  it('registers nothing that it could not journal', async () => {
    const elsewhere = { ...env, DATABASE_URL: `sqlite:${world.dataDir}/nothing-here.db` };
    await expect(run(['register'], elsewhere)).rejects.toThrow('no database yet');
    expect(world.partnerCenter.webhooks.registration()).toBeUndefined();
  });
});

describe('a desk that is registered', () => {
  it('takes in what happens to a customer', async () => {
    await webhook('register');
    world.partnerCenter.webhooks.relationship(
      'reseller-relationship-accepted-by-customer',
      'c0000000-0000-4000-8000-000000000001',
    );
    await world.partnerCenter.webhooks.settled();
    expect(world.partnerCenter.webhooks.deliveries).toMatchObject([{ state: 'delivered', attempts: [200] }]);
  });
});
