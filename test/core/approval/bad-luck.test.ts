import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Counter, expectAnswer } from '../desk/counter.js';
import { ask, CONTOSO, idOf, isOn, openApprovalDesk, until, word } from './approval-desk.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Nobody of the tenant has it: somebody who was deleted after the file was written. */
const DELETED = '11111111-2222-4333-8444-555555555555';

let counter: Counter;
let jumped = 0;
const dayAhead = (days: number) => new Date(Date.now() + jumped + days * DAY).toISOString().slice(0, 10);
const jump = (ms: number) => {
  jumped += ms;
  counter.jump(ms);
};
const standing = async (id: string) => expectAnswer(await counter.as('Ada').press(['change', id]), 'approval').approval;

beforeAll(async () => {
  counter = await openApprovalDesk({ delegations: [{ from: DELETED, to: idOf('Henri'), until: dayAhead(30) }] });
});
afterAll(() => counter.close());
beforeEach(() => counter.world.partnerCenter.changePolicy(CONTOSO, []));
afterEach(() => counter.world.partnerCenter.faults.clear());

describe('a delegate of somebody who is not in the directory any more', () => {
  it('has no right to decide, and is told so', async () => {
    const { approval } = await ask(counter.as('Sofia'), 'AzureSavingsPlan');
    expect(expectAnswer(await word(counter.as('Henri'), 'approve', approval.id), 'notNow').reason).toBe('notApprover');
    await counter.as('Sofia').press(['withdraw', approval.id]);
  });

  it('still sees how a request stands, and what awaits them', async () => {
    const { approval } = await ask(counter.as('Sofia'), 'AzureSavingsPlan');
    const seen = expectAnswer(await counter.as('Henri').press(['change', approval.id]), 'approval');
    expect(seen.viewer.mayDecide).toBe(false);
    expect((await counter.as('Henri').say('approvals')).type).toBe('approvals');
    await counter.as('Sofia').press(['withdraw', approval.id]);
  });
});

describe('a write whose answer never came', () => {
  it('is not called expired before somebody could look, and applied once they can', async () => {
    const { faults } = counter.world.partnerCenter;
    const { approval } = await ask(counter.as('Sofia'), 'AzureSavingsPlan');
    const row = () =>
      counter.core.store.db
        .selectFrom('changes')
        .select(['state', 'attempts'])
        .where('id', '=', approval.id)
        .executeTakeFirstOrThrow();
    const ada = counter.as('Ada');
    const form = expectAnswer(await ada.press(['approving', approval.id]), 'decisionForm');
    // Slow, so that looks begin to fail after the one before the write and before the one that follows it.
    faults.delay(700);
    faults.failNext(1, 'apply, then reset', { method: 'POST', path: 'SelfServePolicy' });
    const deciding = ada.press(['approve', approval.id, form.approval.revision], { reason: '' });
    await until(async () => (await row()).state === 'applying');
    faults.failNext(1_000, 503, { method: 'GET', path: 'SelfServePolicy' });
    await until(() => isOn(counter, 'AzureSavingsPlan'));
    faults.delay(0);
    await deciding;
    const before = await row();
    jump(4 * DAY);
    await until(async () => (await row()).attempts > before.attempts);
    expect((await row()).state).toBe('applying');
    faults.clear();
    jump(HOUR);
    await until(async () => (await row()).state !== 'applying');
    expect((await row()).state).toBe('applied');
  }, 40_000);
});

describe('a store that fails after the write', () => {
  it('leaves the word recorded and the change to be ended later, written once', async () => {
    const { db } = counter.core.store;
    const { approval } = await ask(counter.as('Sofia'), 'AzureSavingsPlan', { until: dayAhead(5) });
    const before = counter.world.partnerCenter.policyWrites.length;
    await db.schema.alterTable('outbox').renameTo('outboxGone').execute();
    try {
      // Nothing can be owed to anybody, so that no step can be written either: the word itself is refused.
      expect((await word(counter.as('Ada'), 'approve', approval.id)).type).toBe('failed');
    } finally {
      await db.schema.alterTable('outboxGone').renameTo('outbox').execute();
    }
    expect([(await standing(approval.id)).state, counter.world.partnerCenter.policyWrites.length]).toEqual([
      'awaiting',
      before,
    ]);
    // The end of a temporary permission has its timers set with it; the word has none.
    await db.schema.alterTable('timers').renameTo('timersGone').execute();
    const given = expectAnswer(await word(counter.as('Ada'), 'approve', approval.id), 'approval');
    expect(given.approval.decisions.map(({ person }) => person)).toEqual(['Ada Nowak']);
    await db.schema.alterTable('timersGone').renameTo('timers').execute();
    await until(async () => (await standing(approval.id)).state === 'applied');
    expect(counter.world.partnerCenter.policyWrites.length).toBe(before + 1);
  }, 30_000);
});

describe('the end of a temporary permission', () => {
  it('comes although the desk may not write at that moment, and whoever asked hears why it waits', async () => {
    const { faults } = counter.world.partnerCenter;
    const { approval } = await ask(counter.as('Sofia'), 'AzureSavingsPlan', { until: dayAhead(1) });
    await word(counter.as('Ada'), 'approve', approval.id);
    faults.failNext(1_000, 403, { path: 'SelfServePolicy' });
    jump(3 * DAY);
    const told = () => counter.told.filter(({ answer }) => answer.type === 'approval' && answer.approval.scheduled);
    await until(() => told().length === 1);
    expect(told()[0]?.answer).toMatchObject({ approval: { state: 'approved', failure: { kind: 'forbidden' } } });
    expect(isOn(counter, 'AzureSavingsPlan')).toBe(true);
    faults.clear();
    jump(HOUR);
    await until(() => !isOn(counter, 'AzureSavingsPlan'));
    await until(() => told().length === 2);
    expect(told()[1]?.answer).toMatchObject({ approval: { state: 'applied' } });
  }, 30_000);
});

describe('a reminder that cannot be sent', () => {
  it('does not keep other requests from expiring', async () => {
    for (const name of ['Sofia', 'Ada']) await counter.as(name).say('help');
    const broken = await ask(counter.as('Sofia'), 'AzureSavingsPlan');
    const other = await ask(counter.as('Sofia'), 'AzureReservedInstances');
    await counter.core.store.db
      .updateTable('copies')
      .set({ recipientSealed: 'of a key that was lost' })
      .where('subject', '=', broken.approval.id)
      .execute();
    jump(4 * DAY);
    await until(async () => (await standing(other.approval.id)).state === 'expired');
    await until(async () => (await standing(broken.approval.id)).state === 'expired');
  }, 20_000);
});
