import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PARTNER_TENANT } from '../../../sandbox/stand-in.js';
import { mriOf } from '../../../sandbox/teams/world.js';
import { CARD, cardMessage, openStage, oscar, sofia, type Stage, tom } from './stage.js';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

describe('the sign-in of the bot', () => {
  it('gives a token for the right credentials', async () => {
    expect(await stage.token()).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3599 } });
  });

  it.each([
    [{ client_secret: 'wrong' }, 401, 7000215],
    [{ client_id: 'wrong' }, 400, 700016],
    [{ scope: 'https://graph.microsoft.com/.default' }, 400, 70011],
    [{ grant_type: 'password' }, 400, 70003],
  ])('refuses %p with %i and AADSTS%i', async (changes, status, code) => {
    expect(await stage.token(changes as Record<string, string>)).toMatchObject({
      status,
      body: { error_codes: [code] },
    });
  });
});

describe('the Bot Connector', () => {
  it.each(['', 'Bearer ', 'Bearer invented'])('refuses a call with the authorization %p', async (bearer) => {
    const { status } = await stage.call('POST', `/${stage.chat(sofia)}/activities`, cardMessage(), bearer);
    expect(status).toBe(401);
  });

  it('refuses a token that has expired', async () => {
    const bearer = `Bearer ${String((await stage.token()).body['access_token'])}`;
    stage.clock += 3_600_000;
    expect((await stage.call('POST', `/${stage.chat(sofia)}/activities`, cardMessage(), bearer)).status).toBe(401);
  });

  it('shows what the bot sends to every member, and tells the page', async () => {
    let told = 0;
    stage.teams.onChange(() => (told += 1));
    expect(await stage.send(stage.room('group'))).toMatchObject({ status: 201, answer: { id: expect.any(String) } });
    expect(stage.lastCard(tom, stage.room('group'))).toEqual(CARD);
    expect(told).toBe(1);
  });

  it.each([
    ['an unknown conversation', 404, 'ConversationNotFound', () => stage.send('a:unknown')],
    [
      'a message that is gone',
      404,
      'ActivityNotFoundInConversation',
      () => stage.call('PUT', `/${stage.chat(sofia)}/activities/1`, cardMessage()),
    ],
    [
      'more than 100 KB',
      413,
      'MessageSizeTooBig',
      () => stage.send(stage.chat(sofia), cardMessage({ ...CARD, x: 'x'.repeat(60_000) })),
    ],
    ['an empty message', 400, 'BadArgument', () => stage.send(stage.chat(sofia), { type: 'message' })],
    ['a card that is none', 400, 'BadArgument', () => stage.send(stage.chat(sofia), cardMessage({ type: 'Card' }))],
    ['a conversation with nobody', 400, 'BadSyntax', () => stage.call('POST', '', { members: [] })],
    [
      'a conversation with a stranger',
      403,
      'BotNotInConversationRoster',
      () => stage.call('POST', '', { members: [{ id: '29:x' }], tenantId: PARTNER_TENANT }),
    ],
    [
      'an unknown member',
      404,
      'MemberNotFoundInConversation',
      () => stage.call('GET', `/${stage.chat(sofia)}/members/29:x`),
    ],
  ])('refuses %s with %i %s', async (_name, status, code, refused) => {
    expect(await refused()).toMatchObject({ status, answer: { error: { code } } });
  });

  it('refuses to write where the app is not installed', async () => {
    stage.teams.uninstall(stage.chat(sofia));
    expect(await stage.send(stage.chat(sofia))).toMatchObject({
      status: 403,
      answer: { error: { code: 'BotNotInConversationRoster' } },
    });
  });

  it('throttles the eighth message of a second in one conversation, and no other conversation', async () => {
    for (let sent = 0; sent < 7; sent += 1) expect((await stage.send(stage.chat(sofia))).status).toBe(201);
    const refused = await stage.send(stage.chat(sofia));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await stage.send(stage.chat(tom))).status).toBe(201);
    stage.clock += 1001;
    expect((await stage.send(stage.chat(sofia))).status).toBe(201);
  });

  it.each([
    ['Teams user id', mriOf(sofia)],
    ['object id', sofia.id],
  ])('opens the 1:1 chat by %s', async (_name, id) => {
    const wanted = { isGroup: false, members: [{ id }], tenantId: PARTNER_TENANT };
    expect(await stage.call('POST', '', wanted)).toMatchObject({ status: 201, answer: { id: stage.chat(sofia) } });
  });

  it('names the tenant of a member from outside', async () => {
    const { answer } = await stage.call('GET', `/${encodeURIComponent(stage.room('group'))}/members/${mriOf(oscar)}`);
    expect(answer).toMatchObject({ aadObjectId: oscar.id, tenantId: expect.not.stringContaining(PARTNER_TENANT) });
  });

  it('can fail on demand, before the deed or after it', async () => {
    stage.teams.fault({ operation: 'send', status: 502 });
    expect((await stage.send(stage.chat(sofia))).status).toBe(502);
    expect(stage.teams.personalOf(sofia).messages).toHaveLength(0);
    stage.teams.fault({ operation: 'send', dropAfter: true });
    await expect(stage.send(stage.chat(sofia))).rejects.toThrow();
    expect(stage.teams.personalOf(sofia).messages).toHaveLength(1);
  });

  it('keeps a log of what was asked of it', async () => {
    await stage.send(stage.chat(sofia));
    expect(stage.teams.calls.map(({ operation, status }) => [operation, status])).toEqual([
      ['token', 200],
      ['send', 201],
    ]);
  });
});
