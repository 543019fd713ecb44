import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, openApprovalDesk, word } from '../approval/approval-desk.js';
import type { Counter } from '../desk/counter.js';
import { keyOf, said, settled, slackRoom, teamsRoom, watching } from './watch-desk.js';

const ROOM = slackRoom('C0DESK');
const TEAM = teamsRoom('desk');

let counter: Counter;
const open = async (policy: Record<string, unknown> = {}) => {
  counter = await openApprovalDesk(policy);
};
beforeEach(() => open());
afterEach(() => counter.close());

const ada = () => counter.as('Ada', 'slack');
const sofia = () => counter.as('Sofia');
const cards = (place: typeof ROOM) =>
  counter.copies.filter(({ answer, to }) => answer.type === 'approval' && keyOf(to.place) === keyOf(place));

describe('a place that watches approvals', () => {
  it('gets requests as cards that can be decided upon, and that follow', async () => {
    await watching(ada().in(ROOM), { topic: 'approvals' });
    await watching(ada().in(TEAM), { topic: 'approvals' });
    const { approval } = await ask(sofia(), 'AzureReservedInstances');
    await settled(counter);
    for (const place of [ROOM, TEAM])
      expect(cards(place).map(({ answer }) => answer)).toMatchObject([
        { approval: { state: 'awaiting' }, viewer: { is: 'room', mayDecide: true } },
      ]);
    await word(counter.as('Ada'), 'approve', approval.id);
    await settled(counter);
    expect(cards(ROOM).map(({ answer }) => answer)).toMatchObject([{ approval: { state: 'applied' } }]);
    // Outcomes are for whoever watches changes.
    expect(said(counter, ROOM).map(({ type }) => type)).toEqual(['watchTest', 'approval']);
  });

  it('gets one card though the policy names it too', async () => {
    await counter.close();
    await open({ approvals: { purchase: { places: [keyOf(ROOM)] } } });
    await watching(ada().in(ROOM), { topic: 'approvals' });
    await ask(sofia(), 'AzureReservedInstances');
    await settled(counter);
    expect(cards(ROOM)).toHaveLength(1);
  });

  it('gets none any more once it has ended', async () => {
    await watching(ada().in(ROOM), { topic: 'approvals' });
    await ada().in(ROOM).say('unwatch');
    await ask(sofia(), 'AzureReservedInstances');
    await settled(counter);
    expect(cards(ROOM)).toEqual([]);
  });

  it('that is a 1:1 chat has one card for its person, though they are on duty as well', async () => {
    await ada().say('help');
    await watching(ada(), { topic: 'approvals' });
    await ask(sofia(), 'AzureReservedInstances');
    await settled(counter);
    const place = ada().turn({ type: 'command', command: 'help', argument: '' }).place;
    expect(cards(place)).toHaveLength(1);
  });

  it('reads them in its own language', async () => {
    await counter.close();
    await open({
      languages: { default: 'es', channels: { [keyOf(ROOM)]: 'fr' } },
      approvals: { purchase: { places: [keyOf(slackRoom('C0POLICY'))] } },
    });
    await watching(ada().in(ROOM), { topic: 'approvals' });
    await ask(sofia(), 'AzureReservedInstances');
    await settled(counter);
    expect(cards(ROOM).map(({ to }) => to.locale)).toEqual(['fr']);
    expect(cards(slackRoom('C0POLICY')).map(({ to }) => to.locale)).toEqual(['es']);
  });
});
