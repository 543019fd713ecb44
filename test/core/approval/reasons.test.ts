import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Counter, expectAnswer } from '../desk/counter.js';
import { ask, CONTOSO, openApprovalDesk, word } from './approval-desk.js';

let counter: Counter;
beforeAll(async () => {
  counter = await openApprovalDesk();
});
afterAll(() => counter.close());

/** An emoji across the limit: a cut would leave half of it. */
const long = `${'x'.repeat(499)}😀`;

describe('the reason for a decision', () => {
  it.each([
    ['is too long', 'approve', long, 'tooLong'],
    ['is too long', 'decline', long, 'tooLong'],
    ['holds what no database keeps', 'decline', 'a\u0000b', 'control'],
  ] as const)(
    'that %s is shown again as it was typed, and decides nothing (%s)',
    async (_what, verdict, typed, rule) => {
      const { approval } = await ask(counter.as('Sofia'), 'AzureSavingsPlan');
      const form = expectAnswer(await word(counter.as('Ada'), verdict, approval.id, typed), 'decisionForm');
      expect([form.reason, form.errors.map((error) => [error.path, error.rule])]).toEqual([typed, [['reason', rule]]]);
      const now = expectAnswer(await counter.as('Sofia').press(['withdraw', approval.id]), 'approval');
      expect([now.approval.state, now.approval.decisions]).toEqual(['withdrawn', []]);
    },
  );

  it('may have several lines and any script', async () => {
    const { approval } = await ask(counter.as('Sofia'), 'AzureSavingsPlan');
    const reason = `Слишком дорого\n太贵了\t${'😀'.repeat(200)}`;
    const done = expectAnswer(await word(counter.as('Ada'), 'decline', approval.id, reason), 'approval');
    expect(done.approval.decisions.map((one) => one.reason)).toEqual([reason]);
  });
});

describe('the reason for a request', () => {
  it('that holds what no database keeps is shown again, and asks for nothing', async () => {
    const sofia = counter.as('Sofia');
    const form = expectAnswer(await sofia.press(['ask', `${CONTOSO}/give/AzureSavingsPlan`]), 'permissionForm');
    const again = expectAnswer(
      await sofia.press(['propose', form.change.id, form.change.version], { reason: 'a\u0007b', until: '' }),
      'permissionForm',
    );
    expect(again.errors.map(({ path, rule }) => [path, rule])).toEqual([['reason', 'control']]);
  });
});
