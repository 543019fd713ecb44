import { afterEach, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../core/answer.js';
import {
  conversationOf,
  deferred,
  type Harness,
  IMPATIENT,
  HELP,
  press,
  said,
  sofia,
  startHarness,
  tom,
} from './harness.js';

let harness: Harness;
afterEach(() => harness.close());

const CARD = 'application/vnd.microsoft.card.adaptive';
const DONE: Answer = { type: 'discarded', customer: { id: 'c1', name: 'Contoso', domain: 'contoso.com' } };

/** Puts a card of the bot into a conversation. Gives its id. */
function cardIn(conversation: string): string {
  const card = { type: 'AdaptiveCard', version: '1.5', body: [] };
  const message = { id: '1700000000000', from: { name: 'partnerdesk', bot: true }, card, version: 1, views: new Map() };
  harness.teams.conversations.find((each) => each.id === conversation)?.messages.push(message);
  return message.id;
}

const updates = () => harness.teams.calls.filter((call) => call.operation === 'update' && call.status === 200);
const answers = () => harness.teams.deliveries.map(({ status, answer }) => ({ status, answer }));

/** The card in the last answer to an invoke. */
const cardAnswered = () => (answers().at(-1)?.answer as { value: unknown } | undefined)?.value;

/** A desk that says `HELP` to commands and this to presses. */
const onPress = (answer: () => Promise<Answer> | Answer, options = {}) =>
  startHarness((turn) => (turn.act.type === 'action' ? answer() : HELP), options);

describe('a press in a personal chat', () => {
  it('is answered by HTTP 200 with the code, the type and the card in the body', async () => {
    harness = await onPress(() => DONE);
    const { id } = harness.teams.personalOf(sofia);
    const message = cardIn(id);
    await harness.teams.act(sofia, {
      type: 'execute',
      conversation: id,
      message,
      verb: 'discard',
      data: press('discard', 'c'),
    });
    expect(answers().at(-1)).toEqual({
      status: 200,
      answer: { statusCode: 200, type: CARD, value: expect.objectContaining({ type: 'AdaptiveCard', version: '1.5' }) },
    });
    expect(harness.turns).toMatchObject([{ act: { type: 'action', action: { verb: 'discard', id: 'c' } } }]);
  });

  it('changes the stored message too, so that the answer outlives a reload', async () => {
    harness = await onPress(() => DONE);
    const { id } = harness.teams.personalOf(sofia);
    const message = cardIn(id);
    await harness.teams.act(sofia, {
      type: 'execute',
      conversation: id,
      message,
      verb: 'discard',
      data: press('discard'),
    });
    await harness.until(() => updates().length === 1, 'the update');
    const stored = harness.teams.personalOf(sofia).messages.find((each) => each.id === message);
    const value = cardAnswered();
    expect(stored?.card).toEqual(value);
  });

  it('that takes long is answered "working", and the message is changed when the answer is there', async () => {
    const late = deferred<Answer>();
    harness = await onPress(() => late.promise, IMPATIENT);
    const { id } = harness.teams.personalOf(sofia);
    const message = cardIn(id);
    await harness.teams.act(sofia, {
      type: 'execute',
      conversation: id,
      message,
      verb: 'submit',
      data: press('submit', 'c'),
    });
    const working = cardAnswered();
    expect(said(harness.teams, sofia, id)).toMatchObject([{ id: message, card: working }]);
    late.resolve(DONE);
    await harness.until(() => JSON.stringify(said(harness.teams, sofia, id)).includes('Contoso'), 'the answer');
    expect(said(harness.teams, sofia, id)).toMatchObject([{ id: message }]);
  });

  it('has one effect and the same answer when it is delivered again', async () => {
    harness = await onPress(() => DONE);
    const { id } = harness.teams.personalOf(sofia);
    const message = cardIn(id);
    await harness.teams.act(sofia, {
      type: 'execute',
      conversation: id,
      message,
      verb: 'discard',
      data: press('discard'),
    });
    const first = answers().at(-1);
    const again = await harness.teams.deliverAgain();
    expect(again.answer).toEqual(first?.answer);
    expect(harness.turns).toHaveLength(1);
  });

  it('without an activity id still has one effect when it is delivered again', async () => {
    harness = await onPress(() => DONE);
    const personal = harness.teams.personalOf(sofia);
    const message = cardIn(personal.id);
    const { id: _, ...activity } = harness.teams.activities.execute(sofia, personal, message, 'x', press('discard'));
    await harness.teams.deliver(activity);
    await harness.teams.deliverAgain();
    expect(harness.turns).toHaveLength(1);
  });

  it.each([
    ['nothing', undefined],
    ['a number', 7],
    ['no action', { trigger: 'manual' }],
    ['an action of somebody else', { action: { verb: 'x', data: { foo: 1 } } }],
    ['an unknown verb', { action: { data: { pd: { v: 1, verb: 'grantEverything' } } } }],
    [
      'an action with more members than it may have',
      { action: { data: { pd: { v: 1, verb: 'submit', role: 'admin' } } } },
    ],
    ['a version that is no number', { action: { data: { pd: { v: 1, verb: 'submit', id: 'c', version: '1' } } } }],
  ])('with %s as its data is answered by a card, and the core hears nothing', async (_name, value) => {
    harness = await onPress(() => DONE);
    const personal = harness.teams.personalOf(sofia);
    const activity = harness.teams.activities.execute(sofia, personal, '1', 'x', {});
    const { status, answer } = await harness.teams.deliver({ ...activity, value });
    expect({ status, answer }).toMatchObject({ status: 200, answer: { statusCode: 200, type: CARD } });
    expect(harness.turns).toEqual([]);
  });

  it('keeps the card and says so in Teams’ own way while the store is down', async () => {
    harness = await onPress(() => DONE);
    const { id } = harness.teams.personalOf(sofia);
    const message = cardIn(id);
    const before = said(harness.teams, sofia, id);
    await harness.store.db.schema.alterTable('inbox').renameTo('away').execute();
    await harness.teams.act(sofia, {
      type: 'execute',
      conversation: id,
      message,
      verb: 'discard',
      data: press('discard'),
    });
    await harness.store.db.schema.alterTable('away').renameTo('inbox').execute();
    expect(answers().at(-1)).toMatchObject({
      status: 200,
      answer: { statusCode: 500, type: 'application/vnd.microsoft.error', value: { code: 'Unavailable' } },
    });
    expect(harness.teams.scene(sofia).clientError).toMatch(/cannot be reached/);
    expect(said(harness.teams, sofia, id)).toEqual(before);
  });
});

describe('a press in a channel', () => {
  it('is answered for the one who pressed, and nobody else sees a change', async () => {
    harness = await onPress(() => DONE);
    const room = conversationOf(harness.teams, 'channel');
    const message = cardIn(room.id);
    const others = said(harness.teams, tom, room.id);
    await harness.teams.act(sofia, {
      type: 'execute',
      conversation: room.id,
      message,
      verb: 'x',
      data: press('account', 'c'),
    });
    await harness.bot.stop();
    expect(JSON.stringify(said(harness.teams, sofia, room.id))).toContain('Contoso');
    expect(said(harness.teams, tom, room.id)).toEqual(others);
    expect(updates()).toEqual([]);
  });

  it('that takes long is answered in the private chat', async () => {
    const late = deferred<Answer>();
    harness = await onPress(() => late.promise, IMPATIENT);
    const room = conversationOf(harness.teams, 'channel');
    const message = cardIn(room.id);
    const others = said(harness.teams, tom, room.id).length;
    await harness.teams.act(sofia, {
      type: 'execute',
      conversation: room.id,
      message,
      verb: 'x',
      data: press('account', 'c'),
    });
    expect(answers().at(-1)?.answer).toMatchObject({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: 'I answered you in our private chat.',
    });
    late.resolve(DONE);
    await harness.until(() => updates().length === 1, 'the update');
    const { id } = harness.teams.personalOf(sofia);
    expect(JSON.stringify(said(harness.teams, sofia, id).at(-1)?.card)).toContain('Contoso');
    expect(JSON.stringify(said(harness.teams, tom, room.id).slice(others))).not.toContain('Contoso');
  });
});

describe('an invoke that the desk does not offer', () => {
  it.each(['composeExtension/setting', 'fileConsent/invoke', 'signin/verifyState'])(
    'is answered 501: %s',
    async (name) => {
      harness = await onPress(() => DONE);
      const activity = harness.teams.activities.execute(sofia, harness.teams.personalOf(sofia), '1', 'x', {});
      const { status } = await harness.teams.deliver({ ...activity, name });
      expect(status).toBe(501);
      expect(harness.turns).toEqual([]);
    },
  );
});
