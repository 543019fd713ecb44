import { afterEach, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../core/answer.js';
import type { Turn } from '../../../core/turn.js';
import { decisionForm } from '../../cards/approval-samples.js';
import { ada, deferred, type Harness, IMPATIENT, press, said, startHarness } from './harness.js';
import { dataOf, declined, forApprover, toPerson, verbsOf } from './recipients.js';

let harness: Harness;
afterEach(() => harness.close());

const desk = ({ act }: Turn): Answer =>
  act.type === 'action' && act.action.verb === 'decline' ? declined : decisionForm('decline');

const chat = () => harness.teams.personalOf(ada);
const shown = () => said(harness.teams, ada, chat().id);
const updates = () => harness.teams.calls.filter((call) => call.operation === 'update');
const postForAda = () => harness.bot.delivery.post(forApprover, toPerson(harness, ada));

/** Presses what the card on the screen offers. */
async function pressShown(verb: string) {
  const [message] = shown();
  const data = dataOf(message?.card, verb);
  if (!message || !data) throw new Error(`no button ${verb}`);
  await harness.teams.act(ada, { type: 'execute', conversation: chat().id, message: message.id, verb, data });
}

describe('a press on a copy in a 1:1 chat', () => {
  it('is answered on the screen, through the form to the decision, while the stored message is left to the core', async () => {
    harness = await startHarness(desk);
    await postForAda();
    const stored = chat().messages[0]?.card;
    await pressShown('declining');
    await pressShown('decline');
    expect(verbsOf(shown()[0]?.card)).not.toContain('decline');
    await harness.bot.stop();
    expect(updates()).toEqual([]);
    expect(chat().messages.map(({ card }) => card)).toEqual([stored]);
  });

  it('ends in the state that the core revises the copy to', async () => {
    harness = await startHarness(desk);
    const address = await postForAda();
    await pressShown('declining');
    await pressShown('decline');
    await harness.bot.delivery.revise(address, declined, toPerson(harness, ada));
    expect(updates()).toHaveLength(1);
    expect(chat().messages[0]?.views.size).toBe(0);
    expect(verbsOf(shown()[0]?.card)).not.toContain('approving');
  });

  it('still counts as one after the copy was revised', async () => {
    harness = await startHarness(desk);
    const address = await postForAda();
    await harness.bot.delivery.revise(address, forApprover, toPerson(harness, ada));
    await pressShown('declining');
    await harness.bot.stop();
    expect(updates()).toHaveLength(1);
  });

  it('that takes long leaves the copy as it is, and is answered below', async () => {
    const late = deferred<Answer>();
    harness = await startHarness(() => late.promise, IMPATIENT);
    await postForAda();
    const stored = chat().messages[0]?.card;
    await pressShown('declining');
    expect(harness.teams.scene(ada).clientError).toMatch(/follows/);
    late.resolve(decisionForm('decline'));
    await harness.until(() => shown().length === 2, 'the answer');
    expect(shown()[0]?.card).toEqual(stored);
    expect(verbsOf(shown()[1]?.card)).toContain('decline');
    expect(updates()).toEqual([]);
  });

  it('by an old client is answered below', async () => {
    harness = await startHarness(desk);
    await postForAda();
    const [message] = shown();
    const data = dataOf(message?.card, 'declining') ?? {};
    await harness.teams.act(ada, { type: 'submit', conversation: chat().id, message: message?.id ?? '', data });
    await harness.until(() => shown().length === 2, 'the answer');
    expect(updates()).toEqual([]);
  });
});

describe('a press on any other card in a 1:1 chat', () => {
  it('changes the stored message, also when its answer is an approval', async () => {
    harness = await startHarness(() => forApprover);
    const message = await harness.bot.delivery
      .tell(decisionForm('decline'), { ...toPerson(harness, ada), user: toPerson(harness, ada).user! })
      .then(() => shown()[0]?.id ?? '');
    const data = press('decline', 'chg-7');
    await harness.teams.act(ada, { type: 'execute', conversation: chat().id, message, verb: 'decline', data });
    await harness.until(() => updates().length === 1, 'the update');
    expect(verbsOf(chat().messages[0]?.card)).toContain('approving');
  });
});

describe('where somebody can be reached', () => {
  it('is remembered with the id that a card’s refresh wants, for a 1:1 chat only', async () => {
    harness = await startHarness();
    await harness.teams.act(ada, { type: 'say', conversation: chat().id, text: 'help' });
    const room = harness.teams.conversations.find(({ kind }) => kind === 'channel')!;
    await harness.teams.act(ada, { type: 'say', conversation: room.id, text: '@partnerdesk help' });
    const [personal, channel] = harness.turns.map(({ place }) => place);
    expect(personal).toMatchObject({ kind: 'personal', member: expect.stringMatching(/^29:/) });
    expect(channel).not.toHaveProperty('member');
  });
});
