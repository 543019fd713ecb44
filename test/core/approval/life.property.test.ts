import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readJournal } from '../../../core/journal/journal.js';
import type { Answer } from '../../../core/answer.js';
import { type Counter } from '../desk/counter.js';
import { idOf, openApprovalDesk, word } from './approval-desk.js';

const HOUR = 3_600_000;
const final = ['applied', 'declined', 'expired', 'withdrawn', 'conflicted', 'failed'];
const approvers = ['Ada', 'Grace'];
const everybody = ['Sofia', 'Tom', 'Ada', 'Grace', 'Henri'];
const groups: Record<string, ('AdminAgents' | 'SalesAgents' | 'HelpdeskAgents')[]> = {
  Sofia: ['SalesAgents'],
  Ada: ['AdminAgents'],
  Henri: ['HelpdeskAgents'],
};

/** One thing that somebody, or bad luck, does to one request. */
type Step =
  | { type: 'word'; who: string; platform: 'slack' | 'teams'; verdict: 'approve' | 'decline' | 'breakGlass' }
  | { type: 'together'; first: string; second: string }
  | { type: 'withdraw'; who: string }
  | { type: 'loseRole'; who: string }
  | { type: 'jump'; hours: number }
  | { type: 'fault'; failure: 'reset' | 'apply, then reset' | 429 | 503; count: number }
  | { type: 'moved'; on: boolean }
  | { type: 'restart' };

const who = fc.constantFrom(...everybody);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('word' as const),
      who,
      platform: fc.constantFrom('slack' as const, 'teams' as const),
      verdict: fc.constantFrom('approve' as const, 'approve' as const, 'decline' as const, 'breakGlass' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('together' as const), first: who, second: who }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('withdraw' as const), who }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('loseRole' as const), who: fc.constantFrom('Sofia', 'Ada', 'Henri') }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('jump' as const), hours: fc.constantFrom(1, 25, 80) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('fault' as const),
      failure: fc.constantFrom('reset' as const, 'apply, then reset' as const, 429 as const, 503 as const),
      count: fc.integer({ min: 1, max: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('moved' as const), on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ type: 'restart' as const }) },
);

let counter: Counter;
let round = 0;
beforeAll(async () => {
  counter = await openApprovalDesk();
});
afterAll(() => counter.close());

describe('no sequence of deeds and bad luck', () => {
  it('applies without the approvals that policy demands, applies twice, or leaves a request stuck', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('Sofia', 'Ada', 'Henri'),
        fc.boolean(),
        fc.array(step, { minLength: 1, maxLength: 8 }),
        async (asker, give, steps) => {
          const customer = `c0000000-0000-4000-8000-${String((round++ % 7) + 1).padStart(12, '0')}`;
          restore();
          counter.world.partnerCenter.changePolicy(customer, give ? [] : ['AzureReservedInstances']);
          const before = counter.world.partnerCenter.policyWrites.length;
          const form = await counter
            .as(asker)
            .press(['ask', `${customer}/${give ? 'give' : 'remove'}/AzureReservedInstances`]);
          if (form.type !== 'permissionForm') throw new Error(`no form: ${form.type}`);
          const { id } = form.change;
          await counter.as(asker).press(['propose', id, form.change.version], { reason: 'A test', until: '' });
          for (const one of steps) await take(one, id, customer);
          restore();
          await settle(asker, id);
          await judge(asker, id, counter.world.partnerCenter.policyWrites.slice(before));
        },
      ),
      { numRuns: 40, endOnFailure: true },
    );
  }, 240_000);
});

function restore(): void {
  counter.world.partnerCenter.faults.clear();
  for (const [name, own] of Object.entries(groups)) counter.world.entra.setGroups(idOf(name), own);
}

async function take(one: Step, id: string, customer: string): Promise<void> {
  const { partnerCenter, entra } = counter.world;
  switch (one.type) {
    case 'word':
      await word(counter.as(one.who, one.platform), one.verdict, id);
      return;
    case 'together':
      await Promise.all([
        word(counter.as(one.first, 'slack'), 'approve', id),
        word(counter.as(one.second), 'decline', id),
      ]);
      return;
    case 'withdraw':
      await counter.as(one.who).press(['withdraw', id]);
      return;
    case 'loseRole':
      entra.setGroups(idOf(one.who), []);
      return;
    case 'jump':
      counter.jump(one.hours * HOUR);
      return;
    case 'fault':
      partnerCenter.faults.failNext(one.count, one.failure, { path: 'SelfServePolicy' });
      return;
    case 'moved':
      partnerCenter.changePolicy(customer, one.on ? ['AzureReservedInstances'] : []);
      return;
    case 'restart':
      await counter.reopen();
  }
}

/** With everything well again and time going by, a request comes to its end: decided, or expired. */
async function settle(asker: string, id: string): Promise<void> {
  // What waits for a decision expires within three days; what waits for Partner Center is tried again within the hour.
  for (let hops = 0; hops < 4; hops++) {
    const state = stateOf(await counter.as(asker).press(['change', id]));
    if (final.includes(state)) return;
    counter.jump(state === 'awaiting' ? 80 * HOUR : HOUR);
    for (let wait = 0; wait < 160 && !(await isOver(asker, id)); wait++)
      await new Promise((soon) => setTimeout(soon, 25));
  }
}

async function isOver(asker: string, id: string): Promise<boolean> {
  const state = stateOf(await counter.as(asker).press(['change', id]));
  return final.includes(state);
}

function stateOf(answer: Answer): string {
  return answer.type === 'approval' ? answer.approval.state : answer.type;
}

async function judge(asker: string, id: string, writes: { requestId?: string }[]): Promise<void> {
  const answer = await counter.as(asker).press(['change', id]);
  if (answer.type !== 'approval') throw new Error(`no approval: ${answer.type}`);
  const { approval } = answer;
  // Never stuck; and whatever went wrong has its reason beside it.
  expect(final).toContain(approval.state);
  if (approval.state === 'failed') expect(approval.failure).toBeDefined();

  const entries = await readJournal(counter.core.store.db, { change: id, limit: 200 });
  const ids = entries.flatMap(({ fact, detail }) => (fact === 'change.applying' ? [detail?.['requestId']] : []));
  const ours = writes.filter(({ requestId }) => requestId !== undefined && ids.includes(requestId));
  expect(ours.length).toBeLessThanOrEqual(1);

  const signed = approval.decisions.some(({ verdict, person }) =>
    verdict === 'breakGlass'
      ? person.startsWith('Grace')
      : verdict === 'approve' && approvers.some((one) => person.startsWith(one)) && !person.startsWith(asker),
  );
  if (ours.length > 0) expect(signed).toBe(true);
  if (approval.state === 'applied' && !signed) expect(ours).toHaveLength(0);
}
