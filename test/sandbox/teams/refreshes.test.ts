import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { Character } from '../../../sandbox/stand-in.js';
import { mriOf } from '../../../sandbox/teams/world.js';
import { ada, CARD, cardMessage, openStage, sofia, type Stage, tom } from './stage.js';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  stage.botAnswers = [{ status: 200, body: { statusCode: 200, type: CARD_TYPE, value: mine } }];
});
afterEach(() => stage.close());

const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';
const mine = { ...CARD, body: [{ type: 'TextBlock', text: 'mine' }] };
const action = { type: 'Action.Execute', verb: 'look', data: { a: 1 } };
const refreshing = (userIds?: string[]) => ({ ...CARD, refresh: { action, ...(userIds ? { userIds } : {}) } });

const channel = () => stage.room('channel');
const put = (card: unknown) =>
  stage.call('PUT', `/${encodeURIComponent(channel())}/activities/${lastMessage()?.id ?? ''}`, cardMessage(card));
const lastMessage = () => stage.teams.conversations.find(({ kind }) => kind === 'channel')?.messages.at(-1);
const send = (card: unknown) => stage.send(channel(), cardMessage(card));
/** What somebody sees at once, and what they see a moment later. */
async function look(who: Character): Promise<[unknown, unknown]> {
  const atOnce = stage.lastCard(who, channel());
  await stage.teams.settled();
  return [atOnce, stage.lastCard(who, channel())];
}

describe('a card that refreshes itself', () => {
  it('shows those whom it names a view of their own, and everybody else the card', async () => {
    await send(refreshing([mriOf(ada)]));
    expect(await look(ada)).toEqual([refreshing([mriOf(ada)]), mine]);
    expect(await look(sofia)).toEqual([refreshing([mriOf(ada)]), refreshing([mriOf(ada)])]);
    expect(stage.heard).toHaveLength(1);
    expect(stage.heard[0]?.body).toMatchObject({
      type: 'invoke',
      name: 'adaptiveCard/action',
      from: { id: mriOf(ada) },
      replyToId: lastMessage()?.id,
      value: { action: { verb: 'look', data: { a: 1 } }, trigger: 'automatic' },
    });
  });

  it('asks for everybody in a small conversation when it names nobody', async () => {
    await send(refreshing());
    expect((await look(tom))[1]).toEqual(mine);
  });

  it('asks for nobody in a large conversation when it names nobody', async () => {
    const room = stage.teams.conversations.find(({ kind }) => kind === 'channel')!;
    room.members.push(...Array.from({ length: 60 }, (_, index) => `somebody ${index}`));
    await send(refreshing());
    await look(tom);
    expect(stage.heard).toEqual([]);
  });

  it('asks once for each version of the message and each of those whom it names', async () => {
    await send(refreshing([mriOf(ada), mriOf(tom)]));
    for (const who of [ada, ada, tom]) await look(who);
    expect(stage.heard).toHaveLength(2);
    await put(refreshing([mriOf(ada)]));
    for (const who of [ada, ada, tom]) await look(who);
    expect(stage.heard).toHaveLength(3);
  });

  it('tells the page when a view has come', async () => {
    await send(refreshing([mriOf(ada)]));
    let told = 0;
    stage.teams.onChange(() => (told += 1));
    await look(ada);
    expect(told).toBe(1);
  });

  it.each([
    ['fails', { status: 500 }],
    [
      'has no card',
      { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'x' } },
    ],
    [
      'is an error',
      { status: 200, body: { statusCode: 500, type: 'application/vnd.microsoft.error', value: { message: 'x' } } },
    ],
  ])('stays as it is, without a word, when the answer %s', async (_name, answer) => {
    stage.botAnswers = [answer];
    await send(refreshing([mriOf(ada)]));
    expect((await look(ada))[1]).toEqual(refreshing([mriOf(ada)]));
    expect(stage.teams.scene(ada).clientError).toBeUndefined();
  });

  it('drops a view that comes after the message was changed', async () => {
    await send(refreshing([mriOf(ada)]));
    const answering = new AbortController();
    stage.botWaits = once(answering.signal, 'abort');
    stage.lastCard(ada, channel());
    await put(CARD);
    answering.abort();
    await stage.teams.settled();
    expect(stage.heard).toHaveLength(1);
    expect(stage.lastCard(ada, channel())).toEqual(CARD);
  });

  it('keeps what somebody pressed meanwhile', async () => {
    await send(refreshing([mriOf(ada)]));
    const pressed = { ...CARD, body: [{ type: 'TextBlock', text: 'pressed' }] };
    stage.lastCard(ada, channel());
    const message = lastMessage();
    message?.views.set(ada.id, pressed);
    await stage.teams.settled();
    expect(stage.lastCard(ada, channel())).toEqual(pressed);
  });

  it.each([
    ['names more than sixty', refreshing(Array.from({ length: 61 }, (_, index) => `29:${index}`))],
    ['has no action', { ...CARD, refresh: { userIds: [] } }],
    ['submits instead', { ...CARD, refresh: { action: { type: 'Action.Submit' } } }],
    ['names what is no id', { ...CARD, refresh: { action, userIds: [7] } }],
  ])('is refused when it %s', async (_name, card) => {
    expect(await send(card)).toMatchObject({ status: 400, answer: { error: { code: 'BadArgument' } } });
  });
});
