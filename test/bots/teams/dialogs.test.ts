import { afterEach, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../core/answer.js';
import { changeView } from '../../cards/samples.js';
import { conversationOf, deferred, type Harness, HELP, press, said, sofia, startHarness, tom } from './harness.js';

let harness: Harness;
afterEach(() => harness.close());

const DONE: Answer = { type: 'change', change: changeView('applied'), mayGoOn: false };
const ACTION = press('update', 'c');
const room = () => conversationOf(harness.teams, 'channel');

/** Presses a button that opens a dialog. */
const open = (where: { id: string }) =>
  harness.teams.act(sofia, { type: 'fetch', conversation: where.id, message: '1', data: ACTION });
const dialog = () => harness.teams.scene(sofia).dialog;
const lastAnswer = () => harness.teams.deliveries.at(-1);

describe('a dialog', () => {
  it('is answered by HTTP 200 with a task that goes on with a card', async () => {
    harness = await startHarness(() => DONE);
    await open(room());
    expect(lastAnswer()).toMatchObject({
      status: 200,
      answer: {
        task: {
          type: 'continue',
          value: { title: expect.any(String), width: 'medium', card: { content: { type: 'AdaptiveCard' } } },
        },
      },
    });
    expect(harness.turns).toMatchObject([{ act: { type: 'action', action: { verb: 'update', id: 'c' } } }]);
  });

  it('changes no message, whoever looks', async () => {
    harness = await startHarness(() => DONE);
    await open(room());
    await harness.bot.stop();
    expect(harness.teams.calls.filter(({ operation }) => operation === 'update' || operation === 'send')).toEqual([]);
  });

  it('has one effect and the same answer when the client sends it again', async () => {
    harness = await startHarness(() => DONE);
    await open(room());
    const first = lastAnswer()?.answer;
    await harness.teams.deliverAgain();
    expect(lastAnswer()?.answer).toEqual(first);
    expect(harness.turns).toHaveLength(1);
  });

  it('that takes too long says so, and the answer comes in the private chat alone', async () => {
    const late = deferred<Answer>();
    harness = await startHarness(() => late.promise, { dialogMs: 30 });
    await open(room());
    expect(dialog()).toMatchObject({ text: expect.stringMatching(/private chat/) });
    late.resolve(DONE);
    const chat = harness.teams.personalOf(sofia).id;
    await harness.until(() => said(harness.teams, sofia, chat).length > 0, 'the answer');
    expect(JSON.stringify(said(harness.teams, sofia, chat))).toContain('Contoso');
    expect(JSON.stringify(said(harness.teams, tom, room().id))).not.toContain('Contoso');
  });

  it('that takes too long in the private chat is answered there, once', async () => {
    const late = deferred<Answer>();
    harness = await startHarness(() => late.promise, { dialogMs: 30 });
    const chat = harness.teams.personalOf(sofia);
    await open(chat);
    late.resolve(DONE);
    await harness.until(() => said(harness.teams, sofia, chat.id).length > 0, 'the answer');
    await harness.bot.stop();
    expect(said(harness.teams, sofia, chat.id)).toMatchObject([{ card: expect.anything() }]);
  });

  it('says in its own form that the desk cannot be reached', async () => {
    harness = await startHarness(() => DONE);
    await harness.store.db.schema.alterTable('inbox').renameTo('away').execute();
    await open(room());
    await harness.store.db.schema.alterTable('away').renameTo('inbox').execute();
    expect(dialog()).toMatchObject({ text: expect.stringMatching(/cannot be reached/) });
  });
});

describe('the desk that is added to a 1:1 chat', () => {
  it('says the three things to type, in the language of whoever added it, once', async () => {
    harness = await startHarness(({ act }) =>
      act.type === 'greeting' ? { type: 'welcome', commands: ['find', 'update', 'help'] } : HELP,
    );
    const chat = harness.teams.personalOf(sofia);
    for (const activity of harness.teams.activities.installed(sofia, chat))
      await harness.teams.deliver({ ...activity, locale: 'fr-FR' });
    await harness.until(() => said(harness.teams, sofia, chat.id).length > 0, 'the greeting');
    await harness.bot.stop();
    expect(said(harness.teams, sofia, chat.id)).toHaveLength(1);
    const text = JSON.stringify(said(harness.teams, sofia, chat.id)[0]?.card);
    for (const usage of ['trouver <texte>', 'mettre à jour <client>', 'aide'])
      expect(text).toContain(usage.split(' ')[0]);
    expect(text).not.toContain('find');
  });
});

describe('a chat of two people that the desk is not in', () => {
  it('is no private chat of the desk: its presses are answered to the presser alone', async () => {
    harness = await startHarness(() => DONE);
    const chat = harness.teams.personalOf(sofia);
    const activity = harness.teams.activities.execute(sofia, chat, '1', 'x', press('account', 'c'));
    const conversation = { ...(activity['conversation'] as object), id: '19:a_b@unq.gbl.spaces' };
    // Whoever was met elsewhere is known.
    await harness.teams.deliver(harness.teams.activities.execute(sofia, chat, '1', 'x', press('account', 'c')));
    await harness.teams.deliver({ ...activity, id: 'f:2', conversation });
    await harness.bot.stop();
    expect(harness.turns.at(-1)?.place).toMatchObject({ kind: 'group', conversation: '19:a_b@unq.gbl.spaces' });
  });
});
