import { afterEach, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../core/answer.js';
import type { Turn } from '../../../core/turn.js';
import type { Character } from '../../../sandbox/stand-in.js';
import { decisionForm } from '../../cards/approval-samples.js';
import {
  ada,
  conversationOf,
  deferred,
  grace,
  guest,
  type Harness,
  oscar,
  press,
  said,
  sofia,
  startHarness,
  tom,
} from './harness.js';
import { declined, forApprover, forOthers, forRoom, inRoom, verbsOf } from './recipients.js';

let harness: Harness;
afterEach(() => harness.close());

/** A desk at which Ada and Grace may decide. */
const desk = ({ user, act }: Turn): Answer => {
  if (act.type === 'action' && act.action.verb === 'declining') return decisionForm('decline');
  if (act.type === 'action' && act.action.verb === 'decline') return declined;
  return [ada.id, grace.id].includes(user.user) ? forApprover : forOthers;
};

const channel = () => conversationOf(harness.teams, 'channel');
const seenBy = (who: Character) => said(harness.teams, who, channel().id)[0]?.card;
const updates = () => harness.teams.calls.filter((call) => call.operation === 'update');
const asked = () => harness.turns.filter(({ act }) => act.type === 'action' && act.automatic);
/** What they see once their client has asked for it. */
async function viewOf(who: Character) {
  seenBy(who);
  await harness.teams.settled();
  return seenBy(who);
}
const postForAda = () => harness.bot.delivery.post(forRoom, inRoom(harness, 'channel', [ada]));
async function pressed(who: Character, verb: string, id = 'chg-7') {
  const message = channel().messages.at(-1)?.id ?? '';
  await harness.teams.act(who, { type: 'execute', conversation: channel().id, message, verb, data: press(verb, id) });
}
/** Oscar, or whoever is no member of the channel, asks nevertheless. */
const forgedBy = (who: Character, automatic: boolean) =>
  harness.teams.deliver(
    harness.teams.activities.execute(
      who,
      channel(),
      channel().messages.at(-1)?.id ?? '',
      'change',
      press('change', 'chg-7'),
      automatic ? 'automatic' : 'manual',
    ),
  );

describe('one card in a channel', () => {
  it('has buttons for the approver, and none for the requester and everybody else', async () => {
    harness = await startHarness(desk);
    await postForAda();
    expect(verbsOf(await viewOf(ada))).toEqual(expect.arrayContaining(['approving', 'declining']));
    for (const other of [sofia, tom]) expect(verbsOf(await viewOf(other))).toEqual([]);
    expect(asked().map(({ user }) => user.user)).toEqual([ada.id]);
  });

  it('is never changed by a refresh, nor is anything said anywhere', async () => {
    harness = await startHarness(desk);
    await postForAda();
    const shared = channel().messages[0]?.card;
    await viewOf(ada);
    await harness.bot.stop();
    expect(updates()).toEqual([]);
    expect(channel().messages[0]?.card).toEqual(shared);
    expect(said(harness.teams, ada, harness.teams.personalOf(ada).id)).toEqual([]);
  });

  it('is asked for anew by each approver when it was revised', async () => {
    harness = await startHarness(desk);
    const to = inRoom(harness, 'channel', [ada, grace]);
    const address = await harness.bot.delivery.post(forRoom, to);
    await viewOf(ada);
    await viewOf(grace);
    await harness.bot.delivery.revise(address, forRoom, to);
    await viewOf(ada);
    await viewOf(ada);
    expect(asked().map(({ user }) => user.user)).toEqual([ada.id, grace.id, ada.id]);
  });

  it('stays as it is for whoever the desk refuses a view', async () => {
    harness = await startHarness(() => ({ type: 'refused', reason: 'role', needed: [], have: [] }));
    await postForAda();
    const shared = channel().messages[0]?.card;
    expect(await viewOf(ada)).toEqual(shared);
    expect(harness.teams.scene(ada).clientError).toBeUndefined();
  });

  it('stays as it is when the view takes too long, and its late answer is said nowhere', async () => {
    const late = deferred<Answer>();
    harness = await startHarness(() => late.promise, { refreshMs: 30 });
    await postForAda();
    const shared = channel().messages[0]?.card;
    expect(await viewOf(ada)).toEqual(shared);
    late.resolve(forApprover);
    const rows = () => harness.store.db.selectFrom('inbox').select('state').execute();
    await harness.until(() => asked().length === 1, 'the refresh');
    for (let tries = 0; (await rows())[0]?.state !== 'done' && tries < 200; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(updates()).toEqual([]);
    expect(channel().messages).toHaveLength(1);
    expect(said(harness.teams, ada, harness.teams.personalOf(ada).id)).toEqual([]);
  });
});

describe('a refresh', () => {
  it('is answered each time that it is asked', async () => {
    harness = await startHarness(desk);
    await postForAda();
    const first = await forgedBy(ada, true);
    const second = await forgedBy(ada, true);
    expect(second.answer).toEqual(first.answer);
    expect(verbsOf(second.answer)).toContain('approving');
    expect(asked()).toHaveLength(2);
  });

  it('that is replayed byte for byte gets its answer again without a look at the desk', async () => {
    harness = await startHarness(desk);
    await postForAda();
    const first = await forgedBy(ada, true);
    const again = await harness.teams.deliverAgain();
    expect(again.answer).toEqual(first.answer);
    expect(harness.turns).toHaveLength(1);
  });

  it('forged by a colleague who may not act shows no button', async () => {
    harness = await startHarness(desk);
    await postForAda();
    const { answer } = await forgedBy(sofia, true);
    expect(verbsOf(answer)).not.toContain('approving');
  });
});

describe('a press on the shared card', () => {
  it('shows its form, and what came of it, to the presser alone', async () => {
    harness = await startHarness(desk);
    await postForAda();
    await viewOf(ada);
    const others = seenBy(tom);
    await pressed(ada, 'declining');
    expect(verbsOf(seenBy(ada))).toContain('decline');
    await pressed(ada, 'decline');
    expect(verbsOf(seenBy(ada))).not.toContain('decline');
    await harness.bot.stop();
    expect(seenBy(tom)).toEqual(others);
    expect(updates()).toEqual([]);
  });

  it('is answered before the copy is revised, so that no older view covers the newer state', async () => {
    const revised: Promise<unknown>[] = [];
    let overtaken = 0;
    harness = await startHarness(async (turn) => {
      if (turn.act.type === 'action' && turn.act.action.verb === 'decline') {
        // As the core does: the revision is owed in the moment of the decision. It gets every chance to be first.
        revised.push(harness.bot.delivery.revise(address, declined, to));
        await new Promise((resolve) => setTimeout(resolve, 150));
        overtaken = updates().length;
      }
      return desk(turn);
    });
    const to = inRoom(harness, 'channel', [ada]);
    const address = await harness.bot.delivery.post(forRoom, to);
    await pressed(ada, 'decline');
    expect(overtaken).toBe(0);
    await Promise.all(revised);
    expect(updates()).toHaveLength(1);
    expect(channel().messages[0]?.views.size).toBe(0);
  });

  it('by a guest reaches the desk as a guest’s', async () => {
    harness = await startHarness(desk);
    await postForAda();
    channel().members.push(guest.id);
    await pressed(guest, 'declining');
    expect(harness.turns.map(({ user }) => user.standing)).toEqual(['guest']);
  });

  it.each([
    ['press', false],
    ['refresh', true],
  ])('by somebody of another organisation never reaches the desk: %s', async (_name, automatic) => {
    harness = await startHarness(desk);
    await postForAda();
    channel().members.push(oscar.id);
    const { status, answer } = await forgedBy(oscar, automatic);
    expect(status).toBe(200);
    expect(JSON.stringify(answer)).not.toContain('Contoso');
    expect(harness.turns).toEqual([]);
  });
});
