import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { cardSchema } from '../../cards/adaptive-card/schema.js';
import { modalSchema } from '../../cards/block-kit/schema.js';
import { toAdaptiveCard, toSlackModal } from '../../cards/render.js';
import type { Answer } from '../../core/answer.js';
import { accountForm } from '../../core/changes/account/form.js';
import { validate } from '../../core/changes/account/validate.js';
import type { AccountFields } from '../../core/partner/fields.js';
import type { CountryRules } from '../../core/partner/partner-center.js';
import { countries, rulesAnswer } from '../../sandbox/partner-center/country-rules.js';
import { type Partner, startPartner } from '../core/partner/wire.js';
import { account, customer } from './sample-data.js';
import { english } from './samples.js';

jest.setTimeout(120_000);

let partner: Partner;
let document: unknown;
beforeAll(async () => {
  partner = await startPartner(() => ({ json: document }), { now: () => (time += 24 * 60 * 60 * 1000) });
});
afterAll(() => partner.close());
// Every look at the clock finds another day, so that nothing is kept.
let time = 0;

/** What comes of a document that Partner Center answers for a country. */
async function rulesOf(answer: unknown): Promise<CountryRules> {
  document = answer;
  return partner.center.countryRules('US');
}

const good: AccountFields = {
  companyName: 'Fjord Fisheries',
  email: 'greta@fjord.example',
  culture: 'en-US',
  language: 'en',
  firstName: 'Greta',
  lastName: 'Olsen',
  'defaultAddress.country': 'US',
  'defaultAddress.addressLine1': '12 Harbor Ave',
  'defaultAddress.addressLine2': '',
  'defaultAddress.city': 'Seattle',
  'defaultAddress.state': 'WA',
  'defaultAddress.postalCode': '98101',
  'defaultAddress.phoneNumber': '2065550100',
};
const us = countries.get('US');
if (!us) throw new Error('there are no rules to begin with');
const genuine = rulesAnswer(us);

const known = Object.keys(genuine).map((name) => name.toLowerCase());
const wild = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    null,
    0,
    -1,
    '',
    'true',
    [],
    {},
    [null],
    [[]],
    [{}],
    '(',
    '[',
    '(?<',
    '^(?=x)$',
    '\\',
    'a'.repeat(3_000),
  ),
);

/** Draws the form on both platforms, within all that they take. */
function draw(fields: ReturnType<typeof accountForm>): void {
  const answer: Answer = {
    type: 'accountForm',
    change: { id: 'c', version: 1 },
    account: account(customer),
    fields,
    errors: [],
  };
  cardSchema.parse(toAdaptiveCard(answer, english).card);
  modalSchema.parse(toSlackModal(answer, english));
}

describe('rules of a country, whatever comes as such:', () => {
  it('members that nobody knows change nothing', async () => {
    const wanted = await rulesOf(genuine);
    const names = fc
      .string({ minLength: 1 })
      .filter((name) => !known.includes(name.toLowerCase()) && name !== 'states');
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, wild, { maxKeys: 8 }), async (more) => {
        expect(await rulesOf({ ...more, ...genuine })).toEqual(wanted);
      }),
      { numRuns: 60 },
    );
  });

  it('a member of a wrong type demands nothing that a good address lacks', async () => {
    const mistakes = fc.constantFrom<unknown>(null, 0, 7, true, false, {}, [], [null], [{}], { value: null });
    const spoilt = fc.dictionary(fc.constantFrom(...Object.keys(genuine)), mistakes, { minKeys: 1 });
    await fc.assert(
      fc.asyncProperty(spoilt, async (members) => {
        const rules = await rulesOf({ ...genuine, ...members });
        const form = accountForm(good, good, rules);
        expect(validate(form, good, good, rules)).toMatchObject({ errors: [], values: good });
      }),
      { numRuns: 60 },
    );
  });

  it('the form can be drawn, and loses nothing that the record holds', async () => {
    const members = fc.dictionary(fc.constantFrom(...Object.keys(genuine), 'states', 'x'), wild);
    await fc.assert(
      fc.asyncProperty(members, async (given) => {
        const rules = await rulesOf({ ...given });
        const form = accountForm(good, good, rules);
        draw(form);
        expect({ ...good, ...validate(form, good, good, rules).values }).toEqual(good);
      }),
      { numRuns: 60 },
    );
  });
});
