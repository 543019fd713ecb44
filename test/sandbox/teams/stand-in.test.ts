import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { characters, PARTNER_TENANT, type Character } from '../../../sandbox/stand-in.js';
import { createTeamsStandIn, type TeamsStandIn } from '../../../sandbox/teams/stand-in.js';
import { FOREIGN_TENANT, mriOf } from '../../../sandbox/teams/world.js';

const [sofia, tom, , , , oscar] = characters as [Character, Character, Character, Character, Character, Character];
const APP = { appId: 'the-app', appPassword: 'the-password' };
const CARD = { type: 'AdaptiveCard', version: '1.5', body: [] };

interface Heard {
  body: Record<string, unknown>;
  raw: string;
  authorization: string;
}

let teams: TeamsStandIn;
let servers: Server[];
let url: string;
let heard: Heard[];
/** What the bot answers: status and body, one after the other; the last one stays. */
let botAnswers: { status: number; body?: unknown }[];
let clock: number;

const listen = (server: Server) =>
  new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });

beforeEach(async () => {
  heard = [];
  botAnswers = [{ status: 200 }];
  clock = Date.now();
  const bot = createServer((request, response) => {
    let raw = '';
    request.on('data', (chunk) => (raw += String(chunk)));
    request.on('end', () => {
      heard.push({ body: JSON.parse(raw), raw, authorization: request.headers.authorization ?? '' });
      const { status, body } = (botAnswers.length > 1 ? botAnswers.shift() : botAnswers[0]) ?? { status: 500 };
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(body === undefined ? '' : JSON.stringify(body));
    });
  });
  const service = createServer((request, response) => void teams.handle(request, response));
  const [botUrl, baseUrl] = await Promise.all([listen(bot), listen(service)]);
  servers = [bot, service];
  url = `${baseUrl}/bot-connector`;
  teams = createTeamsStandIn({
    ...APP,
    baseUrl,
    botUrl,
    tenantId: PARTNER_TENANT,
    characters,
    now: () => clock,
    repeatDelayMs: 1,
  });
});
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function token(changes: Record<string, string> = {}) {
  const form = {
    grant_type: 'client_credentials',
    client_id: APP.appId,
    client_secret: APP.appPassword,
    scope: 'https://api.botframework.com/.default',
    ...changes,
  };
  const response = await fetch(`${teams.settings.loginUrl}/${PARTNER_TENANT}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function call(method: string, path: string, body?: unknown, bearer?: string) {
  const authorization = bearer ?? `Bearer ${String((await token()).body['access_token'])}`;
  const response = await fetch(`${url}/v3/conversations${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = (text === '' ? {} : JSON.parse(text)) as { id?: string; error?: { code: string } };
  return { status: response.status, answer, headers: response.headers };
}

const chat = (character: Character) => teams.personalOf(character).id;
const cardMessage = (card: unknown = CARD) => ({
  type: 'message',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
});
const send = (conversation: string, body: unknown = cardMessage()) =>
  call('POST', `/${encodeURIComponent(conversation)}/activities`, body);
const room = (kind: 'group' | 'channel') => teams.conversations.find((each) => each.kind === kind)?.id ?? '';
const lastCard = (character: Character, conversation: string) =>
  teams
    .scene(character)
    .conversations.find((each) => each.id === conversation)
    ?.messages.at(-1)?.card;

describe('a delivery', () => {
  it('is signed as the Bot Connector signs: issuer, audience, service URL, an endorsed key from the metadata', async () => {
    await teams.act(sofia, { type: 'say', conversation: chat(sofia), text: 'help' });
    const metadata = (await (await fetch(teams.settings.openIdMetadataUrl)).json()) as { jwks_uri: string };
    const jwks = (await (await fetch(metadata.jwks_uri)).json()) as Parameters<typeof createLocalJWKSet>[0];
    const { payload } = await jwtVerify(heard[0]?.authorization.slice(7) ?? '', createLocalJWKSet(jwks), {
      issuer: 'https://api.botframework.com',
      audience: APP.appId,
    });
    expect(payload['serviceurl']).toBe(heard[0]?.body['serviceUrl']);
    expect(jwks.keys[0]).toMatchObject({ endorsements: ['msteams'] });
  });

  it('carries tenant, object id, language and time zone', async () => {
    await teams.act(tom, { type: 'say', conversation: chat(tom), text: 'help' });
    expect(heard[0]?.body).toMatchObject({
      type: 'message',
      channelId: 'msteams',
      text: 'help',
      locale: 'en-GB',
      localTimezone: 'Europe/Berlin',
      from: { id: mriOf(tom), aadObjectId: tom.id },
      conversation: { conversationType: 'personal', tenantId: PARTNER_TENANT },
      channelData: { tenant: { id: PARTNER_TENANT } },
    });
  });

  it('comes from a foreign tenant when the character is from outside', async () => {
    await teams.act(oscar, { type: 'say', conversation: chat(oscar), text: 'help' });
    expect(heard[0]?.body).toMatchObject({
      from: { tenantId: FOREIGN_TENANT },
      conversation: { tenantId: FOREIGN_TENANT },
    });
  });

  it('is made in a room only of what mentions the bot, and mentions it by entity', async () => {
    await teams.act(sofia, { type: 'say', conversation: room('channel'), text: 'good morning' });
    await teams.act(sofia, { type: 'say', conversation: room('channel'), text: '@partnerdesk help' });
    expect(heard.map((each) => each.body['text'])).toEqual(['<at>partnerdesk</at> help']);
    expect(heard[0]?.body['entities']).toContainEqual(
      expect.objectContaining({ type: 'mention', mentioned: expect.objectContaining({ id: `28:${APP.appId}` }) }),
    );
    expect(heard[0]?.body['conversation']).toMatchObject({ id: expect.stringContaining(';messageid=') });
  });

  it('of a message is repeated byte for byte until it is acknowledged', async () => {
    botAnswers = [{ status: 503 }, { status: 200 }];
    await teams.act(sofia, { type: 'say', conversation: chat(sofia), text: 'help' });
    expect(heard).toHaveLength(2);
    expect(heard[1]).toEqual(heard[0]);
  });

  it('of a message that is refused is not repeated', async () => {
    botAnswers = [{ status: 403 }];
    await teams.act(sofia, { type: 'say', conversation: chat(sofia), text: 'help' });
    expect(heard).toHaveLength(1);
  });

  it('can be made again, byte for byte', async () => {
    await teams.act(sofia, { type: 'say', conversation: chat(sofia), text: 'help' });
    await teams.deliverAgain();
    expect(heard[1]).toEqual(heard[0]);
  });

  it('tells of an installation in two activities', async () => {
    await teams.install(chat(sofia));
    expect(new Set(heard.map((each) => each.body['type']))).toEqual(
      new Set(['conversationUpdate', 'installationUpdate']),
    );
  });
});

/** Presses a fresh card of the bot. Gives its id. */
async function press(character: Character, conversation: string): Promise<string> {
  const id = (await send(conversation)).answer.id ?? '';
  await teams.act(character, { type: 'execute', conversation, message: id, verb: 'go', data: { a: 1 } });
  return id;
}

describe('a press', () => {
  const mine = { ...CARD, body: [{ type: 'TextBlock', text: 'mine' }] };

  it('is an invoke with the verb and the data of the action', async () => {
    const id = await press(sofia, chat(sofia));
    expect(heard[0]?.body).toMatchObject({
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: id,
      value: { action: { type: 'Action.Execute', verb: 'go', data: { a: 1 } }, trigger: 'manual' },
    });
  });

  it('shows the card in the answer to the one who pressed, until the message is changed for all', async () => {
    botAnswers = [
      { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: mine } },
    ];
    const id = await press(sofia, room('group'));
    expect([lastCard(sofia, room('group')), lastCard(tom, room('group'))]).toEqual([mine, CARD]);
    const all = { ...CARD, body: [{ type: 'TextBlock', text: 'all' }] };
    await call('PUT', `/${encodeURIComponent(room('group'))}/activities/${id}`, cardMessage(all));
    expect([lastCard(sofia, room('group')), lastCard(tom, room('group'))]).toEqual([all, all]);
  });

  it.each([
    ['any status but 200', { status: 500 }, 'Unable to reach app. Please try again.'],
    ['no code in the body', { status: 200, body: {} }, 'Something went wrong. Please try again.'],
    [
      'a card that is none',
      { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: 'x' } },
      'Something went wrong. Please try again.',
    ],
    [
      'an error',
      { status: 200, body: { statusCode: 500, type: 'application/vnd.microsoft.error', value: { message: 'Later' } } },
      'Later',
    ],
  ])('ends in an error of the client after %s, and is not repeated', async (_name, answer, error) => {
    botAnswers = [answer];
    await press(sofia, chat(sofia));
    expect(teams.scene(sofia).clientError).toBe(error);
    expect(heard).toHaveLength(1);
  });

  it('of an older client is a message with a value', async () => {
    await teams.act(sofia, { type: 'submit', conversation: chat(sofia), message: '1', data: { a: 1 } });
    expect(heard[0]?.body).toMatchObject({ type: 'message', replyToId: '1', value: { a: 1 } });
  });
});

describe('the sign-in of the bot', () => {
  it('gives a token for the right credentials', async () => {
    expect(await token()).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3599 } });
  });

  it.each([
    [{ client_secret: 'wrong' }, 401, 7000215],
    [{ client_id: 'wrong' }, 400, 700016],
    [{ scope: 'https://graph.microsoft.com/.default' }, 400, 70011],
    [{ grant_type: 'password' }, 400, 70003],
  ])('refuses %p with %i and AADSTS%i', async (changes, status, code) => {
    expect(await token(changes as Record<string, string>)).toMatchObject({ status, body: { error_codes: [code] } });
  });
});

describe('the Bot Connector', () => {
  it.each(['', 'Bearer ', 'Bearer invented'])('refuses a call with the authorization %p', async (bearer) => {
    const { status } = await call('POST', `/${chat(sofia)}/activities`, cardMessage(), bearer);
    expect(status).toBe(401);
  });

  it('refuses a token that has expired', async () => {
    const bearer = `Bearer ${String((await token()).body['access_token'])}`;
    clock += 3_600_000;
    expect((await call('POST', `/${chat(sofia)}/activities`, cardMessage(), bearer)).status).toBe(401);
  });

  it('shows what the bot sends to every member, and tells the page', async () => {
    let told = 0;
    teams.onChange(() => (told += 1));
    expect(await send(room('group'))).toMatchObject({ status: 201, answer: { id: expect.any(String) } });
    expect(lastCard(tom, room('group'))).toEqual(CARD);
    expect(told).toBe(1);
  });

  it.each([
    ['an unknown conversation', 404, 'ConversationNotFound', () => send('a:unknown')],
    [
      'a message that is gone',
      404,
      'ActivityNotFoundInConversation',
      () => call('PUT', `/${chat(sofia)}/activities/1`, cardMessage()),
    ],
    [
      'more than 100 KB',
      413,
      'MessageSizeTooBig',
      () => send(chat(sofia), cardMessage({ ...CARD, x: 'x'.repeat(60_000) })),
    ],
    ['an empty message', 400, 'BadArgument', () => send(chat(sofia), { type: 'message' })],
    ['a card that is none', 400, 'BadArgument', () => send(chat(sofia), cardMessage({ type: 'Card' }))],
    ['a conversation with nobody', 400, 'BadSyntax', () => call('POST', '', { members: [] })],
    [
      'a conversation with a stranger',
      403,
      'BotNotInConversationRoster',
      () => call('POST', '', { members: [{ id: '29:x' }], tenantId: PARTNER_TENANT }),
    ],
    ['an unknown member', 404, 'MemberNotFoundInConversation', () => call('GET', `/${chat(sofia)}/members/29:x`)],
  ])('refuses %s with %i %s', async (_name, status, code, refused) => {
    expect(await refused()).toMatchObject({ status, answer: { error: { code } } });
  });

  it('refuses to write where the app is not installed', async () => {
    teams.uninstall(chat(sofia));
    expect(await send(chat(sofia))).toMatchObject({
      status: 403,
      answer: { error: { code: 'BotNotInConversationRoster' } },
    });
  });

  it('throttles the eighth message of a second in one conversation, and no other conversation', async () => {
    for (let sent = 0; sent < 7; sent += 1) expect((await send(chat(sofia))).status).toBe(201);
    const refused = await send(chat(sofia));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await send(chat(tom))).status).toBe(201);
    clock += 1001;
    expect((await send(chat(sofia))).status).toBe(201);
  });

  it.each([
    ['Teams user id', mriOf(sofia)],
    ['object id', sofia.id],
  ])('opens the 1:1 chat by %s', async (_name, id) => {
    const wanted = { isGroup: false, members: [{ id }], tenantId: PARTNER_TENANT };
    expect(await call('POST', '', wanted)).toMatchObject({ status: 201, answer: { id: chat(sofia) } });
  });

  it('names the tenant of a member from outside', async () => {
    const { answer } = await call('GET', `/${encodeURIComponent(room('group'))}/members/${mriOf(oscar)}`);
    expect(answer).toMatchObject({ aadObjectId: oscar.id, tenantId: expect.not.stringContaining(PARTNER_TENANT) });
  });

  it('can fail on demand, before the deed or after it', async () => {
    teams.fault({ operation: 'send', status: 502 });
    expect((await send(chat(sofia))).status).toBe(502);
    expect(teams.personalOf(sofia).messages).toHaveLength(0);
    teams.fault({ operation: 'send', dropAfter: true });
    await expect(send(chat(sofia))).rejects.toThrow();
    expect(teams.personalOf(sofia).messages).toHaveLength(1);
  });

  it('keeps a log of what was asked of it', async () => {
    await send(chat(sofia));
    expect(teams.calls.map(({ operation, status }) => [operation, status])).toEqual([
      ['token', 200],
      ['send', 201],
    ]);
  });
});
