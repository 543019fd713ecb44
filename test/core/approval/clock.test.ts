import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Counter, expectAnswer } from '../desk/counter.js';
import { ask, CONTOSO, isOn, openApprovalDesk, until, word } from './approval-desk.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let counter: Counter;
beforeAll(async () => {
  counter = await openApprovalDesk({ approvals: { purchase: { 'expires after': '3d', 'remind after': '1d' } } });
  for (const name of ['Sofia', 'Ada', 'Grace']) await counter.as(name).say('help');
});
afterAll(() => counter.close());
beforeEach(() => counter.world.partnerCenter.changePolicy(CONTOSO, []));

const stateOf = async (id: string) =>
  expectAnswer(await counter.as('Ada').press(['change', id]), 'approval').approval.state;
const toldBecause = (id: string, because: string) =>
  counter.told.filter(
    ({ answer }) => answer.type === 'approval' && answer.approval.id === id && answer.because === because,
  );

describe('what waits', () => {
  it('reminds whoever may decide, once, and then expires, over restarts and a clock that jumps', async () => {
    const { approval } = await ask(counter.as('Sofia'), 'AzureReservedInstances');
    counter.jump(DAY + HOUR);
    await until(() => toldBecause(approval.id, 'reminder').length === 2);
    await counter.reopen();
    counter.jump(DAY);
    expect(await stateOf(approval.id)).toBe('awaiting');
    await counter.core.stop();
    counter.jump(2 * DAY);
    await counter.reopen();
    await until(async () => (await stateOf(approval.id)) === 'expired');
    expect(toldBecause(approval.id, 'reminder')).toHaveLength(2);
    expect(expectAnswer(await word(counter.as('Ada'), 'approve', approval.id), 'notNow').reason).toBe('expired');
    expect(isOn(counter, 'AzureReservedInstances')).toBe(false);
  }, 30_000);

  it('is not expired when it was decided in time', async () => {
    const { approval } = await ask(counter.as('Sofia'), 'AzureReservedInstances');
    await word(counter.as('Ada'), 'approve', approval.id);
    counter.jump(4 * DAY);
    await new Promise((soon) => setTimeout(soon, 1_500));
    expect(await stateOf(approval.id)).toBe('applied');
  }, 30_000);
});

describe('a temporary permission', () => {
  const dayAhead = (days: number) => {
    // The desk's own clock has been moved by the tests before.
    const desk = Date.now() + jumped;
    return new Date(desk + days * DAY).toISOString().slice(0, 10);
  };
  let jumped = 0;
  beforeAll(() => {
    const jump = counter.jump.bind(counter);
    jumped = 8 * DAY + HOUR;
    counter.jump = (ms) => {
      jumped += ms;
      jump(ms);
    };
  });

  it('says so a day before, removes itself, whatever became of the roles, and survives a restart', async () => {
    const { approval } = await ask(counter.as('Sofia'), 'AzureSavingsPlan', { until: dayAhead(5) });
    await word(counter.as('Ada'), 'approve', approval.id);
    expect(isOn(counter, 'AzureSavingsPlan')).toBe(true);
    counter.jump(5 * DAY + HOUR);
    await until(() => toldBecause(approval.id, 'endsSoon').length === 1);
    expect(isOn(counter, 'AzureSavingsPlan')).toBe(true);
    counter.world.entra.setGroups(counter.as('Sofia').character.id, []);
    await counter.core.stop();
    counter.jump(DAY);
    await counter.reopen();
    await until(() => !isOn(counter, 'AzureSavingsPlan'));
    counter.world.entra.setGroups(counter.as('Sofia').character.id, ['SalesAgents']);
    await until(() => counter.told.some(({ answer }) => answer.type === 'approval' && answer.approval.scheduled));
  }, 30_000);

  it('is not removed by its old end once it was given anew without one', async () => {
    const first = await ask(counter.as('Sofia'), 'AzureSavingsPlan', { until: dayAhead(5) });
    await word(counter.as('Ada'), 'approve', first.approval.id);
    const removed = await ask(counter.as('Sofia'), 'AzureSavingsPlan', { deed: 'remove' });
    await word(counter.as('Ada'), 'approve', removed.approval.id);
    const anew = await ask(counter.as('Sofia'), 'AzureSavingsPlan');
    await word(counter.as('Ada'), 'approve', anew.approval.id);
    counter.jump(8 * DAY);
    await new Promise((soon) => setTimeout(soon, 2_500));
    expect(isOn(counter, 'AzureSavingsPlan')).toBe(true);
  }, 30_000);
});
