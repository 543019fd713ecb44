import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { textAt } from '../../../../sandbox/partner-center/json.js';
import { ask, CONTOSO, isOn, openApprovalDesk, until, word } from '../../approval/approval-desk.js';
import { type Counter, expectAnswer, reviewOf } from '../../desk/counter.js';
import { insertWatch } from './bench.js';

let counter: Counter;
beforeAll(async () => {
  counter = await openApprovalDesk({ watch: { 'poll every': '5s' } });
});
afterAll(() => counter.close());

it('a whole desk hears of what was done in the portal, and not of what it did itself', async () => {
  const { world, core } = counter;
  const { partnerCenter } = world;
  partnerCenter.changePolicy(CONTOSO, []);
  await insertWatch(core.store, Date.now());
  const began = partnerCenter.audit.kept.length;

  const sofia = counter.as('Sofia');
  const review = await reviewOf(sofia, CONTOSO, { companyName: 'Named by the desk' });
  expectAnswer(await sofia.press(['submit', review.change.id, review.change.version]), 'change');
  // It takes effect, and its answer is lost: the desk finds out by looking.
  partnerCenter.faults.failNext(1, 'apply, then reset', { method: 'PUT' });
  const lost = await reviewOf(sofia, CONTOSO, { companyName: 'Named in silence' });
  await sofia.press(['submit', lost.change.id, lost.change.version]);
  const { approval } = await ask(sofia, 'AzureSavingsPlan');
  await word(counter.as('Ada'), 'approve', approval.id);
  await until(() => isOn(counter, 'AzureSavingsPlan'));
  partnerCenter.change(CONTOSO, { companyName: 'Named in the portal' }, 'portal@partner.example');

  const records = partnerCenter.audit.kept.slice(began).map(({ record }) => textAt(record, 'id') ?? '');
  expect(records).toHaveLength(4);
  const seen = () => core.store.db.selectFrom('auditSeen').select('id').where('id', 'in', records).execute();
  await until(async () => (await seen()).length === records.length);
  const happenings = await core.store.db.selectFrom('happenings').select(['by', 'differencesJson']).execute();
  expect(happenings.map(({ by, differencesJson }) => [by, JSON.parse(differencesJson)])).toEqual([
    ['portal@partner.example', [{ path: 'companyName', before: 'Named in silence', after: 'Named in the portal' }]],
  ]);
}, 60_000);
