import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CONTOSO, openApprovalDesk, until } from '../approval/approval-desk.js';
import type { Counter } from '../desk/counter.js';
import { inTransaction } from '../../../core/store/transaction.js';
import { announceHappening } from '../../../core/watch/announce.js';
import { noticesIn, settled, slackRoom, watching } from './watch-desk.js';

const ROOM = slackRoom('C0US');
const OTHER = slackRoom('C0FR');
const ALL = slackRoom('C0ALL');

let counter: Counter;
beforeEach(async () => {
  counter = await openApprovalDesk();
});
afterEach(() => counter.close());

const ada = () => counter.as('Ada', 'slack');
const down = () => counter.world.partnerCenter.faults.failNext(1_000, 503);

/** A permission was given elsewhere: that says nothing of where the customer is. */
async function given(id: string, customer = CONTOSO): Promise<void> {
  await inTransaction(counter.core.store.db, (tx) =>
    announceHappening(
      tx,
      {
        id,
        source: 'audit',
        kind: 'purchase',
        operation: 'AddSelfServePolicy',
        customer: { id: customer, name: 'Contoso Ltd', domain: 'contoso.onmicrosoft.com' },
        differences: [{ path: 'permission.AzureSavingsPlan', before: '', after: 'on' }],
        at: counter.now(),
      },
      counter.now(),
    ),
  );
}

describe('news that do not say where their customer is', () => {
  it('are looked up for those who watch a country, and remembered for a day', async () => {
    await watching(ada().in(ROOM), { country: 'US' });
    await watching(ada().in(OTHER), { country: 'FR' });
    await given('h1');
    await settled(counter);
    expect(noticesIn(counter, ROOM)).toMatchObject([{ country: 'US', kind: 'purchase' }]);
    down();
    await given('h2');
    await settled(counter);
    expect(noticesIn(counter, ROOM)).toHaveLength(2);
    expect(noticesIn(counter, OTHER)).toEqual([]);
  }, 20_000);

  it('are not looked up when nobody watches a country', async () => {
    await watching(ada().in(ALL));
    down();
    await given('h1');
    await settled(counter);
    expect(noticesIn(counter, ALL)).toHaveLength(1);
    expect(noticesIn(counter, ALL)[0]).not.toHaveProperty('country');
  });

  it('of a customer whom Partner Center does not know go to the others at once', async () => {
    await watching(ada().in(ROOM), { country: 'US' });
    await watching(ada().in(ALL));
    await given('h1', 'c0000000-0000-4000-8000-00000000ffff');
    await settled(counter);
    expect(noticesIn(counter, ALL)).toHaveLength(1);
    expect(noticesIn(counter, ROOM)).toEqual([]);
  });

  it('wait while Partner Center is down, and after an hour go to the others', async () => {
    await watching(ada().in(ROOM), { country: 'US' });
    await watching(ada().in(ALL));
    await settled(counter);
    down();
    await given('h1');
    await until(async () => {
      const row = await counter.core.store.db.selectFrom('announcements').select('attempts').executeTakeFirst();
      return (row?.attempts ?? 0) > 0;
    });
    expect(noticesIn(counter, ALL)).toEqual([]);
    counter.jump(3_600_000);
    await until(() => noticesIn(counter, ALL).length > 0);
    expect(noticesIn(counter, ROOM)).toEqual([]);
  }, 30_000);
});
