import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Counter, expectAnswer, reviewOf, typedIn } from '../desk/counter.js';
import { openApprovalDesk, word } from './approval-desk.js';

let counter: Counter;
beforeAll(async () => {
  counter = await openApprovalDesk({ approvals: { account: { fields: ['companyName'] } } });
});
afterAll(() => counter.close());

/** Renames the customer, approved; and the review of its undo. */
async function renamed(customer: string, companyName: string) {
  const sofia = counter.as('Sofia');
  const draft = await reviewOf(sofia, customer, { companyName });
  await sofia.press(['submit', draft.change.id, draft.change.version]);
  await word(counter.as('Ada'), 'approve', draft.change.id);
  return { id: draft.change.id, undo: expectAnswer(await sofia.press(['undo', draft.change.id]), 'review') };
}

describe('an undo', () => {
  it('says to the approver what it takes back', async () => {
    const { id, undo } = await renamed('fabrikam', 'Fabrikam Worldwide');
    const asked = await counter.as('Sofia').press(['submit', undo.change.id, undo.change.version]);
    expect(expectAnswer(asked, 'approval').approval.undoes).toBe(id);
  });

  it('whose form was filled with other values is not called one', async () => {
    const sofia = counter.as('Sofia');
    const { undo } = await renamed('Contoso Retail', 'Contoso Stores');
    const form = expectAnswer(await sofia.press(['form', undo.change.id]), 'accountForm');
    const review = expectAnswer(
      await sofia.press(['review', form.change.id, form.change.version], { ...typedIn(form), companyName: 'Litware' }),
      'review',
    );
    const asked = await sofia.press(['submit', review.change.id, review.change.version]);
    expect(expectAnswer(asked, 'approval').approval.undoes).toBeUndefined();
  });
});
