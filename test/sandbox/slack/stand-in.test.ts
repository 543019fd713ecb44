import { createHmac } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSlackStandIn, type SlackStandIn } from '../../../sandbox/slack/stand-in.js';
import { type Character, characters } from '../../../sandbox/stand-in.js';

const SECRET = 'secret';
const TOKEN = 'xoxb-1';
const sofia = characters[0] as Character;
const oscar = characters.at(-1) as Character;
const ROOM = 'C0CUSTOMERS';

interface Received {
  body: string;
  headers: http.IncomingHttpHeaders;
}

let slack: SlackStandIn;
let origin: string;
let now: number;
let received: Received[];
/** What the bot of the test answers. */
let botAnswer: (request: Received) => { status?: number; body?: unknown; hang?: boolean };
const servers: http.Server[] = [];

async function listen(handle: http.RequestListener): Promise<string> {
  const server = http.createServer(handle).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeEach(async () => {
  now = 1_800_000_000_000;
  received = [];
  botAnswer = () => ({});
  const hear = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    received.push({ body, headers: request.headers });
    const answer = botAnswer({ body, headers: request.headers });
    if (answer.hang) return;
    response.writeHead(answer.status ?? 200);
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  };
  const botUrl = await listen((request, response) => void hear(request, response));
  origin = await listen((request, response) => void slack.handle(request, response));
  slack = createSlackStandIn({
    baseUrl: origin,
    botUrl,
    signingSecret: SECRET,
    botToken: TOKEN,
    characters,
    now: () => now,
    ackTimeout: 150,
    retryDelays: [5, 5, 5],
  });
});

afterEach(async () => {
  slack.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function call(method: string, args: Record<string, unknown>, token = TOKEN): Promise<Record<string, unknown>> {
  const response = await fetch(`${origin}/slack/api/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(args),
  });
  return (await response.json()) as Record<string, unknown>;
}

const modalOf = (who = sofia) => slack.scene(who).modal;
const plain = (text: string) => ({ type: 'plain_text', text });
const input = (id: string, more: object = {}) => ({
  type: 'input',
  block_id: id,
  label: plain(id),
  element: { type: 'plain_text_input', action_id: 'value', ...more },
});
const modal = (...blocks: object[]) => ({ type: 'modal', title: plain('Form'), submit: plain('Go'), blocks });
const section = { type: 'section', text: plain('hello') };
const askWho = (user: string) => call('users.info', { user, include_locale: true });
const testAuth = () =>
  fetch(`${origin}/slack/api/auth.test`, { method: 'POST', headers: { authorization: `Bearer ${TOKEN}` } });
const openModal = async (...blocks: object[]) => {
  await call('views.open', { trigger_id: slack.mintTrigger(sofia.slackUser), view: modal(...blocks) });
  return modalOf()?.id ?? '';
};
const say = (who: Character, channel: string, text: string) => slack.act(who, { type: 'say', channel, text });

/** The response URL of the last request that the bot got. */
const lastUrl = () => {
  const fields = new URLSearchParams(received.at(-1)?.body ?? '');
  const payload = JSON.parse(fields.get('payload') ?? '{}') as { response_url?: string };
  return fields.get('response_url') ?? payload.response_url ?? '';
};
const respond = async (args: object) => {
  const response = await fetch(lastUrl(), { method: 'POST', body: JSON.stringify(args) });
  return [response.status, await response.text()];
};
const texts = () =>
  slack
    .scene(sofia)
    .channels.find((one) => one.id === ROOM)
    ?.messages.map((one) => one.text);

describe('the Web API', () => {
  it('refuses a wrong token', async () => {
    expect(await call('auth.test', {}, 'xoxb-2')).toEqual({ ok: false, error: 'invalid_auth' });
  });

  it('takes forms whose blocks are JSON, as the official client sends them', async () => {
    const response = await fetch(`${origin}/slack/api/chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}` },
      body: new URLSearchParams({ channel: ROOM, text: 'hi', blocks: JSON.stringify([section]) }),
    });
    expect(await response.json()).toMatchObject({ ok: true, channel: ROOM });
  });

  it('keeps no token in its log of calls', async () => {
    await call('chat.postMessage', { token: TOKEN, channel: ROOM, text: 'hi' });
    expect(JSON.stringify(slack.calls)).not.toContain(TOKEN);
  });

  it('gives a locale to members who are asked for with it, and none to outsiders', async () => {
    expect(await askWho(sofia.slackUser)).toMatchObject({ user: { locale: 'en-US', team_id: 'T0PARTNER' } });
    const { user } = await askWho(oscar.slackUser);
    expect(user).toMatchObject({ is_stranger: true, team_id: 'T0OUTSIDE' });
    expect(user).not.toHaveProperty('locale');
  });

  it.each([
    ['chat.postMessage', { channel: 'C0NONE', text: 'x' }, 'channel_not_found'],
    ['chat.postMessage', { channel: ROOM }, 'no_text'],
    ['chat.postMessage', { channel: ROOM, text: 'x'.repeat(40_001) }, 'msg_too_long'],
    ['chat.postEphemeral', { channel: ROOM, text: 'x', user: 'U0OSCAR' }, 'user_not_in_channel'],
    ['chat.update', { channel: ROOM, ts: '1.1', text: 'x' }, 'message_not_found'],
    ['views.update', { view_id: 'V1', view: modal(section) }, 'not_found'],
    ['users.info', { user: 'U0NOBODY' }, 'user_not_found'],
    ['no.such', {}, 'unknown_method'],
  ])('answers %s %j with %s', async (method, args, error) => {
    expect(await call(method, args)).toMatchObject({ ok: false, error });
  });

  it.each([
    ['more than 50 blocks', Array.from({ length: 51 }, () => section), '/blocks'],
    ['a section of 3001 characters', [{ type: 'section', text: plain('x'.repeat(3001)) }], '/blocks/0/text/text'],
    ['an unknown block', [{ type: 'bogus' }], '/blocks/0'],
    [
      'a block id twice',
      [
        { ...section, block_id: 'a' },
        { ...section, block_id: 'a' },
      ],
      '/blocks/1/block_id',
    ],
    [
      'a button text of 76 characters',
      [{ type: 'actions', elements: [{ type: 'button', text: plain('x'.repeat(76)) }] }],
      '/blocks/0/elements/0',
    ],
  ])('refuses %s and points at it', async (_name, blocks, pointer) => {
    const answer = await call('chat.postMessage', { channel: ROOM, text: 'x', blocks });
    expect(answer).toMatchObject({ ok: false, error: 'invalid_blocks' });
    expect(JSON.stringify(answer)).toContain(`json-pointer:${pointer}`);
  });

  it.each([
    ['a title of 25 characters', { ...modal(section), title: plain('x'.repeat(25)) }],
    ['inputs without a submit button', { type: 'modal', title: plain('x'), blocks: [input('a')] }],
    ['metadata above 3000 characters', { ...modal(section), private_metadata: 'x'.repeat(3001) }],
    [
      'an initial option that is not offered',
      modal(
        input('a', {
          type: 'static_select',
          options: [{ text: plain('A'), value: 'a' }],
          initial_option: { text: plain('A'), value: 'b' },
        }),
      ),
    ],
  ])('refuses a modal with %s', async (_name, view) => {
    const answer = await call('views.open', { trigger_id: slack.mintTrigger(sofia.slackUser), view });
    expect(answer).toMatchObject({ ok: false, error: 'invalid_arguments' });
    expect(modalOf()).toBeUndefined();
  });

  it('opens one modal for a trigger', async () => {
    const trigger_id = slack.mintTrigger(sofia.slackUser);
    expect(await call('views.open', { trigger_id, view: modal(section) })).toMatchObject({ ok: true });
    expect(await call('views.open', { trigger_id, view: modal(section) })).toMatchObject({
      error: 'exchanged_trigger_id',
    });
  });

  it('lets a trigger expire after three seconds', async () => {
    const trigger_id = slack.mintTrigger(sofia.slackUser);
    now += 3_001;
    expect(await call('views.open', { trigger_id, view: modal(section) })).toMatchObject({
      error: 'expired_trigger_id',
    });
  });

  it('refuses an update with an old hash, and changes the hash with every update', async () => {
    const view_id = await openModal(section);
    const first = (modalOf()?.view as { hash?: string } | undefined)?.hash;
    expect(await call('views.update', { view_id, hash: first, view: modal(section) })).toMatchObject({ ok: true });
    expect(await call('views.update', { view_id, hash: first, view: modal(section) })).toMatchObject({
      error: 'hash_conflict',
    });
  });

  it('shows an ephemeral message to its one reader', async () => {
    await call('chat.postEphemeral', { channel: ROOM, user: sofia.slackUser, text: 'psst' });
    const seen = characters.filter((one) => JSON.stringify(slack.scene(one)).includes('psst'));
    expect(seen).toEqual([sofia]);
  });

  it('rate limits, fails and hangs when told to, and only then', async () => {
    slack.fault({ method: 'auth.test', retryAfter: 9 });
    slack.fault({ method: 'auth.test', status: 503 });
    const limited = await testAuth();
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '9']);
    expect((await testAuth()).status).toBe(503);
    expect((await testAuth()).status).toBe(200);
    expect(slack.calls.map((one) => one.outcome)).toEqual(['ratelimited', 'http_503', 'ok']);
  });
});

describe('requests to the bot', () => {
  it('are signed over timestamp and raw body', async () => {
    await say(sofia, ROOM, '/partnerdesk find a&b');
    const [{ body, headers }] = received as [Received];
    const timestamp = String(headers['x-slack-request-timestamp']);
    const wanted = createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
    expect(headers['x-slack-signature']).toBe(`v0=${wanted}`);
    expect(timestamp).toBe('1800000000');
    expect(new URLSearchParams(body).get('text')).toBe('find a&b');
  });

  it('can be repeated byte for byte', async () => {
    await say(sofia, ROOM, '/partnerdesk help');
    await slack.deliverAgain();
    const [first, second] = received as [Received, Received];
    expect(second.body).toBe(first.body);
    expect(second.headers['x-slack-signature']).toBe(first.headers['x-slack-signature']);
  });

  it('repeat an event that is answered with an error, and tell so', async () => {
    botAnswer = () => ({ status: received.length < 3 ? 500 : 200 });
    await say(sofia, 'D0SOFIA', 'hello');
    while (received.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(received.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2']);
    expect(new Set(received.map(({ body }) => (JSON.parse(body) as { event_id: string }).event_id)).size).toBe(1);
  });

  it('are not made for a channel message that does not mention the bot', async () => {
    await say(sofia, ROOM, 'hello all');
    expect(received).toEqual([]);
  });

  it('name the workspace of somebody from outside, and that the channel is shared', async () => {
    await say(oscar, 'C0CONNECT', '@partnerdesk find Contoso');
    expect(JSON.parse((received as [Received])[0].body)).toMatchObject({
      is_ext_shared_channel: true,
      event: { type: 'app_mention', user: 'U0OSCAR', user_team: 'T0OUTSIDE', text: '<@U0PARTNERDSK> find Contoso' },
    });
  });

  it('are not made for a slash command of somebody from outside', async () => {
    await say(oscar, 'C0CONNECT', '/partnerdesk find Contoso');
    expect(received).toEqual([]);
    expect(slack.scene(oscar).clientError).toContain('not a valid command');
  });
});

describe('what the client shows', () => {
  it('is the acknowledgement of a slash command, to its author alone', async () => {
    botAnswer = () => ({ body: { text: 'found', response_type: 'ephemeral' } });
    await say(sofia, ROOM, '/partnerdesk find x');
    expect(JSON.stringify(slack.scene(sofia))).toContain('found');
    expect(JSON.stringify(slack.scene(oscar))).not.toContain('found');
  });

  it('is a timeout when the bot says nothing in time', async () => {
    botAnswer = () => ({ hang: true });
    await say(sofia, ROOM, '/partnerdesk find x');
    expect(slack.scene(sofia).clientError).toContain('operation_timeout');
  });

  it('is a required field that was left empty, before anything is sent', async () => {
    const view = await openModal(input('city'));
    await slack.act(sofia, { type: 'submit', view, state: {} });
    expect(modalOf()?.errors).toHaveProperty('city');
    expect(received).toEqual([]);
  });

  it('is the errors that the bot finds, at the inputs', async () => {
    const view = await openModal(input('city', { initial_value: 'X' }));
    botAnswer = () => ({ body: { response_action: 'errors', errors: { city: 'No such city' } } });
    await slack.act(sofia, { type: 'submit', view, state: {} });
    expect(modalOf()?.errors).toEqual({ city: 'No such city' });
  });

  it('is trouble when the errors name something that is no input', async () => {
    const view = await openModal(input('city', { initial_value: 'X' }));
    botAnswer = () => ({ body: { response_action: 'errors', errors: { town: 'No' } } });
    await slack.act(sofia, { type: 'submit', view, state: {} });
    expect(slack.scene(sofia).clientError).toContain('trouble');
  });

  it('is the view that replaces the submitted one, under the same id', async () => {
    const view = await openModal(input('city', { initial_value: 'X' }));
    botAnswer = () => ({ body: { response_action: 'update', view: modal(section) } });
    await slack.act(sofia, { type: 'submit', view, state: {} });
    expect(modalOf()).toMatchObject({ id: view, view: { blocks: [{ type: 'section' }] } });
  });

  it('is no modal after an empty answer', async () => {
    const view = await openModal(input('city', { initial_value: 'X' }));
    await slack.act(sofia, { type: 'submit', view, state: {} });
    expect(modalOf()).toBeUndefined();
  });

  it('tells its listeners of every change', async () => {
    let changes = 0;
    slack.onChange(() => (changes += 1));
    await call('chat.postMessage', { channel: ROOM, text: 'hi' });
    expect(changes).toBeGreaterThan(0);
  });
});

describe('a response URL', () => {
  it('of a slash command posts anew even when it is asked to replace', async () => {
    botAnswer = () => ({ body: { text: 'working' } });
    await say(sofia, ROOM, '/partnerdesk find x');
    await respond({ text: 'found', replace_original: true });
    expect(texts()).toEqual(['working', 'found']);
  });

  it('of a button replaces the message that it stands in', async () => {
    const button = { type: 'button', action_id: 'go', text: plain('Go'), value: '1' };
    const blocks = [{ type: 'actions', block_id: 'b', elements: [button] }];
    const { message_ts: ts } = await call('chat.postEphemeral', {
      channel: ROOM,
      user: sofia.slackUser,
      text: 'list',
      blocks,
    });
    await slack.act(sofia, { type: 'press', channel: ROOM, ts: String(ts), blockId: 'b', actionId: 'go' });
    await respond({ text: 'account', replace_original: true });
    expect(texts()).toEqual(['account']);
  });

  it('is used up after five times and expires after thirty minutes', async () => {
    await say(sofia, ROOM, '/partnerdesk find x');
    for (let count = 0; count < 5; count += 1) expect(await respond({ text: 'x' })).toEqual([200, 'ok']);
    expect(await respond({ text: 'x' })).toEqual([404, 'used_url']);
    await say(sofia, ROOM, '/partnerdesk find y');
    now += 30 * 60_000 + 1;
    expect(await respond({ text: 'x' })).toEqual([404, 'expired_url']);
  });
});
