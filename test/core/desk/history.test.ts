import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseStoreConfig } from '../../../core/config.js';
import { createJournalKeys } from '../../../core/journal/keys.js';
import { verify } from '../../../core/journal/verify.js';
import type { AnswerOf } from '../../../core/answer.js';
import { ask, CONTOSO, openApprovalDesk, until, word } from '../approval/approval-desk.js';
import { type Counter, expectAnswer, reviewOf } from './counter.js';

let counter: Counter;
beforeAll(async () => {
  counter = await openApprovalDesk();
});
afterAll(() => counter.close());

async function submitted(city: string): Promise<string> {
  const sofia = counter.as('Sofia');
  const review = await reviewOf(sofia, 'fabrikam', { 'defaultAddress.addressLine2': city });
  await sofia.press(['submit', review.change.id, review.change.version]);
  return review.customer.id;
}

const historyOf = async (customer: string, who = 'Henri'): Promise<AnswerOf<'history'>> =>
  expectAnswer(await counter.as(who).say('history', customer), 'history');

describe('history', () => {
  it('tells who asked for what, before and after, who decided and why, and how it ended', async () => {
    const asked = await ask(counter.as('Sofia'), 'AzureReservedInstances', { reason: 'A project', until: '' });
    await word(counter.as('Ada'), 'approve', asked.approval.id, 'Fine');
    await until(async () => (await historyOf(CONTOSO)).items[0]?.state === 'applied');
    const [item] = (await historyOf(CONTOSO)).items;
    expect(item).toMatchObject({
      change: asked.approval.id,
      kind: 'purchase',
      differences: [{ path: 'permission.AzureReservedInstances', before: '', after: 'on' }],
      requester: counter.as('Sofia').character.name,
      reason: 'A project',
    });
    expect(item?.steps.map(({ did, person, reason }) => ({ did, person, reason }))).toEqual([
      { did: 'approve', person: counter.as('Ada').character.name, reason: 'Fine' },
      { did: 'applied', person: undefined, reason: undefined },
    ]);
  });

  it('leaves out drafts, and what concerns another customer', async () => {
    await counter.as('Sofia').say('update', 'Contoso Retail');
    const retail = await counter.as('Henri').say('history', 'Contoso Retail');
    expect(expectAnswer(retail, 'history').items).toEqual([]);
  });

  it('offers Undo to whoever may change the customer, as long as it was not undone', async () => {
    const customer = await submitted('Floor 1');
    expect((await historyOf(customer, 'Henri')).items[0]?.mayUndo).toBe(false);
    const [item] = (await historyOf(customer, 'Sofia')).items;
    expect(item?.mayUndo).toBe(true);
    const sofia = counter.as('Sofia');
    const inverse = expectAnswer(await sofia.press(['undo', item?.change ?? '']), 'review');
    await sofia.press(['submit', inverse.change.id, inverse.change.version]);
    const [undoing, undone] = (await historyOf(customer, 'Sofia')).items;
    expect(undoing).toMatchObject({ undo: true, state: 'applied' });
    expect(undone).toMatchObject({ change: item?.change, mayUndo: false });
  });

  it('pages through everything once, also while something is added', async () => {
    let customer = '';
    for (let n = 10; n < 18; n += 1) customer = await submitted(`Floor ${n}`);
    const henri = counter.as('Henri');
    let page = await historyOf(customer);
    const seen = page.items.map(({ change }) => change);
    await submitted('Floor 18');
    while (page.more) {
      page = expectAnswer(await henri.press(page.more), 'history');
      seen.push(...page.items.map(({ change }) => change));
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(8);
    expect((await historyOf(customer)).items[0]?.differences).toEqual([
      { path: 'defaultAddress.addressLine2', before: 'Floor 17', after: 'Floor 18' },
    ]);
  });

  it('is reached from the account, and takes no id that is none', async () => {
    const henri = counter.as('Henri');
    expect((await henri.press(['history', CONTOSO])).type).toBe('history');
    for (const wrong of ['', 'x/1', `${CONTOSO}/`, `${CONTOSO}/-1`, `${CONTOSO}/1/2`, `${CONTOSO}/1;drop`])
      expect((await henri.press({ v: 1, verb: 'history', id: wrong })).type).toBe('stale');
  });

  it('asks Partner Center nothing for a customer of whom it knows, who may have left', async () => {
    const customer = await submitted('Floor 99');
    const { count } = counter.world.partnerCenter.pane();
    expect((await historyOf(customer.toUpperCase())).customer.id).toBe(customer);
    expect(counter.world.partnerCenter.pane().count).toBe(count);
  });

  it('refuses a stranger', async () => {
    expect((await counter.as('Oscar').say('history', CONTOSO)).type).toBe('refused');
  });
});

describe('history of a request whose record moved before it was decided', () => {
  it('tells the values that were decided on', async () => {
    const desk = await openApprovalDesk({ approvals: { account: { fields: ['companyName'] } } });
    try {
      const [sofia, ada] = [desk.as('Sofia'), desk.as('Ada')];
      const review = await reviewOf(sofia, 'Contoso Retail', { companyName: 'Contoso Stores' });
      const { id } = review.change;
      await sofia.press(['submit', id, review.change.version]);
      const form = expectAnswer(await ada.press(['approving', id]), 'decisionForm');
      desk.world.partnerCenter.change(review.customer.id, { companyName: 'Contoso Shops' });
      const again = expectAnswer(await ada.press(['approve', id, form.approval.revision]), 'decisionForm');
      await ada.press(['approve', id, again.approval.revision]);
      const { items } = expectAnswer(await ada.press(['history', review.customer.id]), 'history');
      expect(items[0]?.differences).toEqual([
        { path: 'companyName', before: 'Contoso Shops', after: 'Contoso Stores' },
      ]);
      expect(items[0]?.steps.map(({ did }) => did)).toEqual(['adapted', 'approve', 'applied']);
    } finally {
      await desk.close();
    }
  });
});

describe('the journal of a running desk', () => {
  it('is signed and chained by itself', async () => {
    const { db } = counter.core.store;
    await counter.as('Sofia').say('update', 'fabrikam');
    await until(
      async () => (await db.selectFrom('journal').select('seq').where('hash', 'is', null).execute()).length === 0,
    );
    const keys = createJournalKeys(parseStoreConfig(counter.world.env).encryptionKeys);
    const verdict = await verify(db, keys, []);
    expect(verdict.finding).toBeUndefined();
    expect(verdict.sealed).toBeGreaterThan(0);
    expect(verdict.unsigned).toBe(0);
  });
});
