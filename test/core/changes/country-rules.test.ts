import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Answer } from '../../../core/answer.js';
import type { AccountFields, FieldPath } from '../../../core/partner/fields.js';
import type { JsonValue } from '../../../core/partner/partner-center.js';
import { type Counter, expectAnswer, openCounter, typedIn } from '../desk/counter.js';

jest.setTimeout(60_000);

let counter: Counter;
beforeAll(async () => {
  counter = await openCounter();
});
afterAll(() => counter.close());

const CUSTOMER = 'c0000000-0000-4000-8000-000000000002';
const SEVERSTROY = 'c0000000-0000-4000-8000-000000000007';
const at = (name: string): FieldPath => `defaultAddress.${name}` as FieldPath;
const [country, line, city, state, postalCode, phone] = [
  'country',
  'addressLine1',
  'city',
  'state',
  'postalCode',
  'phoneNumber',
].map(at) as [FieldPath, FieldPath, FieldPath, FieldPath, FieldPath, FieldPath];

/** A customer of each country that the rules are known of, as Partner Center would have taken it. */
const records: Record<string, AccountFields> = {
  US: us('1 Microsoft Way', 'Redmond', 'WA', '98052'),
  CN: place('CN', 'zh-CN', 'zh-CHS', '建国路88号', '北京', '100020', '010-5550-0188', 'BJ'),
  DE: place('DE', 'de-DE', 'de', 'Lindenstraße 5', 'Berlin', '10115', '+49 30 23125 100'),
  GB: place('GB', 'en-GB', 'en', '10 High Street', 'London', 'EC1A 1BB', '020 7946 0100'),
  PT: place('PT', 'pt-PT', 'pt-PT', 'Rua Augusta 10', 'Lisboa', '1100-148', '+351 210 000 100'),
};

function us(street: string, town: string, code: string, zip: string): AccountFields {
  return place('US', 'en-US', 'en', street, town, zip, '4255550111', code);
}

function place(
  where: string,
  culture: string,
  language: string,
  street: string,
  town: string,
  zip: string,
  number: string,
  code?: string,
): AccountFields {
  return {
    culture,
    language,
    [country]: where,
    [line]: street,
    [city]: town,
    [state]: code ?? '',
    [postalCode]: zip,
    [phone]: number,
  };
}

/** Types a record into Partner Center, opens its form, types values over and submits. */
async function fill(record: AccountFields, typed: AccountFields): Promise<Answer> {
  const members = Object.entries({ [at('addressLine2')]: '', ...record });
  const fields = Object.fromEntries(members.map(([path, value]): [string, JsonValue] => [path, value || null]));
  counter.world.partnerCenter.change(CUSTOMER, fields);
  const sofia = counter.as('Sofia');
  const form = expectAnswer(await sofia.say('update', CUSTOMER), 'accountForm');
  const answer = await sofia.press(['review', form.change.id, form.change.version], { ...typedIn(form), ...typed });
  if (answer.type !== 'addressChoice') return answer;
  return sofia.press(['address', answer.change.id, answer.change.version], { address: 'keep' });
}

/** How often the desk has written: what is typed into Partner Center has no request. */
const written = () => counter.world.partnerCenter.putLog.filter(({ requestId }) => requestId !== undefined).length;

const held = (path: FieldPath): unknown =>
  path
    .split('.')
    .reduce<JsonValue | undefined>(
      (value, name) => (value as Record<string, JsonValue> | undefined)?.[name],
      counter.world.partnerCenter.record(CUSTOMER),
    );

describe('an address that a country accepts is written as the country wants it:', () => {
  const guangdong = { [city]: '深圳', [postalCode]: '518057' };
  it.each<[string, string, AccountFields, AccountFields]>([
    ['US', 'a phone number with + and brackets', { [phone]: '+1 (425) 555-0100' }, { [phone]: '(425) 555-0100' }],
    ['US', 'a bare phone number', { [phone]: '4255550199' }, { [phone]: '4255550199' }],
    ['US', 'a full-width phone number', { [phone]: '４２５５５５０１９９' }, { [phone]: '4255550199' }],
    ['US', 'a full-width postal code', { [postalCode]: '９８０５３' }, { [postalCode]: '98053' }],
    ['US', 'a postal code of nine digits', { [postalCode]: '98052-8300' }, { [postalCode]: '98052-8300' }],
    [
      'US',
      'a state by its name',
      { [state]: 'Oregon', [city]: 'Portland', [postalCode]: '97205' },
      { [state]: 'OR', [city]: 'Portland' },
    ],
    ['US', 'a state in Russian', { [state]: 'Техас', [city]: 'Austin', [postalCode]: '78701' }, { [state]: 'TX' }],
    ['CN', 'a province in English', { ...guangdong, [state]: 'Guangdong' }, { [state]: 'GD', ...guangdong }],
    ['CN', 'a province in Chinese', { ...guangdong, [state]: '广东' }, { [state]: 'GD', ...guangdong }],
    ['CN', 'a province with its kind', { ...guangdong, [state]: '广东省' }, { [state]: 'GD', ...guangdong }],
    ['CN', 'a province by its code', { ...guangdong, [state]: 'gd' }, { [state]: 'GD', ...guangdong }],
    ['CN', 'a full-width postal code', { [postalCode]: '１０００８０' }, { [postalCode]: '100080' }],
    ['CN', 'any phone number, as it was typed', { [phone]: '010 — 分机 ８' }, { [phone]: '010 — 分机 ８' }],
    ['DE', 'a full-width postal code', { [postalCode]: '１０１１７' }, { [postalCode]: '10117' }],
    ['DE', 'a national phone number', { [phone]: '030 23125 101' }, { [phone]: '030 23125 101' }],
    ['DE', 'an international phone number', { [phone]: '+49 (30) 23125-102' }, { [phone]: '+49 (30) 23125-102' }],
    ['GB', 'a postcode', { [postalCode]: 'SW1A 2AA' }, { [postalCode]: 'SW1A 2AA' }],
    ['GB', 'a postcode in small letters', { [postalCode]: 'w1d 3qf' }, { [postalCode]: 'w1d 3qf' }],
    ['GB', 'a full-width postcode', { [postalCode]: 'ＳＷ１Ａ　２ＡＡ' }, { [postalCode]: 'SW1A 2AA' }],
    ['PT', 'a postal code of seven digits', { [postalCode]: '1250-096' }, { [postalCode]: '1250-096' }],
    ['PT', 'a postal code with another dash', { [postalCode]: '1250–096' }, { [postalCode]: '1250-096' }],
    ['PT', 'a postal code of four digits', { [postalCode]: '1250' }, { [postalCode]: '1250' }],
    ['PT', 'the other language', { language: 'en' }, { language: 'en' }],
  ])('%s, %s', async (where, _title, typed, wanted) => {
    const review = expectAnswer(await fill(records[where] ?? {}, typed), 'review');
    const done = await counter.as('Sofia').press(['submit', review.change.id, review.change.version]);
    expect(expectAnswer(done, 'change').change).toMatchObject({ state: 'applied' });
    for (const [path, value] of Object.entries(wanted)) expect([path, held(path as FieldPath)]).toEqual([path, value]);
  });
});

describe('what a country does not accept is said at its field, and nothing is written:', () => {
  it.each<[string, string, AccountFields, FieldPath, string]>([
    ['US', 'a short postal code', { [postalCode]: '9805' }, postalCode, 'postalCode'],
    ['US', 'a postal code in Chinese', { [postalCode]: '九八零五二' }, postalCode, 'postalCode'],
    ['US', 'no postal code', { [postalCode]: '' }, postalCode, 'required'],
    ['US', 'no city', { [city]: '' }, city, 'required'],
    ['US', 'no state', { [state]: '' }, state, 'required'],
    ['US', 'a state that is none', { [state]: 'Atlantis' }, state, 'notInList'],
    ['US', 'the state of another country', { [state]: 'GD' }, state, 'notInList'],
    ['US', 'too short a phone number', { [phone]: '555 0100' }, phone, 'phone'],
    ['US', 'a phone number of another country', { [phone]: '+44 20 7946 0000' }, phone, 'phone'],
    ['US', 'a phone number with an extension', { [phone]: '+1 425 555 0100 ext. 9' }, phone, 'phone'],
    ['US', 'a language of another country', { language: 'zh-CHS' }, 'language', 'notInList'],
    ['CN', 'a long postal code', { [postalCode]: '1000200' }, postalCode, 'postalCode'],
    ['CN', 'a letter in the postal code', { [postalCode]: '10002O' }, postalCode, 'postalCode'],
    ['CN', 'no province', { [state]: '' }, state, 'required'],
    ['CN', 'a province that is none', { [state]: '广' }, state, 'notInList'],
    ['CN', 'the other script', { language: 'zh-Hant' }, 'language', 'notInList'],
    ['DE', 'a short postal code', { [postalCode]: '1011' }, postalCode, 'postalCode'],
    ['DE', 'a postal code with its country', { [postalCode]: 'D-10115' }, postalCode, 'postalCode'],
    ['DE', 'a culture of another country', { culture: 'de-AT' }, 'culture', 'notInList'],
    ['GB', 'a postal code of the United States', { [postalCode]: '98052' }, postalCode, 'postalCode'],
    ['GB', 'half a postcode', { [postalCode]: 'EC1A' }, postalCode, 'postalCode'],
    ['PT', 'a postal code without its hyphen', { [postalCode]: '1100148' }, postalCode, 'postalCode'],
    ['PT', 'two digits after the hyphen', { [postalCode]: '1100-14' }, postalCode, 'postalCode'],
    ['PT', 'the Portuguese of Brazil', { culture: 'pt-BR' }, 'culture', 'notInList'],
  ])('%s, %s', async (where, _title, typed, path, rule) => {
    const before = written();
    const form = expectAnswer(await fill(records[where] ?? {}, typed), 'accountForm');
    expect(form.errors).toMatchObject([{ path, rule }]);
    // Nothing that was typed is lost.
    const shown = Object.fromEntries(form.fields.map((field) => [field.path, field.value]));
    expect(shown).toMatchObject(typed);
    expect(written()).toBe(before);
  });
});

describe('what a record holds that the country has another code for', () => {
  it.each<[string, AccountFields, FieldPath, string, string]>([
    ['CN', { [state]: '广东省', [city]: '广州', [postalCode]: '510000' }, state, '广东省', 'GD'],
    ['CN', { [state]: 'Beijing' }, state, 'Beijing', 'BJ'],
    ['CN', { language: 'zh-CN' }, 'language', 'zh-CN', 'zh-CHS'],
    ['US', { [state]: 'Washington' }, state, 'Washington', 'WA'],
    ['PT', { language: 'pt' }, 'language', 'pt', 'pt-PT'],
  ])('%s %j becomes that code, for all to see in the review', async (where, recorded, path, before, after) => {
    const answer = await fill({ ...records[where], ...recorded }, { email: 'new@contosoretail.example' });
    const { differences } = expectAnswer(answer, 'review');
    expect(differences).toContainEqual({ path, before, after });
    expect(differences.map((difference) => difference.path).sort()).toEqual(['email', path].sort());
  });
});

describe('a country that Partner Center does not know', () => {
  it('is said in the form, with the code that was meant, before anything is sent', async () => {
    const uk = { ...records['GB'], [country]: 'UK' };
    const before = written();
    const form = expectAnswer(await fill(uk, { email: 'new@contosoretail.example' }), 'accountForm');
    expect(form.countryUnknown).toBe(true);
    expect(form.errors).toEqual([{ path: country, rule: 'miswrittenCountry', params: { country: 'UK', meant: 'GB' } }]);
    expect(written()).toBe(before);

    const sofia = counter.as('Sofia');
    const step = expectAnswer(await sofia.press(['country', form.change.id, form.change.version]), 'countryForm');
    const choose = (code: string) =>
      sofia.press(['setCountry', step.change.id, step.change.version], { [country]: code });
    expect(expectAnswer(await choose('UK'), 'countryForm').errors).toMatchObject([{ rule: 'miswrittenCountry' }]);
    const right = expectAnswer(await choose('GB'), 'accountForm');
    expect(right.countryUnknown).toBeUndefined();
    expect(right.fields).toContainEqual(expect.objectContaining({ path: 'culture', options: ['en-GB', 'en-US'] }));
  });

  it('refuses nothing by itself: the last word is Partner Center’s', async () => {
    const sweden = { ...records['DE'], [country]: 'SE', [postalCode]: '111 22', [city]: 'Stockholm' };
    const answer = await fill(sweden, { email: 'new@contosoretail.example' });
    const review = expectAnswer(answer, 'review');
    const done = await counter.as('Sofia').press(['submit', review.change.id, review.change.version]);
    const { change } = expectAnswer(done, 'change');
    expect(change.failure?.fields).toMatchObject([{ path: country, rule: 'refused' }]);
  });
});

describe('the number in the company’s register', () => {
  it('is shown where the record has one, and goes back untouched', async () => {
    const sofia = counter.as('Sofia');
    const { account } = expectAnswer(await sofia.say('account', SEVERSTROY), 'account');
    expect([account.registration, account.company?.registration]).toEqual(['7800000028', '7800000028']);
    const form = expectAnswer(await sofia.say('update', SEVERSTROY), 'accountForm');
    expect(form.account.registration).toBe('7800000028');
    const typed = { ...typedIn(form), [line]: 'Невский проспект 30' };
    const review = expectAnswer(await sofia.press(['review', form.change.id, form.change.version], typed), 'review');
    await sofia.press(['submit', review.change.id, review.change.version]);
    expect(counter.world.partnerCenter.record(SEVERSTROY)).toMatchObject({
      organizationRegistrationId: '7800000028',
      defaultAddress: { addressLine1: 'Невский проспект 30' },
    });
  });

  it.each<[string, string, Record<string, JsonValue>, string]>([
    ['600049', 'is missing', { organizationRegistrationId: '' }, 'registrationMissing'],
    ['600050', 'has a wrong format', { organizationRegistrationId: '12' }, 'registrationFormat'],
    [
      '600002',
      'is not taken by another country',
      { ...(records['DE'] as Record<string, string>), [state]: null, organizationRegistrationId: '7800000028' },
      'registrationNotTaken',
    ],
  ])('is named when Partner Center answers %s: it %s', async (code, _title, members, rule) => {
    counter.world.partnerCenter.change(SEVERSTROY, members);
    const sofia = counter.as('Sofia');
    const form = expectAnswer(await sofia.say('update', SEVERSTROY), 'accountForm');
    const typed = { ...typedIn(form), email: `${code}@severstroy.example` };
    const review = expectAnswer(await sofia.press(['review', form.change.id, form.change.version], typed), 'review');
    const done = expectAnswer(await sofia.press(['submit', review.change.id, review.change.version]), 'change');
    expect(done.change.failure).toMatchObject({ code, fields: [{ path: 'organizationRegistrationId', rule }] });
  });

  it.each(['RU', 'KZ'])('is asked for in %s together with a phone number', async (where) => {
    counter.world.partnerCenter.change(SEVERSTROY, { [country]: where, phoneNumber: null });
    const form = expectAnswer(await counter.as('Sofia').say('update', SEVERSTROY), 'accountForm');
    expect(form.fields.find(({ path }) => path === phone)).toMatchObject({ required: true });
  });
});
