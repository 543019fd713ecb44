import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openApprovalDesk, until } from '../approval/approval-desk.js';
import { type Counter, expectAnswer, type Guest } from '../desk/counter.js';
import { inTransaction } from '../../../core/store/transaction.js';
import { announceHappening } from '../../../core/watch/announce.js';
import { change, keyOf, noticesIn, said, settled, slackRoom, teamsRoom, watching } from './watch-desk.js';

const ROOM = slackRoom('C0DESK');
const OTHER = slackRoom('C0OTHER');
const TEAM = teamsRoom('desk');

let counter: Counter;
beforeEach(async () => {
  counter = await openApprovalDesk();
});
afterEach(() => counter.close());

const henri = () => counter.as('Henri', 'slack');
const sofia = () => counter.as('Sofia');
const reportFor = async (who: Guest) => {
  const { recent } = expectAnswer(await who.say('watches'), 'watches');
  return expectAnswer(await who.press(['report', recent[0]?.notice.id ?? '']), 'deliveryReport');
};

describe('a delivery report', () => {
  it('names the places that one may know and counts the others', async () => {
    await watching(henri().in(ROOM));
    await watching(sofia().in(TEAM));
    await watching(sofia().in(OTHER), { rhythm: { every: 'hour' } });
    await change(sofia(), 'Contoso Ltd', 'Suite 7');
    await settled(counter);

    const own = await reportFor(henri());
    expect(own.rows).toMatchObject([{ state: 'delivered', place: { platform: 'slack', name: '#R/C0DESK' } }]);
    expect(own.rows[0]?.at).toBeGreaterThan(0);
    expect(own.others).toEqual({ delivered: 1, held: 1 });
    expect(own.notice.differences[0]?.after).toBe('Suite 7');

    const present = await reportFor(henri().in(OTHER));
    expect(present.rows.map(({ state }) => state)).toEqual(['delivered', 'held']);
    expect(present.others).toEqual({ delivered: 1 });

    const all = await reportFor(counter.as('Grace'));
    expect(all.rows).toHaveLength(3);
    expect(all.others).toEqual({});
  });

  it('says what became of what was held back, once a digest said it', async () => {
    await watching(sofia().in(ROOM), { rhythm: { every: 'hour' } });
    await change(sofia(), 'Contoso Ltd', 'Suite 7');
    await settled(counter);
    expect((await reportFor(sofia())).rows).toMatchObject([{ state: 'held' }]);
    counter.jump(3_600_000);
    await until(() => said(counter, ROOM).some(({ type }) => type === 'digest'));
    await until(async () => (await reportFor(sofia())).rows[0]?.state === 'delivered');
  }, 20_000);

  it('says which place is in trouble, and why', async () => {
    await watching(sofia().in(ROOM));
    await settled(counter);
    counter.problems.set(keyOf(ROOM), 'archived');
    await change(sofia(), 'Contoso Ltd', 'Suite 7');
    await until(() => counter.told.some(({ answer }) => answer.type === 'watchTrouble'));
    const { rows } = await reportFor(sofia());
    expect(rows).toMatchObject([{ state: 'waiting', problem: 'archived', error: 'test_archived' }]);
  });

  it('is of nothing that is not known', async () => {
    for (const id of ['nothing', "' or 1=1"])
      expect(await sofia().press(['report', id])).toEqual({ type: 'stale', reason: 'gone' });
    expect(await sofia().press(['report'])).toEqual({ type: 'stale', reason: 'gone' });
  });
});

describe('what was done elsewhere', () => {
  const tell = (id: string, more: object = {}) =>
    inTransaction(counter.core.store.db, (tx) =>
      announceHappening(
        tx,
        {
          id,
          source: 'audit',
          kind: 'relationship',
          operation: 'removed',
          customer: { id: 'c1', name: 'Fabrikam', domain: 'fabrikam.example' },
          differences: [],
          by: 'portal@partner.example',
          at: 5,
          ...more,
        },
        counter.now(),
      ),
    );

  it('is told as a notice from elsewhere, once', async () => {
    await watching(sofia().in(ROOM), { origin: 'elsewhere' });
    expect([await tell('h1'), await tell('h1')]).toEqual([true, false]);
    await settled(counter);
    expect(noticesIn(counter, ROOM)).toMatchObject([
      {
        kind: 'relationship',
        origin: 'elsewhere',
        operation: 'removed',
        by: 'portal@partner.example',
        at: 5,
        customer: { name: 'Fabrikam' },
        differences: [],
      },
    ]);
  });

  it('whose operation has no name here is told all the same', async () => {
    await watching(sofia().in(ROOM));
    await tell('h1', { operation: 'SomethingNew' });
    await settled(counter);
    expect(noticesIn(counter, ROOM)).toMatchObject([{ operation: 'other' }]);
  });

  it('is kept though nobody watches, and told to nobody who begins later', async () => {
    expect(await tell('h1')).toBe(true);
    await watching(sofia().in(ROOM));
    expect(await tell('h1')).toBe(false);
    await settled(counter);
    expect(noticesIn(counter, ROOM)).toEqual([]);
  });
});
