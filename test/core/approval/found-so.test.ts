import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Counter, expectAnswer } from '../desk/counter.js';
import { ask, CONTOSO, openApprovalDesk, word } from './approval-desk.js';

let counter: Counter;
beforeAll(async () => {
  counter = await openApprovalDesk();
});
afterAll(() => counter.close());
beforeEach(() => counter.world.partnerCenter.changePolicy(CONTOSO, []));

const inTwoDays = new Date(Date.now() + 2 * 24 * 3_600_000).toISOString().slice(0, 10);

describe('a permission that was given elsewhere while it was asked for', () => {
  it('is not said to have an end, nor to have been asked for here', async () => {
    const { approval } = await ask(counter.as('Sofia'), 'AzureSavingsPlan', { until: inTwoDays });
    counter.world.partnerCenter.changePolicy(CONTOSO, ['AzureSavingsPlan']);
    expect(expectAnswer(await word(counter.as('Ada'), 'approve', approval.id), 'notNow').reason).toBe('alreadySo');
    const { permissions } = expectAnswer(await counter.as('Sofia').say('permission', CONTOSO), 'permission');
    expect(permissions.find(({ resource }) => resource === 'AzureSavingsPlan')).toEqual({
      resource: 'AzureSavingsPlan',
      on: true,
    });
  });
});

describe('a temporary permission that was removed elsewhere while that was asked for', () => {
  it('has had its end: whatever is given later is not removed by it', async () => {
    const given = await ask(counter.as('Sofia'), 'AzureReservedInstances', { until: inTwoDays });
    await word(counter.as('Ada'), 'approve', given.approval.id);
    const removal = await ask(counter.as('Sofia'), 'AzureReservedInstances', { deed: 'remove' });
    counter.world.partnerCenter.changePolicy(CONTOSO, []);
    expect(expectAnswer(await word(counter.as('Ada'), 'approve', removal.approval.id), 'notNow').reason).toBe(
      'alreadySo',
    );
    const timers = await counter.core.store.db
      .selectFrom('timers')
      .select('kind')
      .where('change', '=', given.approval.id)
      .where('doneAt', 'is', null)
      .where('kind', 'in', ['end', 'endSoon'])
      .execute();
    expect(timers).toEqual([]);
  });
});
