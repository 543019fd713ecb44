import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Harness, HELP, sofia, startHarness } from './harness.js';

let harness: Harness;
let endpoint: string;
beforeAll(async () => {
  harness = await startHarness(() => HELP);
  endpoint = `${harness.botUrl}/api/messages`;
});
afterAll(() => harness.close());

const post = async (body: string | ReadableStream) => {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' } as RequestInit;
  const response = await fetch(endpoint, init);
  return { status: response.status, text: await response.text() };
};

describe('POST /api/messages', () => {
  it.each(['', '{', '[]', 'null', '"text"', '7', '{"type":"message"}', '{"channelId":"msteams","serviceUrl":7}'])(
    'answers 400 without a word to the body %p',
    async (body) => {
      expect(await post(body)).toEqual({ status: 400, text: '' });
      expect(harness.turns).toEqual([]);
    },
  );

  it('answers 413 to a body of more than 256 KB', async () => {
    expect((await post('x'.repeat(256 * 1024 + 1))).status).toBe(413);
  });

  it('answers 413 to a body that grows beyond 256 KB without saying its length', async () => {
    const piece = new TextEncoder().encode('x'.repeat(64 * 1024));
    let left = 5;
    const stream = new ReadableStream({
      pull(controller) {
        left -= 1;
        if (left < 0) controller.close();
        else controller.enqueue(piece);
      },
    });
    expect((await post(stream)).status).toBe(413);
  });

  it('answers 405 to anything but POST', async () => {
    expect((await fetch(endpoint)).status).toBe(405);
  });

  it('answers 400 to a genuine activity without a sender', async () => {
    const personal = harness.teams.personalOf(sofia);
    const { from: _, ...activity } = harness.teams.activities.message(sofia, personal, randomUUID(), 'help');
    expect(await harness.teams.deliver(activity as { type: string })).toMatchObject({ status: 400, answer: undefined });
  });

  it('answers 5xx when the keys of the channel cannot be fetched, for that is no fault of the sender', async () => {
    const other = await startHarness();
    other.teams.fault({ operation: 'metadata', status: 500 });
    const activity = () => other.teams.activities.message(sofia, other.teams.personalOf(sofia), randomUUID(), 'help');
    const down = await other.teams.deliver(activity());
    const up = await other.teams.deliver(activity());
    await other.close();
    expect([down.status, up.status]).toEqual([503, 200]);
  });

  it('never gives the text of an error away', async () => {
    const other = await startHarness();
    await other.store.db.schema.dropTable('inbox').execute();
    const activity = other.teams.activities.message(sofia, other.teams.personalOf(sofia), randomUUID(), 'help');
    const delivered = await other.teams.deliver(activity);
    await other.close();
    expect(delivered).toMatchObject({ status: 503, answer: undefined });
  });
});

describe('TEAMS_AUTH=none', () => {
  it('takes local messages without a token, and none that came through a proxy', async () => {
    const open = await startHarness(() => HELP, { config: { auth: 'none' } });
    const activity = open.teams.activities.message(sofia, open.teams.personalOf(sofia), randomUUID(), 'help');
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', body: JSON.stringify(activity) };
    const proxied = await fetch(`${open.botUrl}/api/messages`, {
      ...init,
      headers: { ...headers, 'x-forwarded-for': '203.0.113.7' },
    });
    // The stand-in wants a token from everybody, so the roster is answered 401 and the message 503: it was let in.
    const local = await fetch(`${open.botUrl}/api/messages`, { ...init, headers });
    await open.close();
    expect([proxied.status, local.status]).toEqual([403, 503]);
  });
});
