import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { healthRoutes } from '../../bots/health.js';
import { close, createDeskServer, listen } from '../../bots/server.js';
import { parseConfig } from '../../core/config.js';
import { createCore } from '../../core/core.js';
import { createInstanceProof } from '../../core/doctor/instance.js';
import { createLog } from '../canary/output.js';
import { createMetrics } from '../canary/metrics.js';
import type { Act } from '../../core/turn.js';
import { characters, PARTNER_TENANT } from '../../sandbox/stand-in.js';
import { sampleChange, sampleMessage, sampleTurn } from '../core/jobs/samples.js';
import { createWorld } from '../wire/world.js';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of closers.splice(0).toReversed()) await end();
});

/** The core with its real store and client, not started: nothing takes up what waits. Beside it the pages of health. */
async function open(index?: 'list') {
  const world = await createWorld(index ? { index } : {});
  closers.push(() => world.close());
  let at = Date.now();
  const log = createLog('silent');
  const metrics = createMetrics();
  const config = parseConfig({
    ...world.env,
    SLACK_SIGNING_SECRET: 'unused-here',
    SLACK_BOT_TOKEN: 'xoxb-unused-here',
    SLACK_API_URL: `${world.baseUrl}/slack/api/`,
  });
  const core = await createCore(config, log, metrics, () => at);
  closers.push(() => core.stop());
  const routes = healthRoutes({
    proof: createInstanceProof(config.encryptionKeys),
    core,
    metrics,
    platforms: ['teams'],
    log,
  });
  const server = createDeskServer({ exact: routes, pages: async () => false }, log);
  const port = await listen(server, '127.0.0.1', 0);
  closers.push(() => close(server));
  const get = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } });
    return { status: answer.status, text: await answer.text() };
  };

  return {
    world,
    core,
    now: () => at,
    pass(ms: number) {
      at += ms;
    },
    async waiting() {
      const { text } = await get('/metrics');
      const lines = text.matchAll(/^partnerdesk_oldest_waiting_seconds\{queue="(\w+)"\} (\S+)$/gmu);
      return Object.fromEntries([...lines].map(([, queue, seconds]) => [queue, Number(seconds)]));
    },
    key: config.encryptionKeys,
    alive: (query: string) => get(`/healthz${query}`),
    metrics: async () => (await get('/metrics')).text,
    async ready() {
      const { status, text } = await get('/readyz');
      return {
        status,
        text,
        body: JSON.parse(text) as { store: string; services: Record<string, unknown>; customers: unknown },
      };
    },
    /** What a colleague says in Teams, answered. */
    async say(act: Act) {
      const who = characters.find(({ name }) => name.startsWith('Sofia'));
      const user = { platform: 'teams', tenant: PARTNER_TENANT, user: who?.id ?? '', standing: 'member' } as const;
      const accepted = await core.reception.accept({ ...sampleTurn(randomUUID()), user, act }, {});
      if (!accepted.fresh) throw new Error('this delivery is known');
      return accepted.receipt.answer({ within: 60_000 });
    },
  };
}

describe('the index of customers', () => {
  it('is in the body of /readyz and in /metrics, and takes no replica out while it fills', async () => {
    const desk = await open('list');
    const { status, body } = await desk.ready();
    expect(status).toBe(200);
    expect(body).toMatchObject({ customers: { index: 'filling', known: 0 } });
    await desk.core.start([]);
    while (!(await desk.metrics()).includes('partnerdesk_customer_index_ready 1'))
      await new Promise((soon) => setTimeout(soon, 20));
    expect((await desk.ready()).body).toMatchObject({
      customers: { index: 'ready', known: 120, listed: expect.stringMatching(/^20/u) },
    });
    expect(await desk.metrics()).toContain('partnerdesk_customers_indexed 120');
    expect(await desk.metrics()).toMatch(/partnerdesk_customers_listed_timestamp_seconds 1\d{9}/u);
  });

  it('is off where it is not wanted', async () => {
    expect((await (await open()).ready()).body).toMatchObject({ customers: { index: 'off', known: 0 } });
  });
});

describe('/metrics', () => {
  it('tells that nothing waits', async () => {
    const desk = await open();
    expect(await desk.waiting()).toEqual({ inbox: 0, outbox: 0, changes: 0, timers: 0 });
  });

  it('tells how long the oldest of each queue has waited, whoever holds it', async () => {
    const desk = await open();
    const { db } = desk.core.store;
    const at = desk.now();
    const lease = { leaseOwner: 'another process', leaseUntil: at + 3_600_000 };
    await db
      .insertInto('inbox')
      .values({
        delivery: 'd',
        state: 'received',
        turnSealed: '',
        replyToSealed: '',
        attempts: 1,
        receivedAt: at - 1_000,
        ...lease,
      })
      .execute();
    await db
      .insertInto('outbox')
      .values([
        sampleMessage('young', { createdAt: at, dueAt: at }),
        sampleMessage('old', { createdAt: at - 2_000, dueAt: at - 2_000 }),
        sampleMessage('sent', { createdAt: at - 9_000, dueAt: at - 9_000, state: 'sent' }),
        sampleMessage('not yet', { createdAt: at - 9_000, dueAt: at + 9_000 }),
      ])
      .execute();
    await db
      .insertInto('changes')
      .values([
        sampleChange('to be applied', { updatedAt: at - 3_000, dueAt: at + 60_000 }),
        sampleChange('to be decided', { updatedAt: at - 9_000, state: 'awaiting' }),
        sampleChange('applied', { updatedAt: at - 9_000, state: 'applied' }),
      ])
      .execute();
    await db
      .insertInto('timers')
      .values([
        { key: 'remind:a', kind: 'remind', change: 'a', dueAt: at - 4_000, doneAt: null },
        { key: 'expire:a', kind: 'expire', change: 'a', dueAt: at + 4_000, doneAt: null },
        { key: 'remind:b', kind: 'remind', change: 'b', dueAt: at - 9_000, doneAt: at },
      ])
      .execute();
    expect(await desk.waiting()).toEqual({ inbox: 1, outbox: 2, changes: 3, timers: 4 });
    desk.pass(500);
    expect(await desk.waiting()).toEqual({ inbox: 1.5, outbox: 2.5, changes: 3.5, timers: 4.5 });
  });

  it('tells how many messages wait and how many are not tried any more, on each platform', async () => {
    const desk = await open();
    await desk.core.store.db
      .insertInto('outbox')
      .values([
        sampleMessage('one', { dueAt: desk.now() + 9_000 }),
        sampleMessage('two'),
        sampleMessage('poisoned', { state: 'parked' }),
        sampleMessage('gone', { state: 'sent' }),
        sampleMessage('three', { platform: 'teams' }),
      ])
      .execute();
    const text = await desk.metrics();
    for (const line of [
      'waiting{platform="slack"} 2',
      'parked{platform="slack"} 1',
      'waiting{platform="teams"} 1',
      'parked{platform="teams"} 0',
    ])
      expect(text).toContain(`partnerdesk_messages_${line}`);
  });

  it('is answered without these ages when the store is not', async () => {
    const desk = await open();
    await desk.waiting();
    await desk.core.store.close();
    expect(await desk.waiting()).toEqual({});
    expect(await desk.metrics()).not.toContain('partnerdesk_messages_waiting{');
    expect(await desk.metrics()).toContain('partnerdesk_turns_total');
  });
});

describe('/healthz', () => {
  const nonce = 'a'.repeat(32);

  it('says that the desk is alive, and signs nothing unasked', async () => {
    const desk = await open();
    expect(await desk.alive('')).toEqual({ status: 200, text: 'alive\n' });
    expect((await desk.alive('?nonce=short')).text).toBe('alive\n');
  });

  it('proves to whoever has the key which desk it is', async () => {
    const desk = await open();
    const [alive, proof = ''] = (await desk.alive(`?nonce=${nonce}`)).text.split('\n');
    expect(alive).toBe('alive');
    expect(createInstanceProof(desk.key).check(nonce, proof)).toBe(true);
  });
});

describe('/readyz', () => {
  it('says nothing of services that were not called', async () => {
    const desk = await open();
    expect((await desk.ready()).body).toEqual({
      store: 'ok',
      platforms: ['teams'],
      keys: { state: 'off', resealed: 0, unreadable: 0 },
      customers: { index: 'off', known: 0 },
      services: {},
    });
  });

  it('tells how each service was when it was called last, and stays ready when one fails', async () => {
    const desk = await open();
    const find: Act = { type: 'command', command: 'customers', argument: '' };
    expect(await desk.say(find)).toMatchObject({ type: 'customers' });
    const ok = { state: 'ok', since: expect.any(String) };
    expect((await desk.ready()).body.services).toEqual({ partnerCenter: ok, graph: ok, login: ok });

    desk.world.partnerCenter.faults.failNext(100, 503);
    expect(await desk.say({ type: 'command', command: 'account', argument: 'a' })).toMatchObject({ type: 'failed' });
    const broken = await desk.ready();
    expect(broken.status).toBe(200);
    expect(broken.body.services).toMatchObject({ partnerCenter: { state: 'failing' }, graph: { state: 'ok' } });
    expect(await desk.metrics()).toContain('partnerdesk_service_failing{service="partnerCenter"} 1');
    expect(broken.text).not.toMatch(/Sofia|Contoso|Fabrikam/u);

    // Since when, not how often.
    desk.pass(60_000);
    await desk.say({ type: 'command', command: 'account', argument: 'b' });
    expect((await desk.ready()).body.services['partnerCenter']).toEqual(broken.body.services['partnerCenter']);
  });

  it('is 503 while the store does not answer', async () => {
    const desk = await open();
    await desk.core.store.close();
    const { status, body } = await desk.ready();
    expect([status, body.store]).toEqual([503, 'down']);
  });
});
