import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Counter, expectAnswer } from '../desk/counter.js';
import { ask, CONTOSO, isOn, openApprovalDesk, until, word } from './approval-desk.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let counter: Counter;
let jumped = 0;
beforeAll(async () => {
  counter = await openApprovalDesk();
});
afterAll(() => counter.close());
beforeEach(() => counter.world.partnerCenter.changePolicy(CONTOSO, []));

const jump = (ms: number) => {
  jumped += ms;
  counter.jump(ms);
};
const today = () => new Date(Date.now() + jumped).toISOString().slice(0, 10);
const writes = () => counter.world.partnerCenter.policyWrites.length;

describe('a permission whose last day is today', () => {
  it('can be approved today', async () => {
    const { approval } = await ask(counter.as('Sofia'), 'AzureSavingsPlan', { until: today() });
    expect(expectAnswer(await word(counter.as('Ada'), 'approve', approval.id), 'approval').approval.state).toBe(
      'applied',
    );
  });

  it('is not given any more once that day is over, and the request says that it expired', async () => {
    const { approval } = await ask(counter.as('Sofia'), 'AzureSavingsPlan', { until: today() });
    const before = writes();
    jump(DAY);
    expect(expectAnswer(await word(counter.as('Ada'), 'approve', approval.id), 'notNow').reason).toBe('expired');
    await until(
      async () =>
        expectAnswer(await counter.as('Ada').press(['change', approval.id]), 'approval').approval.state === 'expired',
    );
    expect([writes(), isOn(counter, 'AzureSavingsPlan')]).toEqual([before, false]);
  }, 20_000);

  it('is not given by an approval of that day which could only be written after it', async () => {
    const { approval } = await ask(counter.as('Sofia'), 'AzureReservedInstances', { until: today() });
    counter.world.partnerCenter.faults.failNext(1, 429, { method: 'POST', path: 'SelfServePolicy' });
    await word(counter.as('Ada'), 'approve', approval.id);
    const before = writes();
    jump(DAY);
    await until(
      async () =>
        expectAnswer(await counter.as('Ada').press(['change', approval.id]), 'approval').approval.state === 'expired',
    );
    expect([writes(), isOn(counter, 'AzureReservedInstances')]).toEqual([before, false]);
  }, 20_000);
});
