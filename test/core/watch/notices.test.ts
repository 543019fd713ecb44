import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, CONTOSO, openApprovalDesk, word } from '../approval/approval-desk.js';
import { type Counter, expectAnswer } from '../desk/counter.js';
import { change, linesIn, noticesIn, said, settled, slackRoom, teamsRoom, watching, wish } from './watch-desk.js';

const ROOM = slackRoom('C0DESK');
const TEAM = teamsRoom('desk');

let counter: Counter;
beforeEach(async () => {
  counter = await openApprovalDesk();
});
afterEach(() => counter.close());

const sofia = () => counter.as('Sofia');
const ada = (platform: 'slack' | 'teams' = 'teams') => counter.as('Ada', platform);

describe('a watching place', () => {
  it('gets its test at once, and a change made elsewhere in the desk once, on both platforms', async () => {
    await watching(ada('slack').in(ROOM));
    await watching(ada().in(TEAM));
    await settled(counter);
    expect(said(counter, ROOM).map(({ type }) => type)).toEqual(['watchTest']);
    const { change: done } = await change(sofia(), 'Contoso Ltd', 'Suite 7');
    await settled(counter);
    for (const place of [ROOM, TEAM]) {
      const [notice, ...more] = noticesIn(counter, place);
      expect(more).toEqual([]);
      expect(notice).toMatchObject({
        kind: 'account',
        origin: 'desk',
        state: 'applied',
        by: 'Sofia Marín',
        change: done.id,
        customer: { id: CONTOSO },
        differences: [{ path: 'defaultAddress.addressLine2', after: 'Suite 7' }],
      });
    }
  });

  it('hears nothing of drafts, of what was discarded, nor of what was so already', async () => {
    await watching(ada('slack').in(ROOM), { stage: 'requests' });
    const form = expectAnswer(await sofia().say('update', 'Contoso Ltd'), 'accountForm');
    await sofia().press(['discard', form.change.id, form.change.version]);
    counter.world.partnerCenter.changePolicy(CONTOSO, ['AzureSavingsPlan']);
    const { approval } = await ask(sofia(), 'AzureReservedInstances');
    await settled(counter);
    expect(noticesIn(counter, ROOM)).toHaveLength(1);
    counter.world.partnerCenter.changePolicy(CONTOSO, ['AzureReservedInstances', 'AzureSavingsPlan']);
    await word(ada(), 'approve', approval.id);
    await settled(counter);
    // It follows what it had heard of; nobody hears of it anew.
    expect(noticesIn(counter, ROOM).map(({ state }) => state)).toEqual(['applied']);
  });

  it('for outcomes hears of a request only when it has ended', async () => {
    await watching(ada('slack').in(ROOM));
    const { approval } = await ask(sofia(), 'AzureReservedInstances');
    await settled(counter);
    expect(noticesIn(counter, ROOM)).toEqual([]);
    await word(ada(), 'decline', approval.id, 'Too dear');
    await settled(counter);
    expect(noticesIn(counter, ROOM)).toMatchObject([{ state: 'declined', decisions: [{ reason: 'Too dear' }] }]);
    expect(linesIn(counter, ROOM)).toEqual([]);
  });

  it('for outcomes hears nothing of what was withdrawn', async () => {
    await watching(ada('slack').in(ROOM));
    const { approval } = await ask(sofia(), 'AzureReservedInstances');
    await sofia().press(['withdraw', approval.id]);
    await settled(counter);
    expect(noticesIn(counter, ROOM)).toEqual([]);
  });

  it('for requests has one card that follows, and one line for the end: approved and applied are one', async () => {
    await watching(ada('slack').in(ROOM), { stage: 'requests' });
    const { approval } = await ask(sofia(), 'AzureReservedInstances');
    await settled(counter);
    expect(noticesIn(counter, ROOM)).toMatchObject([{ state: 'awaiting', reason: 'They asked for it' }]);
    await word(ada(), 'approve', approval.id);
    await settled(counter);
    expect(noticesIn(counter, ROOM)).toMatchObject([{ state: 'applied', decisions: [{ person: 'Ada Nowak' }] }]);
    expect(linesIn(counter, ROOM).map(({ state }) => state)).toEqual(['applied']);
  });

  it('for requests reads how one was withdrawn', async () => {
    await watching(ada('slack').in(ROOM), { stage: 'requests' });
    const { approval } = await ask(sofia(), 'AzureReservedInstances');
    await settled(counter);
    await sofia().press(['withdraw', approval.id]);
    await settled(counter);
    expect(noticesIn(counter, ROOM).map(({ state }) => state)).toEqual(['withdrawn']);
    expect(linesIn(counter, ROOM).map(({ state }) => state)).toEqual(['withdrawn']);
  });

  it('reads of break-glass with the end that it brings, and no line of its review', async () => {
    await watching(ada('slack').in(ROOM), { stage: 'requests' });
    const { approval } = await ask(sofia(), 'AzureReservedInstances');
    await settled(counter);
    await word(counter.as('Grace'), 'breakGlass', approval.id, 'On fire');
    await settled(counter);
    await word(ada(), 'reviewed', approval.id, 'Fine');
    await settled(counter);
    expect(linesIn(counter, ROOM)).toMatchObject([{ state: 'applied', decisions: [{ verdict: 'breakGlass' }] }]);
    expect(noticesIn(counter, ROOM)[0]?.decisions.map(({ verdict }) => verdict)).toEqual(['breakGlass', 'reviewed']);
  });

  it('that several watches want to tell is told once', async () => {
    await watching(ada('slack').in(ROOM));
    await watching(ada('slack').in(ROOM), { customer: 'Contoso Ltd' });
    await watching(sofia().in(ROOM), { kind: 'account', rhythm: { every: 'hour' } });
    await change(sofia(), 'Contoso Ltd', 'Suite 7');
    await settled(counter);
    expect(noticesIn(counter, ROOM)).toHaveLength(1);
    const held = await counter.core.store.db.selectFrom('digestItems').selectAll().execute();
    expect(held).toEqual([]);
  });

  it('is not told of what its owner did, when that is muted', async () => {
    await watching(sofia().in(ROOM), { muteOwn: true });
    await watching(ada().in(TEAM), { muteOwn: true });
    await change(sofia(), 'Contoso Ltd', 'Suite 7');
    await settled(counter);
    expect(noticesIn(counter, ROOM)).toEqual([]);
    expect(noticesIn(counter, TEAM)).toHaveLength(1);
  });

  it('that begins to watch is not told of what was before', async () => {
    await watching(ada().in(TEAM));
    const { change: done } = await change(sofia(), 'Contoso Ltd', 'Suite 7');
    await settled(counter);
    await watching(ada('slack').in(ROOM));
    await counter.core.store.db
      .updateTable('announcements')
      .set({ state: 'due', cursor: '' })
      .where('subject', '=', done.id)
      .execute();
    await settled(counter);
    expect(noticesIn(counter, ROOM)).toEqual([]);
    expect(noticesIn(counter, TEAM)).toHaveLength(1);
  });

  it('that ends to watch reads nothing new, and its cards still follow', async () => {
    await watching(ada('slack').in(ROOM), { stage: 'requests' });
    const { approval } = await ask(sofia(), 'AzureReservedInstances');
    await settled(counter);
    expectAnswer(await ada('slack').in(ROOM).say('unwatch'), 'unwatched');
    await word(ada(), 'approve', approval.id);
    await settled(counter);
    await change(sofia(), 'Contoso Ltd', 'Suite 7');
    await settled(counter);
    expect(noticesIn(counter, ROOM).map(({ state }) => state)).toEqual(['applied']);
    expect(linesIn(counter, ROOM)).toEqual([]);
  });

  it('with the request itself, buttons and all, gets no notice beside it, and reads under it how it ended', async () => {
    await watching(ada('slack').in(ROOM), { stage: 'requests' });
    await watching(ada('slack').in(ROOM), { topic: 'approvals' });
    const { approval } = await ask(sofia(), 'AzureReservedInstances');
    await settled(counter);
    expect(said(counter, ROOM).map(({ type }) => type)).toEqual(['watchTest', 'watchTest', 'approval']);
    await word(ada(), 'approve', approval.id);
    await settled(counter);
    expect(said(counter, ROOM).map(({ type }) => type)).toEqual(['watchTest', 'watchTest', 'approval']);
    expect(linesIn(counter, ROOM).map(({ state }) => state)).toEqual(['applied']);
    const { recent } = expectAnswer(await ada().say('watches'), 'watches');
    expect(recent).toMatchObject([{ delivered: 1, waiting: 0, failed: 0 }]);
  });

  it('speaks its own language, and a person in their chat theirs', async () => {
    await counter.close();
    counter = await openApprovalDesk({
      languages: { default: 'de', channels: { 'slack:T0PARTNER/C0DESK': 'fr' } },
    });
    await watching(ada('slack').in(ROOM));
    await watching(ada().in(TEAM));
    await watching(ada());
    await settled(counter);
    expect(counter.copies.map(({ to }) => to.locale).sort((a, b) => a.localeCompare(b))).toEqual(['de', 'en-US', 'fr']);
  });

  it('is told what it asked for, and nothing else: the field, the country, only from elsewhere', async () => {
    const wanted = slackRoom('C0WANTED');
    await watching(ada('slack').in(wanted), { field: 'defaultAddress.addressLine2' });
    await watching(ada('slack').in(slackRoom('C0OTHER1')), { field: 'email' });
    await watching(ada('slack').in(slackRoom('C0OTHER2')), { country: 'JP' });
    await watching(ada('slack').in(slackRoom('C0OTHER3')), { origin: 'elsewhere' });
    await watching(ada('slack').in(slackRoom('C0OTHER4')), { kind: 'purchase' });
    await change(sofia(), 'Contoso Ltd', 'Suite 7');
    await settled(counter);
    expect(noticesIn(counter, wanted)).toHaveLength(1);
    expect(counter.copies.filter(({ answer }) => answer.type === 'notice')).toHaveLength(1);
  });
});

describe('the journal', () => {
  it('says to how many places a piece of news went, and that they have it', async () => {
    await watching(ada('slack').in(ROOM));
    await watching(ada().in(TEAM), { rhythm: { every: 'hour' } });
    const { change: done } = await change(sofia(), 'Contoso Ltd', 'Suite 7');
    await settled(counter);
    const facts = async (fact: string) =>
      (
        await counter.core.store.db
          .selectFrom('journal')
          .select(['detailJson', 'change', 'customer'])
          .where('fact', '=', fact)
          .execute()
      ).map(({ detailJson, ...row }) => ({ ...row, ...(JSON.parse(detailJson) as object) }));
    expect(await facts('notice.announced')).toMatchObject([{ change: done.id, customer: CONTOSO, posted: 1, held: 1 }]);
    expect(await facts('notice.delivered')).toEqual([]);
    counter.jump(3_600_000);
    for (;;) {
      if ((await facts('notice.delivered')).length > 0) break;
      await new Promise((soon) => setTimeout(soon, 50));
    }
    expect(await facts('notice.delivered')).toMatchObject([{ change: done.id, posted: 2 }]);
  }, 20_000);
});

describe('what nobody watches', () => {
  it('is not announced at all', async () => {
    await change(sofia(), 'Contoso Ltd', 'Suite 7');
    expect(await counter.core.store.db.selectFrom('announcements').selectAll().execute()).toEqual([]);
    expectAnswer(await wish(ada('slack').in(ROOM)), 'watch');
  });
});
