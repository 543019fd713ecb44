import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Counter, expectAnswer, reviewOf } from '../desk/counter.js';
import { ask, CONTOSO, idOf, isOn, openApprovalDesk, until, word } from './approval-desk.js';

const tomorrow = new Date(Date.now() + 24 * 3_600_000).toISOString().slice(0, 10);

describe('two approvers', () => {
  let counter: Counter;
  beforeAll(async () => {
    counter = await openApprovalDesk({ approvals: { purchase: { count: 2 } } });
  });
  afterAll(() => counter.close());
  beforeEach(() => counter.world.partnerCenter.changePolicy(CONTOSO, []));

  it('are two different people, and the second one applies it', async () => {
    const { approval } = await ask(counter.as('Sofia'), 'AzureReservedInstances');
    const first = expectAnswer(await word(counter.as('Ada'), 'approve', approval.id), 'approval');
    expect(first.approval.state).toBe('awaiting');
    expect(expectAnswer(await word(counter.as('Ada', 'slack'), 'approve', approval.id), 'notNow').reason).toBe(
      'decidedByYou',
    );
    expect(isOn(counter, 'AzureReservedInstances')).toBe(false);
    const second = expectAnswer(await word(counter.as('Grace'), 'approve', approval.id), 'approval');
    expect(second.approval.state).toBe('applied');
  });

  it('both count when they approve at the same moment', async () => {
    const { approval } = await ask(counter.as('Sofia'), 'AzureSavingsPlan');
    await Promise.all([
      word(counter.as('Ada'), 'approve', approval.id),
      word(counter.as('Grace', 'slack'), 'approve', approval.id),
    ]);
    expect(expectAnswer(await counter.as('Ada').press(['change', approval.id]), 'approval').approval.state).toBe(
      'applied',
    );
  });

  it('do not outweigh one who declines', async () => {
    const { approval } = await ask(counter.as('Sofia'), 'AzureSavingsPlan');
    await word(counter.as('Ada'), 'approve', approval.id);
    await word(counter.as('Grace'), 'decline', approval.id);
    expect(isOn(counter, 'AzureSavingsPlan')).toBe(false);
  });
});

describe('delegation', () => {
  let counter: Counter;
  const delegations = [
    { from: idOf('Ada'), to: idOf('Henri'), until: tomorrow },
    { from: idOf('Grace'), to: idOf('Tom'), until: '2020-01-01' },
  ];
  beforeAll(async () => {
    counter = await openApprovalDesk({ delegations });
  });
  afterAll(() => counter.close());
  beforeEach(() => counter.world.partnerCenter.changePolicy(CONTOSO, []));
  afterEach(() => counter.world.entra.setGroups(idOf('Ada'), ['AdminAgents']));

  it('lets the delegate decide, tells them so, and says on whose behalf', async () => {
    for (const name of ['Ada', 'Henri']) await counter.as(name).say('help');
    const { approval } = await ask(counter.as('Sofia'), 'AzureReservedInstances');
    await until(() => counter.copies.some(({ to }) => to.user?.user === idOf('Henri')));
    const done = expectAnswer(await word(counter.as('Henri'), 'approve', approval.id), 'approval');
    expect(done.approval.decisions).toEqual([
      expect.objectContaining({ person: 'Henri Dubois', onBehalfOf: 'Ada Nowak' }),
    ]);
    expect(isOn(counter, 'AzureReservedInstances')).toBe(true);
  });

  it('is worth nothing for what the one who delegated has asked for', async () => {
    const { approval } = await ask(counter.as('Ada'), 'AzureReservedInstances');
    expect(expectAnswer(await word(counter.as('Henri'), 'approve', approval.id), 'notNow').reason).toBe(
      'delegateOfRequester',
    );
    await counter.as('Ada').press(['withdraw', approval.id]);
  });

  it('ends with its day, and with the role of whoever delegated', async () => {
    const { approval } = await ask(counter.as('Sofia'), 'AzureReservedInstances');
    expect(expectAnswer(await word(counter.as('Tom'), 'approve', approval.id), 'notNow').reason).toBe('notApprover');
    counter.world.entra.setGroups(idOf('Ada'), []);
    expect(expectAnswer(await word(counter.as('Henri'), 'approve', approval.id), 'notNow').reason).toBe('notApprover');
  });
});

describe('a review of broken glass', () => {
  it('is not made by somebody who stands in for whoever broke it', async () => {
    const desk = await openApprovalDesk({ delegations: [{ from: idOf('Grace'), to: idOf('Henri'), until: tomorrow }] });
    try {
      const { approval } = await ask(desk.as('Sofia'), 'AzureReservedInstances');
      await word(desk.as('Grace'), 'breakGlass', approval.id, 'Outage');
      const seen = expectAnswer(await desk.as('Henri').press(['change', approval.id]), 'approval');
      expect(seen.viewer.mayReview).toBe(false);
      expect(expectAnswer(await word(desk.as('Henri'), 'reviewed', approval.id), 'notNow').reason).toBe('notApprover');
      const reviewed = expectAnswer(await word(desk.as('Ada'), 'reviewed', approval.id), 'approval');
      expect(reviewed.approval.owesReview).toBe(false);
    } finally {
      await desk.close();
    }
  });
});

describe('account info that needs approval', () => {
  let counter: Counter;
  beforeAll(async () => {
    counter = await openApprovalDesk({ approvals: { account: { fields: ['companyName'] } } });
  });
  afterAll(() => counter.close());

  const submit = async (customer: string, values: Record<string, string>) => {
    const review = await reviewOf(counter.as('Sofia'), customer, values);
    return counter.as('Sofia').press(['submit', review.change.id, review.change.version]);
  };

  it('waits when such a field changes, and applies at once when none does', async () => {
    expect(expectAnswer(await submit('fabrikam', { email: 'a@fabrikam.example' }), 'change').change.state).toBe(
      'applied',
    );
    const asked = expectAnswer(await submit('fabrikam', { companyName: 'Fabrikam Worldwide' }), 'approval');
    expect(asked.approval.state).toBe('awaiting');
    const done = expectAnswer(await word(counter.as('Ada'), 'approve', asked.approval.id), 'approval');
    expect(done.approval.state).toBe('applied');
    expect(JSON.stringify(counter.world.partnerCenter.record(done.approval.customer.id))).toContain(
      'Fabrikam Worldwide',
    );
  });

  it('shows the approver what moved since, and takes no approval of the older request', async () => {
    const asked = expectAnswer(await submit('Contoso Retail', { companyName: 'Contoso Stores' }), 'approval');
    const ada = counter.as('Ada');
    const form = expectAnswer(await ada.press(['approving', asked.approval.id]), 'decisionForm');
    counter.world.partnerCenter.change(asked.approval.customer.id, { companyName: 'Contoso Shops' });
    const again = expectAnswer(await ada.press(['approve', asked.approval.id, form.approval.revision]), 'decisionForm');
    expect(again.drift).toEqual([
      { path: 'companyName', before: 'Contoso Retail', theirs: 'Contoso Shops', ours: 'Contoso Stores' },
    ]);
    expect(again.approval.revision).toBe(form.approval.revision + 1);
    const done = expectAnswer(await ada.press(['approve', asked.approval.id, again.approval.revision]), 'approval');
    expect(done.approval.state).toBe('applied');
  });
});

describe('where requests are posted', () => {
  it('is every place of the policy that the desk knows, and nobody who is silent is told in person', async () => {
    const counter = await openApprovalDesk({
      approvals: {
        purchase: { places: ['slack:T0PARTNER/C0CUSTOMERS', 'teams:19:nowhere@thread.tacv2'], silent: [idOf('Grace')] },
      },
    });
    try {
      for (const name of ['Sofia', 'Ada', 'Grace']) await counter.as(name).say('help');
      await ask(counter.as('Sofia'), 'AzureSavingsPlan');
      await until(() => counter.copies.length >= 3);
      const to = counter.copies.map(
        ({ to: one }) => one.user?.user ?? (one.place.platform === 'slack' ? one.place.channel : ''),
      );
      expect(new Set(to)).toEqual(new Set(['C0CUSTOMERS', idOf('Ada'), idOf('Sofia')]));
    } finally {
      await counter.close();
    }
  });
});
