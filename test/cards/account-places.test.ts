import { describe, expect, it } from '@jest/globals';
import { cardSchema } from '../../cards/adaptive-card/schema.js';
import type { Card } from '../../cards/card.js';
import { namesIn } from '../../cards/names.js';
import { toAdaptiveCard, toSlackModal } from '../../cards/render.js';
import { accountScreen } from '../../cards/screens/account.js';
import { accountFormScreen } from '../../cards/screens/account-form.js';
import { errorSentence } from '../../cards/screens/failure.js';
import { differenceRows } from '../../cards/screens/parts.js';
import { type Voice, voiceFor } from '../../cards/voice.js';
import type { AnswerOf } from '../../core/answer.js';
import { isoCountries } from '../../core/partner/iso-countries.js';
import { account, customer, fields } from './sample-data.js';
import { english } from './samples.js';

const reading = (locale: string): Voice => ({ ...voiceFor(english), names: namesIn(locale) });
const form = (more: Partial<AnswerOf<'accountForm'>> = {}): AnswerOf<'accountForm'> => ({
  type: 'accountForm',
  change: { id: 'c', version: 1 },
  account: account(customer),
  fields: fields(),
  errors: [],
  ...more,
});
const factsOf = ({ body }: Card) => body.flatMap((element) => (element.type === 'facts' ? element.facts : []));
const noticesOf = ({ body }: Card) => body.flatMap((element) => (element.type === 'notice' ? [element.text] : []));

const chinese = {
  ...account(customer),
  registration: '7800000028',
  billing: {
    companyName: '启明科技',
    firstName: '小明',
    lastName: '王',
    culture: 'en-US',
    'defaultAddress.country': 'CN',
    'defaultAddress.state': 'GD',
    'defaultAddress.city': '深圳',
    'defaultAddress.postalCode': '518057',
    'defaultAddress.addressLine1': '科技园南路12号',
  },
};

describe('the account of a customer', () => {
  it.each(['en-US', 'ru', 'zh-Hans'])('has names and addresses in their own order for who reads %s', (locale) => {
    const card = accountScreen({ type: 'account', account: chinese, mayUpdate: false }, reading(locale));
    const facts = factsOf(card);
    expect(facts).toContainEqual({ label: 'Name', value: '王小明' });
    expect(JSON.stringify(card)).not.toContain('小明 王');
    const address = facts.find(({ lines }) => lines)?.value;
    expect(address).toContain('518057 广东省深圳\n科技园南路12号');
    expect(facts).toContainEqual({ label: 'Registration number', value: '7800000028' });
  });

  it('has the family name first in the form of who writes it first, and the given name else', () => {
    const order = (locale: string) =>
      accountFormScreen(form(), reading(locale)).body.flatMap((element) =>
        'id' in element && element.id.endsWith('Name') ? [element.id] : [],
      );
    expect(order('zh-Hans')).toEqual(['companyName', 'lastName', 'firstName', 'middleName']);
    expect(order('ru')).toEqual(['companyName', 'lastName', 'firstName', 'middleName']);
    expect(order('fr')).toEqual(['companyName', 'firstName', 'middleName', 'lastName']);
  });

  it('lists what changes in the same order', () => {
    const differences = (['companyName', 'firstName', 'lastName', 'defaultAddress.firstName', 'email'] as const).map(
      (path) => ({ path, before: 'a', after: 'b' }),
    );
    const labels = (locale: string) => {
      const element = differenceRows(differences, reading(locale));
      return element.type === 'differences' ? element.rows.map(({ label }) => label) : [];
    };
    const [company, first, last, again, email] = labels('en');
    expect(labels('zh-Hans')).toEqual([company, last, first, again, email]);
  });
});

describe('the form of a customer', () => {
  it('shows the number in the company’s register, and what is wrong with it', () => {
    const errors = [{ path: 'organizationRegistrationId', rule: 'registrationMissing', params: {} } as const];
    const card = accountFormScreen(form({ account: chinese, errors: [...errors] }), reading('en'));
    expect(factsOf(card)).toContainEqual({ label: 'Registration number', value: '7800000028' });
    expect(noticesOf(card).join()).toContain('need a registration number');
  });

  it('says that Partner Center does not know the country', () => {
    expect(noticesOf(accountFormScreen(form({ countryUnknown: true }), reading('en'))).join()).toContain(
      'Partner Center has no rules for this country/region',
    );
    expect(noticesOf(accountFormScreen(form(), reading('en')))).toEqual([]);
  });

  it.each([
    ['en', 'UK', 'GB', 'United Kingdom'],
    ['fr', 'EL', 'GR', 'Grèce'],
  ])('says in the reader’s language (%s) that %s means %s', (locale, country, meant, name) => {
    const error = { path: 'defaultAddress.country', rule: 'miswrittenCountry', params: { country, meant } } as const;
    expect(errorSentence({ ...error }, reading(locale))).toBe(
      `Partner Center does not know the code ${country}. The code of ${name} is ${meant}: change the country/region.`,
    );
  });

  it('lets people type in Teams to find an option of a long list, and shows short lists whole', () => {
    const countries: AnswerOf<'countryForm'> = {
      type: 'countryForm',
      change: { id: 'c', version: 1 },
      customer,
      country: 'US',
      countries: isoCountries,
      errors: [],
    };
    const styles = (answer: AnswerOf<'countryForm'> | AnswerOf<'accountForm'>) =>
      cardSchema
        .parse(toAdaptiveCard(answer, english).card)
        .body.flatMap((element) => (element.type === 'Input.ChoiceSet' ? [[element.id, element.style]] : []));
    expect(styles(countries)).toEqual([['defaultAddress.country', 'filtered']]);
    expect(styles(form())).toContainEqual(['language', 'compact']);
    expect(JSON.stringify(toSlackModal(countries, english))).toContain('United Kingdom (GB)');
  });
});
