import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Character } from '../../../sandbox/stand-in.js';
import { ada, grace, guest, oscar, press, said, sofia, tom } from './harness.js';
import { dataOf, verbsOf } from './recipients.js';
import { openWholeDesk, type WholeDesk } from './whole-desk.js';

// A whole desk and several chats a test: more than the default on a busy machine.
jest.setTimeout(30_000);

let desk: WholeDesk;

const chat = (who: Character) => desk.teams.personalOf(who);
const request = () => desk.channel.messages.at(-1);
/** What somebody sees once their client has asked for it. */
async function viewOf(who: Character): Promise<string[]> {
  desk.card(who);
  await desk.teams.settled();
  return verbsOf(desk.card(who));
}
/** Sends what somebody who bends the client would, on the card in the channel. */
function bent(who: Character, data: Record<string, unknown>, trigger: 'manual' | 'automatic' = 'manual') {
  const { activities } = desk.teams;
  return desk.teams.deliver(activities.execute(who, desk.channel, request()?.id ?? '', 'x', data, trigger));
}
const signed = (verb: string, id: string, version: number) => ({
  pd: { v: 1, verb, id, version },
  reason: 'because',
});
const everywhere = () => [
  verbsOf(request()?.card),
  ...[ada, grace, sofia].map((who) => verbsOf(chat(who).messages.findLast(({ card }) => card !== undefined)?.card)),
];

describe('a request in Teams', () => {
  beforeEach(async () => {
    desk = await openWholeDesk();
  });
  afterEach(() => desk.close());

  it('has buttons for approvers, and none for the requester and others, in one card', async () => {
    await desk.ask();
    for (const approver of [ada, grace]) expect(await viewOf(approver)).toContain('approving');
    for (const other of [sofia, tom]) expect(await viewOf(other)).toEqual([]);
    expect(verbsOf(request()?.card)).toEqual([]);
  });

  it('is approved in the channel, and every copy follows', async () => {
    const change = await desk.ask();
    await viewOf(ada);
    await desk.press(ada, desk.channel, 'approving');
    await desk.press(ada, desk.channel, 'approve', { reason: 'Agreed.' });
    await desk.until(async () => (await desk.state(change)) === 'applied', 'the change');
    const over = (verbs: string[]) => !verbs.some((verb) => ['approving', 'declining', 'withdraw'].includes(verb));
    await desk.until(() => everywhere().every(over), 'every copy');
    expect(await viewOf(ada)).not.toContain('approving');
    expect(await desk.decisions()).toEqual([{ person: ada.id, verdict: 'approve' }]);
  });

  it('is decided in the private chat, whose copy ends as the others do', async () => {
    const change = await desk.ask();
    await desk.until(() => verbsOf(desk.card(grace, chat(grace))).includes('declining'), 'her copy');
    await desk.press(grace, chat(grace), 'declining');
    await desk.press(grace, chat(grace), 'decline', { reason: 'Too dear.' });
    const copy = () => chat(grace).messages.findLast(({ card }) => card !== undefined);
    await desk.until(() => JSON.stringify(copy()?.card).includes('Too dear.'), 'her copy');
    await desk.until(() => JSON.stringify(request()?.card).includes('Too dear.'), 'the copy in the channel');
    expect(await desk.state(change)).toBe('declined');
    expect(copy()?.views.size).toBe(0);
  });

  it('goes on when one of its copies was deleted', async () => {
    const change = await desk.ask();
    await desk.until(() => verbsOf(desk.card(grace, chat(grace))).includes('declining'), 'her copy');
    chat(grace).messages.length = 0;
    await viewOf(ada);
    await desk.press(ada, desk.channel, 'declining');
    await desk.press(ada, desk.channel, 'decline', { reason: 'Too dear.' });
    await desk.until(() => JSON.stringify(request()?.card).includes('Too dear.'), 'the copy in the channel');
    const gone = async () => {
      const copies = await desk.core.store.db.selectFrom('copies').select(['person', 'state']).execute();
      return copies.filter(({ state }) => state === 'gone').map(({ person }) => person);
    };
    await desk.until(async () => (await gone()).length > 0, 'the copy that is gone');
    expect(await gone()).toEqual([grace.id]);
    expect(said(desk.teams, grace, chat(grace).id)).toEqual([]);
    expect(await desk.state(change)).toBe('declined');
  });

  it('is decided once, by whoever is first: a stale card is told so', async () => {
    await desk.ask();
    await viewOf(grace);
    const stale = dataOf(desk.card(grace), 'approving');
    await viewOf(ada);
    await desk.press(ada, desk.channel, 'declining');
    await desk.press(ada, desk.channel, 'decline', { reason: 'Too dear.' });
    const { answer } = await bent(grace, stale ?? {});
    expect(JSON.stringify(answer)).toContain(ada.name);
    expect(verbsOf(answer)).not.toContain('approve');
    expect(await desk.decisions()).toEqual([{ person: ada.id, verdict: 'decline' }]);
  });

  it('is decided once when the button is pressed twice, and when a press is replayed byte for byte', async () => {
    const change = await desk.ask();
    await viewOf(ada);
    await desk.press(ada, desk.channel, 'approving');
    const data = { ...dataOf(desk.teams.scene(ada).dialog?.card, 'approve'), reason: 'Agreed.' };
    const submit = () => desk.teams.deliver(desk.teams.activities.invoke(ada, desk.channel, 'task/submit', { data }));
    const both = await Promise.all([submit(), submit()]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const last = desk.teams.deliveries.at(-1);
    const again = await desk.teams.deliverAgain();
    expect(again.answer).toEqual(last?.answer);
    expect(await desk.decisions()).toEqual([{ person: ada.id, verdict: 'approve' }]);
    await desk.until(async () => (await desk.state(change)) === 'applied', 'the change');
  });
});

describe('a press that was bent', () => {
  let change: string;
  let revision: number;
  beforeAll(async () => {
    desk = await openWholeDesk();
    change = await desk.ask();
    desk.channel.members.push(guest.id, oscar.id);
    const row = await desk.core.store.db.selectFrom('changes').select('revision').executeTakeFirstOrThrow();
    revision = row.revision;
  });
  afterAll(() => desk.close());

  const attempts: [string, () => ReturnType<typeof bent>][] = [
    ['the requester approves', () => bent(sofia, signed('approve', change, revision))],
    ['a colleague without the role approves', () => bent(tom, signed('approve', change, revision))],
    ['a guest approves', () => bent(guest, signed('approve', change, revision))],
    ['somebody of another organisation approves', () => bent(oscar, signed('approve', change, revision))],
    ['an approver names a change that is none', () => bent(ada, signed('approve', `${change}0`, revision))],
    ['an approver names an older revision', () => bent(ada, signed('approve', change, revision - 1))],
    ['an approver names a later revision', () => bent(ada, signed('decline', change, revision + 1))],
    ['an approver names no revision', () => bent(ada, press('decline', change))],
    ['an approver sends a verb that is none', () => bent(ada, signed('approveAll', change, revision))],
    ['a deed comes as a refresh', () => bent(ada, signed('approve', change, revision), 'automatic')],
  ];

  it.each(attempts)('decides nothing, and is answered by a card: %s', async (_name, attempt) => {
    const { status, answer } = await attempt();
    expect({ status, answer }).toMatchObject({
      status: 200,
      answer: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' },
    });
    expect(await desk.state(change)).toBe('awaiting');
    expect(await desk.decisions()).toEqual([]);
  });

  it('shows no customer to a guest, nor to somebody of another organisation', async () => {
    for (const outsider of [guest, oscar]) {
      for (const trigger of ['manual', 'automatic'] as const) {
        const { answer } = await bent(outsider, press('change', change), trigger);
        expect(JSON.stringify(answer)).not.toContain('Contoso');
      }
    }
  });
});
