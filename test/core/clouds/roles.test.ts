import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../core/answer.js';
import { CONTOSO, openApprovalDesk } from '../approval/approval-desk.js';
import { type Counter, expectAnswer, type Guest, reviewOf, typedIn } from '../desk/counter.js';

const clouds = ['global', 'us-government', '21vianet'] as const;

const managers = ['Admin agent', 'Sales agent', 'Global admin'];

/** What somebody tries, and who may. Each is tried as the command, and as the button or form that stands behind it. */
const attempts: {
  what: string;
  by: readonly string[];
  attempt: (who: Guest) => Promise<Answer>;
  is: Answer['type'];
}[] = [
  {
    what: 'look at an account',
    by: [...managers, 'Helpdesk agent'],
    attempt: (who) => who.say('account', CONTOSO),
    is: 'account',
  },
  {
    what: 'open the form for billing information',
    by: managers,
    attempt: (who) => who.say('update', CONTOSO),
    is: 'accountForm',
  },
  {
    what: 'open it with the button of a card that a colleague was shown',
    by: managers,
    attempt: (who) => who.press(['update', CONTOSO]),
    is: 'accountForm',
  },
  {
    what: 'see the history of a customer',
    by: [...managers, 'Helpdesk agent'],
    attempt: (who) => who.say('history', CONTOSO),
    is: 'history',
  },
];

const people = [
  ['Ada', 'Admin agent'],
  ['Sofia', 'Sales agent'],
  ['Grace', 'Global admin'],
  ['Henri', 'Helpdesk agent'],
] as const;

describe.each(clouds)('the roles of the cloud %s', (cloud) => {
  let counter: Counter;
  beforeAll(async () => {
    counter = await openApprovalDesk({}, cloud);
  });
  afterAll(() => counter.close());

  describe.each(['slack', 'teams'] as const)('in %s', (platform) => {
    describe.each(people)('let %s, who is %s', (name, role) => {
      it.each(attempts)('$what, if these may', async ({ by, attempt, is }) => {
        const answer = await attempt(counter.as(name, platform));
        if (by.includes(role)) return expect(answer.type).toBe(is);
        const refused = expectAnswer(answer, 'refused');
        expect(refused).toMatchObject({ reason: 'role', have: [role] });
        expect([...refused.needed].toSorted()).toEqual(managers.toSorted());
      });
    });
  });

  it('do not let a Helpdesk agent finish what a Sales agent began, nor their own form once they became one', async () => {
    const [henri, sofia] = [counter.as('Henri'), counter.as('Sofia')];
    const form = expectAnswer(await sofia.say('update', CONTOSO), 'accountForm');
    const { id, version } = form.change;
    const stolen = await henri.press(['review', id, version], typedIn(form));
    expect(stolen.type).not.toBe('review');
    const review = await reviewOf(sofia, CONTOSO, { firstName: 'Janet' });
    counter.world.entra.setGroups(sofia.character.id, ['HelpdeskAgents']);
    try {
      const late = await sofia.press(['submit', review.change.id, review.change.version]);
      expect(late).toMatchObject({ type: 'refused', reason: 'role', have: ['Helpdesk agent'] });
    } finally {
      counter.world.entra.setGroups(sofia.character.id, ['SalesAgents']);
    }
    expect(counter.world.partnerCenter.putLog).toEqual([]);
  });
});
