import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Counter, expectAnswer } from '../desk/counter.js';
import { ask, CONTOSO, idOf, isOn, openApprovalDesk, until, word } from './approval-desk.js';

let counter: Counter;
beforeAll(async () => {
  counter = await openApprovalDesk();
  // Whoever is to be told has to be known: they have written to the desk once.
  for (const name of ['Sofia', 'Ada', 'Grace', 'Henri']) await counter.as(name).say('help');
});
afterAll(() => counter.close());
beforeEach(() => counter.world.partnerCenter.changePolicy(CONTOSO, []));
afterEach(() => counter.world.partnerCenter.faults.clear());

describe('a permission to purchase', () => {
  it('is asked for by an agent, approved by an admin on the other platform, and applied', async () => {
    const asked = await ask(counter.as('Sofia', 'slack'), 'AzureReservedInstances');
    expect(asked.approval.state).toBe('awaiting');
    expect(isOn(counter, 'AzureReservedInstances')).toBe(false);
    const done = expectAnswer(await word(counter.as('Ada', 'teams'), 'approve', asked.approval.id), 'approval');
    expect(done.approval.state).toBe('applied');
    expect(done.approval.decisions.map(({ person, verdict }) => [person, verdict])).toEqual([['Ada Nowak', 'approve']]);
    expect(isOn(counter, 'AzureReservedInstances')).toBe(true);
  });

  it('leaves the other permission alone, given second and removed first', async () => {
    counter.world.partnerCenter.changePolicy(CONTOSO, ['AzureSavingsPlan']);
    const give = await ask(counter.as('Sofia'), 'AzureReservedInstances');
    await word(counter.as('Ada'), 'approve', give.approval.id);
    expect([isOn(counter, 'AzureReservedInstances'), isOn(counter, 'AzureSavingsPlan')]).toEqual([true, true]);
    const remove = await ask(counter.as('Sofia'), 'AzureSavingsPlan', { deed: 'remove' });
    await word(counter.as('Ada'), 'approve', remove.approval.id);
    expect([isOn(counter, 'AzureReservedInstances'), isOn(counter, 'AzureSavingsPlan')]).toEqual([true, false]);
  });

  it('needs a reason, and a last day that lies ahead', async () => {
    const sofia = counter.as('Sofia');
    const form = expectAnswer(await sofia.press(['ask', `${CONTOSO}/give/AzureSavingsPlan`]), 'permissionForm');
    const again = expectAnswer(
      await sofia.press(['propose', form.change.id, form.change.version], { reason: ' ', until: '2020-01-01' }),
      'permissionForm',
    );
    expect(again.errors.map(({ path, rule }) => [path, rule])).toEqual([
      ['reason', 'required'],
      ['until', 'date'],
    ]);
    expect(again.until).toBe('2020-01-01');
  });

  it('is not touched when it is declined, and whoever asked hears why', async () => {
    const asked = await ask(counter.as('Sofia'), 'AzureSavingsPlan');
    const declined = expectAnswer(await word(counter.as('Ada'), 'decline', asked.approval.id, 'Too dear'), 'approval');
    expect(declined.approval.state).toBe('declined');
    expect(isOn(counter, 'AzureSavingsPlan')).toBe(false);
    await until(() => counter.told.some(({ answer }) => JSON.stringify(answer).includes('Too dear')));
  });

  it('cannot be declined without a reason', async () => {
    const asked = await ask(counter.as('Sofia'), 'AzureSavingsPlan');
    const form = expectAnswer(await word(counter.as('Ada'), 'decline', asked.approval.id, ' '), 'decisionForm');
    expect(form.errors.map(({ path }) => path)).toEqual(['reason']);
    await word(counter.as('Ada'), 'decline', asked.approval.id);
  });

  it('shows who asked and who approved, and what is pending', async () => {
    const first = await ask(counter.as('Sofia'), 'AzureReservedInstances');
    await word(counter.as('Ada'), 'approve', first.approval.id);
    const second = await ask(counter.as('Henri'), 'AzureSavingsPlan');
    const { permissions } = expectAnswer(await counter.as('Henri').say('permission', CONTOSO), 'permission');
    expect(permissions).toEqual([
      {
        resource: 'AzureReservedInstances',
        on: true,
        since: expect.any(Number),
        askedBy: 'Sofia Marín',
        approvedBy: ['Ada Nowak'],
      },
      { resource: 'AzureSavingsPlan', on: false, pending: second.approval.id },
    ]);
    await counter.as('Henri').press(['withdraw', second.approval.id]);
  });

  it('asked for twice is one request', async () => {
    const first = await ask(counter.as('Sofia'), 'AzureSavingsPlan');
    const second = expectAnswer(
      await counter.as('Henri').press(['ask', `${CONTOSO}/give/AzureSavingsPlan`]),
      'approval',
    );
    expect(second.approval.id).toBe(first.approval.id);
    await counter.as('Sofia').press(['withdraw', first.approval.id]);
  });
});

describe('every copy of the card', () => {
  it('goes to those who may decide and to whoever asked, and follows the state without dead buttons', async () => {
    const asked = await ask(counter.as('Sofia', 'slack'), 'AzureReservedInstances', { reason: 'Copies' });
    const mine = () =>
      counter.copies.filter(({ answer }) => answer.type === 'approval' && answer.approval.id === asked.approval.id);
    await until(() => mine().length >= 3);
    expect(new Set(mine().map(({ to }) => to.user?.user))).toEqual(new Set(['U0SOFIA', idOf('Ada'), idOf('Grace')]));
    const buttons = () => mine().map(({ answer }) => expectAnswer(answer, 'approval').viewer);
    expect(buttons().filter(({ mayDecide }) => mayDecide)).toHaveLength(2);
    await word(counter.as('Ada'), 'approve', asked.approval.id);
    await until(() => mine().every(({ answer }) => expectAnswer(answer, 'approval').approval.state === 'applied'));
    expect(buttons().some(({ mayDecide, mayWithdraw }) => mayDecide || mayWithdraw)).toBe(false);
  });
});

describe('refusals, each with its own reason', () => {
  it.each([
    ['whoever asked, on the other platform', 'Ada', 'teams', 'ownChange'],
    ['an agent who is no approver', 'Henri', 'teams', 'notApprover'],
  ] as const)('refuses %s', async (_title, name, platform, reason) => {
    const asked = await ask(counter.as('Ada', 'slack'), 'AzureReservedInstances');
    const answer = expectAnswer(await word(counter.as(name, platform), 'approve', asked.approval.id), 'notNow');
    expect(answer.reason).toBe(reason);
    expect(isOn(counter, 'AzureReservedInstances')).toBe(false);
    await counter.as('Ada').press(['withdraw', asked.approval.id]);
  });

  it('refuses an approver whose role was taken away a second before', async () => {
    const asked = await ask(counter.as('Sofia'), 'AzureReservedInstances');
    const ada = counter.as('Ada');
    const form = expectAnswer(await ada.press(['approving', asked.approval.id]), 'decisionForm');
    counter.world.entra.setGroups(idOf('Ada'), ['HelpdeskAgents']);
    try {
      const answer = expectAnswer(await ada.press(['approve', asked.approval.id, form.approval.revision]), 'notNow');
      expect(answer.reason).toBe('notApprover');
    } finally {
      counter.world.entra.setGroups(idOf('Ada'), ['AdminAgents']);
    }
    expect(isOn(counter, 'AzureReservedInstances')).toBe(false);
    await counter.as('Sofia').press(['withdraw', asked.approval.id]);
  });

  it('tells whoever is late who was first', async () => {
    const asked = await ask(counter.as('Sofia'), 'AzureReservedInstances');
    await word(counter.as('Ada'), 'approve', asked.approval.id);
    const late = expectAnswer(await word(counter.as('Grace'), 'decline', asked.approval.id), 'notNow');
    expect([late.reason, late.by]).toEqual(['alreadyDecided', 'Ada Nowak']);
  });

  it('refuses a decision on what was withdrawn, and a withdrawal by anybody else', async () => {
    const asked = await ask(counter.as('Sofia'), 'AzureReservedInstances');
    expect(expectAnswer(await counter.as('Henri').press(['withdraw', asked.approval.id]), 'notNow').reason).toBe(
      'notYours',
    );
    expect(
      expectAnswer(await counter.as('Sofia').press(['withdraw', asked.approval.id]), 'approval').approval.state,
    ).toBe('withdrawn');
    expect(expectAnswer(await word(counter.as('Ada'), 'approve', asked.approval.id), 'notNow').reason).toBe(
      'withdrawn',
    );
  });

  it('does not apply what was approved by somebody who may not any more', async () => {
    const asked = await ask(counter.as('Sofia'), 'AzureReservedInstances');
    counter.world.partnerCenter.faults.failNext(1, 429, { method: 'POST', path: 'SelfServePolicy' });
    const waiting = expectAnswer(await word(counter.as('Ada'), 'approve', asked.approval.id), 'approval');
    expect(waiting.approval.state).toBe('applying');
    counter.world.entra.setGroups(idOf('Ada'), []);
    try {
      counter.jump(60_000);
      await until(async () => (await standing(asked.approval.id)).approval.state !== 'applying');
      const end = await standing(asked.approval.id);
      expect([end.approval.state, end.approval.failure?.kind]).toEqual(['failed', 'roleLost']);
      expect(isOn(counter, 'AzureReservedInstances')).toBe(false);
    } finally {
      counter.world.entra.setGroups(idOf('Ada'), ['AdminAgents']);
    }
  }, 20_000);

  it('finds that it is so already, and writes nothing', async () => {
    const asked = await ask(counter.as('Sofia'), 'AzureReservedInstances');
    counter.world.partnerCenter.changePolicy(CONTOSO, ['AzureReservedInstances']);
    const before = counter.world.partnerCenter.policyWrites.length;
    expect(expectAnswer(await word(counter.as('Ada'), 'approve', asked.approval.id), 'notNow').reason).toBe(
      'alreadySo',
    );
    expect(counter.world.partnerCenter.policyWrites.length).toBe(before);
  });
});

async function standing(id: string) {
  return expectAnswer(await counter.as('Henri').press(['change', id]), 'approval');
}

describe('undo', () => {
  it('asks for the inverse under the same policy, and refuses once the record has moved', async () => {
    const asked = await ask(counter.as('Sofia'), 'AzureReservedInstances');
    await word(counter.as('Ada'), 'approve', asked.approval.id);
    const form = expectAnswer(await counter.as('Sofia').press(['undo', asked.approval.id]), 'permissionForm');
    expect([form.give, form.undoes]).toEqual([false, asked.approval.id]);
    const inverse = expectAnswer(
      await counter
        .as('Sofia')
        .press(['propose', form.change.id, form.change.version], { reason: 'A mistake', until: '' }),
      'approval',
    );
    expect(inverse.approval.state).toBe('awaiting');
    await word(counter.as('Ada'), 'approve', inverse.approval.id);
    expect(isOn(counter, 'AzureReservedInstances')).toBe(false);
    expect(expectAnswer(await counter.as('Sofia').press(['undo', asked.approval.id]), 'notNow').reason).toBe(
      'movedSince',
    );
  });
});

describe('break-glass', () => {
  it('lets a Global admin approve alone, loudly, with a reason, owing a review by somebody else', async () => {
    const asked = await ask(counter.as('Grace'), 'AzureReservedInstances');
    expect(expectAnswer(await word(counter.as('Ada'), 'breakGlass', asked.approval.id), 'notNow').reason).toBe(
      'notApprover',
    );
    const done = expectAnswer(await word(counter.as('Grace'), 'breakGlass', asked.approval.id, 'Outage'), 'approval');
    expect([done.approval.state, done.approval.owesReview]).toEqual(['applied', true]);
    expect(expectAnswer(await word(counter.as('Grace'), 'reviewed', asked.approval.id), 'notNow').reason).toBe(
      'ownChange',
    );
    expect(expectAnswer(await counter.as('Ada').say('approvals'), 'approvals').toReview.map(({ id }) => id)).toContain(
      asked.approval.id,
    );
    const reviewed = expectAnswer(await word(counter.as('Ada'), 'reviewed', asked.approval.id, 'Fine'), 'approval');
    expect(reviewed.approval.owesReview).toBe(false);
  });
});

describe('whoever asked', () => {
  it('may be a Helpdesk agent, who can reopen and discard the form and ask again', async () => {
    const henri = counter.as('Henri');
    const form = expectAnswer(await henri.press(['ask', `${CONTOSO}/give/AzureSavingsPlan`]), 'permissionForm');
    expect((await henri.press(['form', form.change.id])).type).toBe('permissionForm');
    expect((await henri.press(['discard', form.change.id, form.change.version])).type).toBe('discarded');
  });

  it('finds the form again whatever deed of another form is sent to it', async () => {
    const sofia = counter.as('Sofia');
    const form = expectAnswer(await sofia.press(['ask', `${CONTOSO}/give/AzureSavingsPlan`]), 'permissionForm');
    for (const verb of ['review', 'country', 'setCountry', 'address', 'submit'] as const) {
      expect((await sofia.press([verb, form.change.id, form.change.version])).type).toBe('permissionForm');
    }
  });

  it('must still have the role when somebody approves', async () => {
    const asked = await ask(counter.as('Sofia'), 'AzureReservedInstances');
    counter.world.entra.setGroups(idOf('Sofia'), []);
    try {
      const answer = expectAnswer(await word(counter.as('Ada'), 'approve', asked.approval.id), 'approval');
      expect([answer.approval.state, answer.approval.failure?.kind]).toEqual(['failed', 'roleLost']);
      expect(isOn(counter, 'AzureReservedInstances')).toBe(false);
    } finally {
      counter.world.entra.setGroups(idOf('Sofia'), ['SalesAgents']);
    }
  });
});
