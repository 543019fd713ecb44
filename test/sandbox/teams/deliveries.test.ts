import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { PARTNER_TENANT, type Character } from '../../../sandbox/stand-in.js';
import { FOREIGN_TENANT, mriOf } from '../../../sandbox/teams/world.js';
import { APP, CARD, cardMessage, openStage, oscar, sofia, type Stage, tom } from './stage.js';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

describe('a delivery', () => {
  it('is signed as the Bot Connector signs: issuer, audience, service URL, an endorsed key from the metadata', async () => {
    await stage.teams.act(sofia, { type: 'say', conversation: stage.chat(sofia), text: 'help' });
    const metadata = (await (await fetch(stage.teams.settings.openIdMetadataUrl)).json()) as { jwks_uri: string };
    const jwks = (await (await fetch(metadata.jwks_uri)).json()) as Parameters<typeof createLocalJWKSet>[0];
    const { payload } = await jwtVerify(stage.heard[0]?.authorization.slice(7) ?? '', createLocalJWKSet(jwks), {
      issuer: 'https://api.botframework.com',
      audience: APP.appId,
    });
    expect(payload['serviceurl']).toBe(stage.heard[0]?.body['serviceUrl']);
    expect(jwks.keys[0]).toMatchObject({ endorsements: ['msteams'] });
  });

  it('carries tenant, object id, language and time zone', async () => {
    await stage.teams.act(tom, { type: 'say', conversation: stage.chat(tom), text: 'help' });
    expect(stage.heard[0]?.body).toMatchObject({
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
    await stage.teams.act(oscar, { type: 'say', conversation: stage.chat(oscar), text: 'help' });
    expect(stage.heard[0]?.body).toMatchObject({
      from: { tenantId: FOREIGN_TENANT },
      conversation: { tenantId: FOREIGN_TENANT },
    });
  });

  it('is made in a room only of what mentions the bot, and mentions it by entity', async () => {
    await stage.teams.act(sofia, { type: 'say', conversation: stage.room('channel'), text: 'good morning' });
    await stage.teams.act(sofia, { type: 'say', conversation: stage.room('channel'), text: '@partnerdesk help' });
    expect(stage.heard.map((each) => each.body['text'])).toEqual(['<at>partnerdesk</at> help']);
    expect(stage.heard[0]?.body['entities']).toContainEqual(
      expect.objectContaining({ type: 'mention', mentioned: expect.objectContaining({ id: `28:${APP.appId}` }) }),
    );
    expect(stage.heard[0]?.body['conversation']).toMatchObject({ id: expect.stringContaining(';messageid=') });
  });

  it('of a message is repeated byte for byte until it is acknowledged', async () => {
    stage.botAnswers = [{ status: 503 }, { status: 200 }];
    await stage.teams.act(sofia, { type: 'say', conversation: stage.chat(sofia), text: 'help' });
    expect(stage.heard).toHaveLength(2);
    expect(stage.heard[1]).toEqual(stage.heard[0]);
  });

  it('of a message that is refused is not repeated', async () => {
    stage.botAnswers = [{ status: 403 }];
    await stage.teams.act(sofia, { type: 'say', conversation: stage.chat(sofia), text: 'help' });
    expect(stage.heard).toHaveLength(1);
  });

  it('can be made again, byte for byte', async () => {
    await stage.teams.act(sofia, { type: 'say', conversation: stage.chat(sofia), text: 'help' });
    await stage.teams.deliverAgain();
    expect(stage.heard[1]).toEqual(stage.heard[0]);
  });

  it('tells of an installation in two activities', async () => {
    await stage.teams.install(stage.chat(sofia));
    expect(new Set(stage.heard.map((each) => each.body['type']))).toEqual(
      new Set(['conversationUpdate', 'installationUpdate']),
    );
  });
});

/** Presses a fresh card of the bot. Gives its id. */
async function press(character: Character, conversation: string): Promise<string> {
  const id = (await stage.send(conversation)).answer.id ?? '';
  await stage.teams.act(character, { type: 'execute', conversation, message: id, verb: 'go', data: { a: 1 } });
  return id;
}

describe('a press', () => {
  const mine = { ...CARD, body: [{ type: 'TextBlock', text: 'mine' }] };

  it('is an invoke with the verb and the data of the action', async () => {
    const id = await press(sofia, stage.chat(sofia));
    expect(stage.heard[0]?.body).toMatchObject({
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: id,
      value: { action: { type: 'Action.Execute', verb: 'go', data: { a: 1 } }, trigger: 'manual' },
    });
  });

  it('shows the card in the answer to the one who pressed, until the message is changed for all', async () => {
    stage.botAnswers = [
      { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: mine } },
    ];
    const id = await press(sofia, stage.room('group'));
    expect([stage.lastCard(sofia, stage.room('group')), stage.lastCard(tom, stage.room('group'))]).toEqual([
      mine,
      CARD,
    ]);
    const all = { ...CARD, body: [{ type: 'TextBlock', text: 'all' }] };
    await stage.call('PUT', `/${encodeURIComponent(stage.room('group'))}/activities/${id}`, cardMessage(all));
    expect([stage.lastCard(sofia, stage.room('group')), stage.lastCard(tom, stage.room('group'))]).toEqual([all, all]);
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
    stage.botAnswers = [answer];
    await press(sofia, stage.chat(sofia));
    expect(stage.teams.scene(sofia).clientError).toBe(error);
    expect(stage.heard).toHaveLength(1);
  });

  it('of an older client is a message with a value', async () => {
    await stage.teams.act(sofia, { type: 'submit', conversation: stage.chat(sofia), message: '1', data: { a: 1 } });
    expect(stage.heard[0]?.body).toMatchObject({ type: 'message', replyToId: '1', value: { a: 1 } });
  });
});
