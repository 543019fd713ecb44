import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Counter, expectAnswer, openCounter, reviewOf, typedIn } from '../desk/counter.js';

let counter: Counter;
beforeAll(async () => {
  counter = await openCounter();
});
afterAll(() => counter.close());
afterEach(() => counter.world.partnerCenter.faults.clear());

const pc = () => counter.world.partnerCenter;
const writes = (id: string) =>
  pc().putLog.filter(({ customerId, requestId }) => customerId === id && requestId !== undefined);

describe('two people change the same customer', () => {
  it('keeps both changes when they touch different fields, and says that it merged', async () => {
    const [sofia, ada] = [counter.as('Sofia'), counter.as('Ada')];
    const one = await reviewOf(sofia, 'Contoso Ltd', { email: 'billing@contoso.example' });
    const two = await reviewOf(ada, 'Contoso Ltd', { companyName: 'Contoso Limited' });
    const answers = await Promise.all([
      sofia.press(['submit', one.change.id, one.change.version]),
      ada.press(['submit', two.change.id, two.change.version]),
    ]);
    expect(answers.map((answer) => expectAnswer(answer, 'change').change.state)).toEqual(['applied', 'applied']);
    expect(answers.some((answer) => expectAnswer(answer, 'change').change.merged === true)).toBe(true);
    expect(JSON.stringify(pc().record(one.customer.id))).toContain('billing@contoso.example');
    expect(JSON.stringify(pc().record(one.customer.id))).toContain('Contoso Limited');
    expect(writes(one.customer.id)).toHaveLength(2);
  });

  it('shows both values when they touch the same field, writes neither over the other, and lets the loser go on', async () => {
    const [sofia, ada] = [counter.as('Sofia'), counter.as('Ada')];
    const one = await reviewOf(sofia, 'Contoso Retail', { email: 'sofia@contoso.example' });
    const two = await reviewOf(ada, 'Contoso Retail', { email: 'ada@contoso.example' });
    await sofia.press(['submit', one.change.id, one.change.version]);
    const lost = expectAnswer(await ada.press(['submit', two.change.id, two.change.version]), 'change');
    expect(lost.change.state).toBe('conflicted');
    expect(lost.change.drift).toEqual([
      { path: 'email', before: expect.any(String), theirs: 'sofia@contoso.example', ours: 'ada@contoso.example' },
    ]);
    expect(lost.mayGoOn).toBe(true);

    const form = expectAnswer(await ada.press(['again', lost.change.id, lost.change.version]), 'accountForm');
    expect(form.fields.find(({ path }) => path === 'email')?.value).toBe('ada@contoso.example');
    const review = expectAnswer(
      await ada.press(['review', form.change.id, form.change.version], typedIn(form)),
      'review',
    );
    expect(review.differences).toEqual([
      { path: 'email', before: 'sofia@contoso.example', after: 'ada@contoso.example' },
    ]);
    const done = expectAnswer(await ada.press(['submit', review.change.id, review.change.version]), 'change');
    expect(done.change.state).toBe('applied');
  });

  it.each([400, 409, 412] as const)(
    'compares again after a stale etag answered %i, with a new request id',
    async (status) => {
      const sofia = counter.as('Sofia');
      pc().faults.staleStatus(status);
      const review = await reviewOf(sofia, 'contoso.onmicrosoft.com', { email: `stale-${status}@contoso.example` });
      const puts = () =>
        pc()
          .pane()
          .requests.filter(({ method, path }) => method === 'PUT' && path.includes(review.customer.id));
      const before = puts().length;
      // Somebody writes another field after our GET and before our PUT takes effect.
      let moved = false;
      pc().onChange(() => {
        if (moved || puts().length === before) return;
        moved = true;
        pc().change(review.customer.id, { middleName: `M${status}` });
      });
      const done = expectAnswer(await sofia.press(['submit', review.change.id, review.change.version]), 'change');
      expect(done.change.state).toBe('applied');
      expect(puts().length - before).toBe(2);
      expect(new Set(puts().map(({ requestId }) => requestId)).size).toBe(puts().length);
      expect(JSON.stringify(pc().record(review.customer.id))).toContain(`M${status}`);
    },
  );
});

describe('an answer that never came', () => {
  it('recognises its own success and does not write twice', async () => {
    const sofia = counter.as('Sofia');
    const review = await reviewOf(sofia, 'fabrikam', { email: 'lost-answer@fabrikam.example' });
    pc().faults.failNext(1, 'apply, then reset', { method: 'PUT' });
    const done = expectAnswer(await sofia.press(['submit', review.change.id, review.change.version]), 'change');
    expect(done.change.state).toBe('applied');
    expect(writes(review.customer.id)).toHaveLength(1);
  });

  it('sends the same request id again when the first try had no effect', async () => {
    const sofia = counter.as('Sofia');
    const review = await reviewOf(sofia, 'fabrikam', { email: 'second-try@fabrikam.example' });
    pc().faults.failNext(1, 'reset', { method: 'PUT' });
    const first = expectAnswer(await sofia.press(['submit', review.change.id, review.change.version]), 'change');
    expect(first.change.state).toBe('applied');
    const puts = pc()
      .pane()
      .requests.filter(({ method, path }) => method === 'PUT' && path.includes(review.customer.id))
      .slice(0, 2);
    expect(new Set(puts.map(({ requestId }) => requestId)).size).toBe(1);
    expect(
      writes(review.customer.id).filter(({ changes }) =>
        changes.some(({ after }) => after === 'second-try@fabrikam.example'),
      ),
    ).toHaveLength(1);
  });

  it('keeps an approved change while Partner Center is down, says what it waits for, and applies it later', async () => {
    const sofia = counter.as('Sofia');
    const review = await reviewOf(sofia, 'fabrikam', { email: 'waited@fabrikam.example' });
    pc().faults.failNext(4, 503, { path: '/profiles/billing' });
    const waiting = expectAnswer(await sofia.press(['submit', review.change.id, review.change.version]), 'change');
    expect(waiting.change.state).toBe('approved');
    expect(waiting.change.failure?.kind).toBe('unavailable');
    await untilApplied(review.change.id);
    expect(JSON.stringify(pc().record(review.customer.id))).toContain('waited@fabrikam.example');
  }, 20_000);
});

describe('Partner Center refuses', () => {
  it('says why, by field, and keeps what was typed for another try', async () => {
    const sofia = counter.as('Sofia');
    const review = await reviewOf(sofia, 'fabrikam', { email: 'refused@fabrikam.example' });
    pc().faults.failNext(1, 400, { method: 'PUT' });
    const failed = expectAnswer(await sofia.press(['submit', review.change.id, review.change.version]), 'change');
    expect(failed.change.state).toBe('failed');
    expect(failed.change.failure?.correlationId).toMatch(/^[0-9a-f-]{36}$/u);
    const form = expectAnswer(await sofia.press(['again', failed.change.id, failed.change.version]), 'accountForm');
    expect(form.fields.find(({ path }) => path === 'email')?.value).toBe('refused@fabrikam.example');
  });
});

async function untilApplied(id: string): Promise<void> {
  for (;;) {
    const answer = await counter.as('Sofia').press(['change', id]);
    if (answer.type === 'change' && answer.change.state === 'applied') return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
