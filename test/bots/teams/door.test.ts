import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Character } from '../../../sandbox/stand-in.js';
import { forgeries } from '../../../sandbox/teams/keys.js';
import { conversationOf, guest, type Harness, HELP, oscar, press, said, sofia, startHarness } from './harness.js';

let harness: Harness;

const printed = jest.spyOn(console, 'error');

beforeAll(async () => {
  harness = await startHarness(() => HELP);
});
afterAll(() => harness.close());
beforeEach(() => {
  harness.turns.length = 0;
  harness.teams.calls.length = 0;
});

const message = (character: Character, text = 'help') =>
  harness.teams.activities.message(character, harness.teams.personalOf(character), randomUUID(), text);
const sent = () => harness.teams.calls.filter((call) => ['send', 'reply', 'update', 'create'].includes(call.operation));

describe('a delivery that is not from Teams', () => {
  it.each(forgeries)('is answered 401 without any effect: %s', async (forgery) => {
    const { status, answer } = await harness.teams.deliver(message(sofia), forgery);
    expect({ status, answer }).toEqual({ status: 401, answer: undefined });
    expect(harness.turns).toEqual([]);
    expect(sent()).toEqual([]);
  });

  it('is answered 401 when it carries no token at all', async () => {
    const { status } = await harness.teams.deliver(message(sofia), 'none');
    expect(status).toBe(401);
    expect(harness.turns).toEqual([]);
  });

  it('is answered 401 when its token was made for another address than it names', async () => {
    const activity = { ...message(sofia), serviceUrl: 'https://smba.trafficmanager.net/teams/' };
    const { status } = await harness.teams.deliver(JSON.stringify(activity));
    expect(status).toBe(401);
  });

  it('gains nothing from a token that was proven just before', async () => {
    const genuine = await harness.teams.deliver(message(sofia));
    expect(genuine.status).toBe(200);
    const elsewhere = { ...message(sofia), serviceUrl: 'https://smba.trafficmanager.net/teams/' };
    expect((await harness.teams.deliver(JSON.stringify(elsewhere))).status).toBe(401);
    const [head = '', claims = '', signature = ''] = (genuine.authorization ?? '').split('.');
    const altered = `${head}.${claims}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    const headers = { 'content-type': 'application/json', authorization: altered };
    const answer = await fetch(`${harness.botUrl}/api/messages`, { method: 'POST', headers, body: genuine.body });
    expect(answer.status).toBe(401);
  });

  it('is refused when it names another channel than Teams', async () => {
    const { status } = await harness.teams.deliver({ ...message(sofia), channelId: 'emulator' });
    expect(status).toBe(400);
    expect(harness.turns).toEqual([]);
  });

  it('prints nothing, so that nobody can fill the log with forged tokens', async () => {
    printed.mockClear();
    const before = harness.log.length;
    for (const forgery of forgeries) await harness.teams.deliver(message(sofia), forgery);
    expect(printed).not.toHaveBeenCalled();
    expect(harness.log).toHaveLength(before);
  });

  it('does not make the bot ask for keys again and again', async () => {
    await harness.teams.deliver(message(sofia));
    for (let count = 0; count < 5; count += 1) await harness.teams.deliver(message(sofia), 'unknownKey');
    expect(harness.teams.calls.filter((call) => call.operation === 'keys')).toEqual([]);
  });

  it('is counted by its reason', async () => {
    const before = await harness.metric('partnerdesk_refused_requests_total', { platform: 'teams', reason: 'token' });
    await harness.teams.deliver(message(sofia), 'wrongKey');
    const after = await harness.metric('partnerdesk_refused_requests_total', { platform: 'teams', reason: 'token' });
    expect(after).toBe(before + 1);
  });
});

describe('a genuine delivery that names a connector outside the cloud', () => {
  it('is refused before a place is stored or anything is sent', async () => {
    const activity = { ...message(sofia), serviceUrl: 'https://connector.attacker.example/' };
    const { status } = await harness.teams.deliver(activity);
    expect(status).toBe(403);
    expect(harness.turns).toEqual([]);
    expect(sent()).toEqual([]);
  });
});

describe('somebody who may not talk to the desk', () => {
  it('is told so once a minute when their conversation is in a foreign tenant, and the core hears nothing', async () => {
    const personal = harness.teams.personalOf(oscar);
    await harness.teams.act(oscar, { type: 'say', conversation: personal.id, text: 'find contoso' });
    await harness.until(() => said(harness.teams, oscar, personal.id).length > 0, 'the refusal');
    await harness.teams.act(oscar, { type: 'say', conversation: personal.id, text: 'find contoso!' });
    await harness.bot.stop();
    expect(said(harness.teams, oscar, personal.id)).toHaveLength(1);
    expect(harness.turns).toEqual([]);
  });

  it('gets a card in answer to a press from a foreign tenant, and the core hears nothing', async () => {
    const personal = harness.teams.personalOf(oscar);
    const activity = harness.teams.activities.execute(oscar, personal, '1', 'submit', press('submit', 'a-change'));
    const { status, answer } = await harness.teams.deliver(activity);
    expect(status).toBe(200);
    expect(answer).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' });
    expect(harness.turns).toEqual([]);
  });

  it('stays outside as a federated user in a chat of the own tenant', async () => {
    const group = conversationOf(harness.teams, 'group');
    await harness.teams.act(oscar, { type: 'say', conversation: group.id, text: '@partnerdesk find contoso' });
    await harness.bot.stop();
    expect(harness.turns).toEqual([]);
  });

  it('stays outside as a federated user whom only the roster gives away', async () => {
    const group = conversationOf(harness.teams, 'group');
    const activity = harness.teams.activities.message(oscar, group, randomUUID(), '@partnerdesk find contoso');
    const { tenantId: _, ...from } = activity['from'] as Record<string, unknown>;
    const { status } = await harness.teams.deliver({ ...activity, from });
    expect(status).toBe(200);
    expect(harness.turns).toEqual([]);
  });

  it.each([undefined, '', 'not-a-guid', 7])('stays outside with the object id %p', async (aadObjectId) => {
    const activity = message(sofia);
    const from = { ...(activity['from'] as object), aadObjectId };
    expect((await harness.teams.deliver({ ...activity, from })).status).toBe(200);
    expect(harness.turns).toEqual([]);
  });

  it('stays outside when the two tenants of an activity differ', async () => {
    const activity = message(sofia);
    const channelData = { tenant: { id: randomUUID() } };
    expect((await harness.teams.deliver({ ...activity, channelData })).status).toBe(200);
    expect(harness.turns).toEqual([]);
  });

  it('is never answered as a bot', async () => {
    const activity = message(sofia);
    const from = { ...(activity['from'] as object), role: 'bot' };
    expect((await harness.teams.deliver({ ...activity, from })).status).toBe(200);
    await harness.bot.stop();
    expect(harness.turns).toEqual([]);
    expect(sent()).toEqual([]);
  });

  it('comes to the core as a guest when the roster says guest', async () => {
    expect((await harness.teams.deliver(message(guest))).status).toBe(200);
    expect(harness.turns.map((turn) => turn.user.standing)).toEqual(['guest']);
  });
});

describe('a member', () => {
  it('is known by tenant and object id, never by name or address', async () => {
    await harness.teams.deliver(message(sofia));
    expect(harness.turns[0]?.user).toEqual({
      platform: 'teams',
      tenant: harness.teams.personalOf(sofia).tenant,
      user: sofia.id,
      name: sofia.name,
      standing: 'member',
    });
  });

  it('is looked up in the roster once, not at every turn', async () => {
    await harness.teams.deliver(message(sofia));
    harness.teams.calls.length = 0;
    await harness.teams.deliver(message(sofia));
    expect(harness.teams.calls.filter((call) => call.operation === 'members')).toEqual([]);
  });
});
