import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../../core/answer.js';
import { action } from '../../core/action.js';
import type { Button, Card, Element } from '../../cards/card.js';
import { screen } from '../../cards/screens/index.js';
import { voiceFor } from '../../cards/voice.js';
import { accountForm, changeView, english, failure, samples } from './samples.js';
import { account, customer } from './sample-data.js';

const show = (answer: Answer, cloud: 'global' | '21vianet' = 'global'): Card =>
  screen(answer, voiceFor({ ...english, cloud }));
const sample = (name: string): Answer => {
  const answer = samples[name];
  if (answer === undefined) throw new Error(`no sample ${name}`);
  return answer;
};
const buttons = (card: Card): Button[] => [
  ...card.body.flatMap((element) => (element.type === 'buttons' ? element.buttons : [])),
  ...card.buttons,
];
const actions = (card: Card) => buttons(card).map((button) => button.action);
const words = (card: Card): string => JSON.stringify(card.body);
function of<T extends Element['type']>(card: Card, type: T): Extract<Element, { type: T }>[] {
  return card.body.filter((element): element is Extract<Element, { type: T }> => element.type === type);
}

describe('the account', () => {
  it('shows both company names, each under its own heading, and says that they differ', () => {
    const card = show(sample('account, two names'));
    const names = of(card, 'facts').flatMap(({ facts }) => facts.filter(({ label }) => label === 'Company name'));
    expect(names.map(({ value }) => value)).toEqual(['Contoso (UK) Ltd.', 'Contoso Billing']);
    expect(of(card, 'heading').map(({ text }) => text)).toEqual([
      'Company details',
      'Billing information',
      'Bill-to address',
    ]);
    expect(words(card)).toContain('two names');
    expect(words(show(sample('account')))).not.toContain('two names');
  });

  it('offers Update to whom it is allowed, and calls it Edit at 21Vianet', () => {
    const permissions = { label: 'Permissions', action: action('permission', customer.id) };
    const history = { label: 'History', action: action('history', customer.id) };
    expect(show(sample('account')).buttons).toEqual([
      { label: 'Update', tone: 'primary', action: action('update', customer.id) },
      permissions,
      history,
    ]);
    expect(show(sample('account'), '21vianet').buttons[0]?.label).toBe('Edit');
    expect(show(sample('account, two names')).buttons).toEqual([permissions, history]);
  });

  it('says what Partner Center did not give', () => {
    expect(words(show(sample('account, bare')))).toMatch(/did not give the company details.*did not give the billing/s);
  });
});

describe('the form', () => {
  it('asks in the order of an address, with the country fixed and a button to change it', () => {
    const card = show(accountForm());
    const order = card.body.flatMap((element) => ('id' in element ? [element.id] : []));
    expect(order).toEqual([
      'companyName',
      'firstName',
      'middleName',
      'lastName',
      'email',
      'phoneNumber',
      'defaultAddress.addressLine1',
      'defaultAddress.addressLine2',
      'defaultAddress.city',
      'defaultAddress.state',
      'defaultAddress.postalCode',
      'language',
      'culture',
    ]);
    expect(of(card, 'facts').flatMap(({ facts }) => facts)).toContainEqual({
      label: 'Country/region',
      value: 'United States',
    });
    expect(actions(card)).toEqual([action('country', 'chg-1', 3)]);
    expect(card.form).toMatchObject({ action: action('review', 'chg-1', 3), discard: action('discard', 'chg-1', 3) });
  });

  it('shows every field that it was given', () => {
    const answer = accountForm();
    const count = answer.type === 'accountForm' ? answer.fields.length : 0;
    const card = show(answer);
    expect(of(card, 'textInput').length + of(card, 'choiceInput').length + of(card, 'facts').length).toBe(count);
  });

  it('names states, languages and cultures, and keeps their codes', () => {
    const choices = of(show(accountForm()), 'choiceInput');
    expect(choices.find(({ id }) => id === 'defaultAddress.state')?.options).toContainEqual({
      value: 'WA',
      title: 'Washington (WA)',
    });
    expect(choices.find(({ id }) => id === 'language')?.options).toContainEqual({
      value: 'zh-CHS',
      title: 'Chinese (Simplified)',
    });
    expect(choices.find(({ id }) => id === 'culture')?.options).toContainEqual({
      value: 'en-US',
      title: 'English (United States)',
    });
  });

  it('keeps a value that the lists of the country do not hold', () => {
    const fields = [{ path: 'culture', value: 'fr-BE', kind: 'choice', required: true, options: ['en-US'] }] as const;
    const [input] = of(
      show(accountForm({ fields: fields.map((field) => ({ ...field, options: [...field.options] })) })),
      'choiceInput',
    );
    expect(input?.value).toBe('fr-BE');
    expect(input?.options.map(({ value }) => value).sort()).toEqual(['en-US', 'fr-BE']);
  });

  it('shows an error at its field, in the words of its rule, with what Partner Center said', () => {
    const card = show(sample('form with errors'));
    const errors = card.body.flatMap((element) => ('error' in element ? [[element.id, element.error]] : []));
    expect(Object.fromEntries(errors)).toEqual({
      companyName: 'At most 100 characters.',
      'defaultAddress.state': 'Partner Center refused this value. Partner Center says: “StateInvalid”',
      'defaultAddress.postalCode': 'This is no postal code of the chosen country/region.',
    });
    expect(words(card)).toContain('3 fields need to be corrected.');
  });

  it('shows what others changed meanwhile, and what Partner Center said of the whole', () => {
    expect(of(show(sample('form after a conflict')), 'drift')[0]?.rows).toEqual([
      { label: 'City', before: 'Seattle', theirs: 'Tacoma', ours: 'Redmond' },
    ]);
    expect(words(show(sample('form after a failure')))).toContain('State is not valid for the <country>.');
  });

  it('says that company details are read-only', () => {
    expect(words(show(accountForm({ account: account(customer, 'Other') })))).toMatch(
      /“Contoso \(UK\) Ltd\.”.*read-only in Partner Center/,
    );
  });
});

describe('the steps around the form', () => {
  it('lists countries by name, in order, with the present one chosen', () => {
    const [input] = of(show(sample('country')), 'choiceInput');
    const titles = input?.options.map(({ title }) => title) ?? [];
    expect(titles.slice(0, 2)).toEqual(['Afghanistan (AF)', 'Åland Islands (AX)']);
    expect(titles.length).toBeGreaterThan(240);
    expect(input?.value).toBe('US');
  });

  it('offers the suggestions, and what was typed only where it may be kept', () => {
    const values = (name: string) =>
      of(show(sample(name)), 'choiceInput').flatMap(({ options }) => options.map(({ value }) => value));
    expect(values('address choice')).toEqual(['0', '1', 'keep']);
    const stuck = show(sample('address that cannot stay'));
    expect(stuck.form).toBeUndefined();
    expect(actions(stuck)).toEqual([action('form', 'chg-1')]);
  });

  it('reviews before → after by name, and marks what is emptied', () => {
    const card = show({
      ...sample('review'),
      type: 'review',
      change: { id: 'c', version: 1 },
      customer,
      warnings: ['nameMayBeReviewed'],
      differences: [
        { path: 'defaultAddress.country', before: 'US', after: 'CA' },
        { path: 'defaultAddress.state', before: 'WA', after: 'BC' },
        { path: 'defaultAddress.addressLine2', before: 'Suite 5', after: '' },
      ],
    });
    expect(of(card, 'differences')[0]?.rows).toEqual([
      { label: 'Country/region', before: 'United States', after: 'Canada' },
      { label: 'State/province', before: 'Washington (WA)', after: 'British Columbia (BC)' },
      { label: 'Address line 2', before: 'Suite 5', after: '(empty)' },
    ]);
    expect(of(card, 'notice')).toHaveLength(1);
    expect(card.form?.action).toEqual(action('submit', 'c', 1));
  });
});

describe('a change', () => {
  it('that failed quotes Partner Center, names the field and the correlation id, and lets its owner go on', () => {
    const card = show(sample('change that failed'));
    expect(words(card)).toContain('Partner Center says: “State is not valid for the <country>.”');
    expect(words(card)).toContain('State/province: Partner Center refused this value.');
    expect(words(card)).toContain(failure.correlationId);
    expect(card.buttons[0]).toMatchObject({ label: 'Review again', action: action('again', 'chg-1', 3) });
    expect(
      show({ type: 'change', change: changeView('failed', { failure }), mayGoOn: false }).buttons,
    ).not.toContainEqual(expect.objectContaining({ label: 'Review again' }));
  });

  it('that waits says what for, and gives no advice to try again by hand', () => {
    const card = show(sample('change that waits'));
    expect(words(card)).toContain('is tried again by itself');
    expect(words(card)).toContain('Partner Center cannot be reached');
    expect(words(card)).not.toContain('Wait a moment');
  });

  it('in conflict shows before, theirs and ours', () => {
    expect(of(show(sample('change in conflict')), 'drift')[0]?.rows).toHaveLength(1);
  });

  it('that was applied can be undone by whoever may, and by nobody else', () => {
    expect(show(sample('change that may be undone')).buttons[0]?.action).toEqual(action('undo', 'chg-1'));
    expect(actions(show(sample('change applied')))).not.toContainEqual(expect.objectContaining({ verb: 'undo' }));
  });

  it('tells when, in the time zone of the reader', () => {
    const at = of(show(sample('change applied')), 'facts')
      .flatMap(({ facts }) => facts)
      .find(({ label }) => label === 'As of');
    expect(at?.value.replaceAll('\u202f', ' ')).toBe('Nov 20, 2026, 6:05 PM');
  });
});

const left = (triesLeft: number) => words(show({ type: 'linkRefused', reason: 'wrongCode', triesLeft }));

describe('people', () => {
  it('without the role learn which roles may, which they have, and how to get one', () => {
    const card = words(show(sample('refused by role')));
    expect(card).toContain('“update” needs one of these roles in Partner Center: Admin agent or Sales agent.');
    expect(card).toContain('Your roles: Helpdesk agent.');
    expect(card).toContain('Ask a Global admin or an Admin agent');
    expect(card).toContain('User management');
  });

  it('of another organization learn nothing of roles', () => {
    expect(words(show(sample('refused by standing')))).not.toContain('Admin agent');
  });

  it('who are not linked get a private button', () => {
    expect(show(sample('linkNeeded')).buttons).toEqual([
      { label: 'Sign in with Microsoft', tone: 'primary', url: 'https://desk.example/link/abc?x=1&y=2' },
    ]);
  });

  it('who were linked get the answer to what they had asked', () => {
    const card = show(sample('linked, and on'));
    expect(of(card, 'notice')[0]?.text).toBe('You are signed in as Tom Becker.');
    expect(card.form?.action.verb).toBe('review');
  });

  it('see in help only what they may run', () => {
    const [facts] = of(show({ type: 'help', commands: ['whoami', 'help'] }), 'facts');
    expect(facts?.facts.map(({ label }) => label)).toEqual(['whoami', 'help']);
  });

  it('get the nearest commands as buttons', () => {
    expect(actions(show(sample('unclear')))).toEqual([
      action('say', 'update'),
      action('say', 'account'),
      action('say', 'find'),
      action('help'),
    ]);
  });

  it('hear one and many in their own forms', () => {
    expect(left(1)).toContain('1 try is left.');
    expect(left(2)).toContain('2 tries are left.');
  });

  it('cannot smuggle a text of the catalogue in through a name', () => {
    const card = show({ type: 'unchanged', customer: { ...customer, name: '$t(help.title) {{customer}}' } });
    expect(card.summary).toContain('For $t(help.title) {{customer}},');
  });
});
