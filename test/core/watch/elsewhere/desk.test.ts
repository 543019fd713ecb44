import { afterEach, expect, it, jest } from '@jest/globals';
import { textAt } from '../../../../sandbox/partner-center/json.js';
import { ask, CONTOSO, isOn, openApprovalDesk, until, word } from '../../approval/approval-desk.js';
import { type Counter, expectAnswer, type Guest, reviewOf } from '../../desk/counter.js';
import { insertWatch } from './bench.js';

// Rounds come every five seconds, and some are waited for.
jest.setTimeout(60_000);

const policy = { watch: { 'poll every': '5s' } };
let counter: Counter;
afterEach(() => counter.close());

async function rename(who: Guest, companyName: string): Promise<void> {
  const review = await reviewOf(who, CONTOSO, { companyName });
  expectAnswer(await who.press(['submit', review.change.id, review.change.version]), 'change');
}

async function happenings() {
  const rows = await counter.core.store.db.selectFrom('happenings').select(['by', 'differencesJson']).execute();
  return rows.map(({ by, differencesJson }): unknown => [by, JSON.parse(differencesJson)]);
}

it('a whole desk hears of what was done in the portal, and not of what it did itself', async () => {
  counter = await openApprovalDesk(policy);
  const { world, core } = counter;
  const { partnerCenter } = world;
  partnerCenter.changePolicy(CONTOSO, []);
  await insertWatch(core.store, Date.now());
  const began = partnerCenter.audit.kept.length;

  const sofia = counter.as('Sofia');
  await rename(sofia, 'Named by the desk');
  // It takes effect, and its answer is lost: the desk finds out by looking.
  partnerCenter.faults.failNext(1, 'apply, then reset', { method: 'PUT' });
  await rename(sofia, 'Named in silence');
  const { approval } = await ask(sofia, 'AzureSavingsPlan');
  await word(counter.as('Ada'), 'approve', approval.id);
  await until(() => isOn(counter, 'AzureSavingsPlan'));
  partnerCenter.change(CONTOSO, { companyName: 'Named in the portal' }, 'portal@partner.example');

  const records = partnerCenter.audit.kept.slice(began).map(({ record }) => textAt(record, 'id') ?? '');
  expect(records).toHaveLength(4);
  const seen = () => core.store.db.selectFrom('auditSeen').select('id').where('id', 'in', records).execute();
  await until(async () => (await seen()).length === records.length);
  expect(await happenings()).toEqual([
    ['portal@partner.example', [{ path: 'companyName', before: 'Named in silence', after: 'Named in the portal' }]],
  ]);
});

it('a whole desk without audit records hears of it too, and not of what it did itself', async () => {
  counter = await openApprovalDesk(policy, '21vianet');
  const { world, core } = counter;
  await insertWatch(core.store, Date.now() - 1, {
    filter: { customer: { id: CONTOSO, name: 'Contoso', domain: 'contoso.example' } },
  });
  const looks = () => core.store.db.selectFrom('snapshots').selectAll().where('checkedAt', '>', 0).execute();
  await until(async () => (await looks()).length === 1);

  await rename(counter.as('Sofia'), 'Named by the desk');
  world.partnerCenter.change(CONTOSO, { lastName: 'Portal' });
  await until(async () => (await happenings()).length > 0);
  expect(await happenings()).toEqual([[null, [{ path: 'lastName', before: expect.any(String), after: 'Portal' }]]]);
});
