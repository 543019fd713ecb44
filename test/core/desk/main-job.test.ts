import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Counter, expectAnswer, openCounter, reviewOf, typedIn } from './counter.js';

let counter: Counter;
beforeAll(async () => {
  counter = await openCounter();
});
afterAll(() => counter.close());

const billing = (id: string) => JSON.stringify(counter.world.partnerCenter.record(id));
const writes = (id: string) => counter.world.partnerCenter.putLog.filter(({ customerId }) => customerId === id);

describe('the main job', () => {
  it('finds a customer, shows the form, reviews, submits, and Partner Center holds exactly that change', async () => {
    const sofia = counter.as('Sofia');
    const form = expectAnswer(await sofia.say('update', 'fabrikam'), 'accountForm');
    const typed = { ...typedIn(form), 'defaultAddress.addressLine1': '2 Fabrikam Plaza' };
    const review = expectAnswer(await sofia.press(['review', form.change.id, form.change.version], typed), 'review');
    expect(review.differences.map(({ path, after }) => [path, after])).toEqual([
      ['defaultAddress.addressLine1', '2 Fabrikam Plaza'],
    ]);
    expect(writes(review.customer.id)).toHaveLength(0);

    const done = expectAnswer(await sofia.press(['submit', review.change.id, review.change.version]), 'change');
    expect(done.change.state).toBe('applied');
    expect(
      writes(review.customer.id)
        .flatMap(({ changes }) => changes)
        .map(({ path }) => path),
    ).toEqual(['defaultAddress.addressLine1']);
    expect(billing(review.customer.id)).toContain('2 Fabrikam Plaza');
  });

  it('tells the requester of the outcome in a message of its own, once', async () => {
    const review = await reviewOf(counter.as('Sofia'), 'Contoso Retail', { email: 'desk@contosoretail.example' });
    await counter.as('Sofia').press(['submit', review.change.id, review.change.version]);
    await counter.as('Sofia').press(['submit', review.change.id, review.change.version]);
    const outcomes = () =>
      counter.told.filter(({ answer }) => answer.type === 'change' && answer.change.id === review.change.id);
    await until(() => outcomes().length > 0);
    expect(outcomes().map(({ reader }) => reader.user.user)).toEqual([counter.as('Sofia').character.id]);
  });

  it('offers a list when a text means several customers', async () => {
    const answer = expectAnswer(await counter.as('Sofia').say('account', 'contoso'), 'customers');
    expect(answer.items.length).toBeGreaterThan(1);
    expect(answer.pick).toBe('account');
  });

  it('finds nothing without claiming otherwise', async () => {
    expect(await counter.as('Sofia').say('find', 'no such company')).toEqual({
      type: 'nothingFound',
      query: 'no such company',
    });
  });

  it('answers the same search again without asking Partner Center', async () => {
    const ada = counter.as('Ada');
    await ada.say('find', 'fabri');
    const before = counter.world.partnerCenter.pane().requests.length;
    expect((await ada.say('find', 'fabri')).type).toBe('customers');
    expect(counter.world.partnerCenter.pane().requests.length).toBe(before);
  });

  it('pages through all customers and visits each once', async () => {
    const ada = counter.as('Ada');
    const seen: string[] = [];
    let page = expectAnswer(await ada.say('customers'), 'customers');
    for (;;) {
      seen.push(...page.items.map(({ id }) => id));
      if (!page.more) break;
      page = expectAnswer(await ada.press(page.more), 'customers');
    }
    expect(seen.length).toBe(120);
    expect(new Set(seen).size).toBe(120);
  });

  it('does not show the next page of a list to somebody else', async () => {
    const page = expectAnswer(await counter.as('Ada').say('customers'), 'customers');
    expect(page.more).toBeDefined();
    if (page.more) expect(await counter.as('Sofia').press(page.more)).toEqual({ type: 'stale', reason: 'gone' });
  });

  it('writes nothing when nothing was changed, and says so', async () => {
    const sofia = counter.as('Sofia');
    const form = expectAnswer(await sofia.say('update', 'Contoso Ltd'), 'accountForm');
    expect((await sofia.press(['review', form.change.id, form.change.version], typedIn(form))).type).toBe('unchanged');
    expect(writes(form.account.customer.id)).toHaveLength(0);
  });

  it('makes an update with at most four calls to Partner Center once the country is known', async () => {
    const tom = counter.as('Tom');
    await tom.say('find', 'Contoso Retail');
    const review0 = await reviewOf(tom, 'Contoso Retail', { 'defaultAddress.addressLine1': '701 Pine Street' });
    const before = counter.world.partnerCenter.pane().count;
    const review = await reviewOf(tom, 'Contoso Retail', { 'defaultAddress.addressLine1': '702 Pine Street' });
    await tom.press(['submit', review.change.id, review.change.version]);
    expect(counter.world.partnerCenter.pane().count - before).toBeLessThanOrEqual(4);
    expect(review0.change.id).not.toBe(review.change.id);
  });
});

describe('who may', () => {
  it.each([
    ['a Helpdesk agent to update', 'Henri', 'update', 'role'],
    ['somebody from outside anything', 'Oscar', 'find', 'standing'],
  ] as const)('refuses %s, before Partner Center is asked', async (_title, name, command, reason) => {
    const before = counter.world.partnerCenter.pane().count;
    const answer = expectAnswer(await counter.as(name).say(command, 'fabrikam'), 'refused');
    expect(answer.reason).toBe(reason);
    expect(answer.needed).toContain('Admin agent');
    expect(counter.world.partnerCenter.pane().count).toBe(before);
  });

  it('lets a Helpdesk agent look', async () => {
    expect((await counter.as('Henri').say('account', 'fabrikam')).type).toBe('account');
  });

  it('refuses a role that was taken away between review and submit', async () => {
    const sofia = counter.as('Sofia');
    const review = await reviewOf(sofia, 'Contoso Ltd', { email: 'late@contoso.example' });
    counter.world.entra.setGroups(sofia.character.id, []);
    try {
      const answer = await sofia.press(['submit', review.change.id, review.change.version]);
      expect(answer.type).toBe('refused');
      expect(writes(review.customer.id)).toHaveLength(0);
    } finally {
      counter.world.entra.setGroups(sofia.character.id, ['SalesAgents']);
    }
  });

  it("refuses another person's draft", async () => {
    const review = await reviewOf(counter.as('Sofia'), 'Contoso Ltd', { email: 'mine@contoso.example' });
    const answer = expectAnswer(
      await counter.as('Ada').press(['submit', review.change.id, review.change.version]),
      'refused',
    );
    expect(answer.reason).toBe('notYours');
  });

  it('gives an unlinked Slack user the way to link, and no customer', async () => {
    const answer = expectAnswer(await counter.as('Tom', 'slack').say('find', 'fabrikam'), 'linkNeeded');
    expect(answer.url).toContain('/link/');
  });

  it('lists in help only what one may run', async () => {
    expect(expectAnswer(await counter.as('Henri').say('help'), 'help').commands).not.toContain('update');
    expect(expectAnswer(await counter.as('Sofia').say('help'), 'help').commands).toContain('update');
  });
});

describe('the form', () => {
  it('keeps what was typed and names each wrong field', async () => {
    const sofia = counter.as('Sofia');
    const form = expectAnswer(await sofia.say('update', 'fabrikam'), 'accountForm');
    const typed = { ...typedIn(form), 'defaultAddress.postalCode': 'ABC', email: 'nobody', 'defaultAddress.city': '' };
    const again = expectAnswer(
      await sofia.press(['review', form.change.id, form.change.version], typed),
      'accountForm',
    );
    expect(again.errors.map(({ path, rule }) => [path, rule])).toEqual([
      ['email', 'email'],
      ['defaultAddress.city', 'required'],
      ['defaultAddress.postalCode', 'postalCode'],
    ]);
    expect(again.fields.find(({ path }) => path === 'defaultAddress.postalCode')?.value).toBe('ABC');
    expect(again.change).toEqual(form.change);
  });

  it('offers the addresses that Partner Center suggests, and takes the chosen one', async () => {
    const sofia = counter.as('Sofia');
    const form = expectAnswer(await sofia.say('update', 'Contoso Ltd'), 'accountForm');
    const typed = { ...typedIn(form), 'defaultAddress.addressLine1': 'Microsoft Way' };
    const choice = expectAnswer(
      await sofia.press(['review', form.change.id, form.change.version], typed),
      'addressChoice',
    );
    expect(choice.suggestions.length).toBeGreaterThan(0);
    const review = expectAnswer(
      await sofia.press(['address', choice.change.id, choice.change.version], { address: '0' }),
      'review',
    );
    expect(review.differences.length).toBeGreaterThan(0);
  });

  it('shows what is wrong with an address at the fields that Partner Center names', async () => {
    const sofia = counter.as('Sofia');
    const form = expectAnswer(await sofia.say('update', 'contoso.onmicrosoft.com'), 'accountForm');
    const typed = { ...typedIn(form), 'defaultAddress.city': 'Portland' };
    const again = expectAnswer(
      await sofia.press(['review', form.change.id, form.change.version], typed),
      'accountForm',
    );
    expect(again.errors.map(({ path }) => path)).toContain('defaultAddress.city');
    expect(again.errors.map(({ path }) => path)).not.toContain('defaultAddress.addressLine1');
  });

  it('lets what was typed be kept, and says that it is not verified', async () => {
    const sofia = counter.as('Sofia');
    const form = expectAnswer(await sofia.say('update', 'Contoso Ltd'), 'accountForm');
    const typed = { ...typedIn(form), 'defaultAddress.addressLine1': 'Microsoft Way' };
    const choice = expectAnswer(
      await sofia.press(['review', form.change.id, form.change.version], typed),
      'addressChoice',
    );
    const review = expectAnswer(
      await sofia.press(['address', choice.change.id, choice.change.version], { address: 'keep' }),
      'review',
    );
    expect(review.warnings).toContain('addressNotVerified');
    expect(review.differences.map(({ after }) => after)).toEqual(['Microsoft Way']);
  });

  it('changes the first name in both places where it stood twice', async () => {
    const sofia = counter.as('Sofia');
    const review = await reviewOf(sofia, 'Contoso Ltd', { firstName: 'Johanna' });
    expect(review.differences.map(({ path }) => path)).toEqual(['firstName', 'defaultAddress.firstName']);
  });

  it('becomes another form with another country', async () => {
    const sofia = counter.as('Sofia');
    const form = expectAnswer(await sofia.say('update', 'Contoso Ltd'), 'accountForm');
    const step = expectAnswer(await sofia.press(['country', form.change.id, form.change.version]), 'countryForm');
    expect(step.countries).toContain('DE');
    const german = expectAnswer(
      await sofia.press(['setCountry', step.change.id, step.change.version], { 'defaultAddress.country': 'DE' }),
      'accountForm',
    );
    expect(german.fields.find(({ path }) => path === 'defaultAddress.country')?.value).toBe('DE');
    expect(german.fields.find(({ path }) => path === 'culture')?.options).toContain('de-DE');
    expect(german.fields.some(({ path }) => path === 'defaultAddress.state')).toBe(false);
  });

  it('shows the review again instead of submitting a draft that was edited since', async () => {
    const sofia = counter.as('Sofia');
    const first = await reviewOf(sofia, 'Contoso Ltd', { email: 'one@contoso.example' });
    const form = expectAnswer(await sofia.press(['form', first.change.id, first.change.version]), 'accountForm');
    await sofia.press(['review', form.change.id, form.change.version], {
      ...typedIn(form),
      email: 'two@contoso.example',
    });
    const answer = expectAnswer(await sofia.press(['submit', first.change.id, first.change.version]), 'review');
    expect(answer.differences.map(({ after }) => after)).toEqual(['two@contoso.example']);
    expect(writes(first.customer.id)).toHaveLength(0);
  });

  it('can be discarded, and is then gone', async () => {
    const sofia = counter.as('Sofia');
    const review = await reviewOf(sofia, 'Contoso Ltd', { email: 'gone@contoso.example' });
    expect((await sofia.press(['discard', review.change.id, review.change.version])).type).toBe('discarded');
    expect((await sofia.press(['submit', review.change.id, review.change.version])).type).toBe('change');
    expect(writes(review.customer.id)).toHaveLength(0);
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}
