import { afterEach, describe, expect, it } from '@jest/globals';
import { failureOf, startPartner } from './wire.js';
import type { Partner, Said, Seen } from './wire.js';

let partner: Partner | undefined;
const start = async (answer: (seen: Seen) => Said) => {
  partner = await startPartner(answer);
  return partner;
};
afterEach(() => partner?.close());

const typed = { addressLine1: 'Harbor Ave', addressLine2: '', city: 'Seattle', state: 'WA', country: 'US' };

describe('address validation', () => {
  it('sends what was typed and reads verdict, suggestions and sentence', async () => {
    const { center, seen } = await start(() => ({
      json: {
        originalAddress: {},
        suggestedAddresses: [
          { Country: 'US', city: 'Seattle', region: 'WA', addressLine1: '12 Harbor Ave', postalCode: '98101-1' },
          { country: 'US', city: 'Seattle' },
        ],
        status: 'StreetPartial',
        validationMessage: "Address field invalid for property: 'PostalCode'",
      },
    }));
    expect(await center.validateAddress(typed)).toEqual({
      status: 'StreetPartial',
      suggestions: [
        { country: 'US', city: 'Seattle', state: 'WA', addressLine1: '12 Harbor Ave', postalCode: '98101-1' },
      ],
      said: "Address field invalid for property: 'PostalCode'",
    });
    expect(`${seen[0]?.method} ${seen[0]?.path}`).toBe('POST /partner/v1/validations/address');
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      AddressLine1: 'Harbor Ave',
      City: 'Seattle',
      State: 'WA',
      Country: 'US',
    });
  });

  it.each([
    ['true', 'Verified'],
    ['\uFEFFfalse', 'None'],
    ['{"status":"verifiedshippable"}', 'VerifiedShippable'],
    ['{"status":"SomethingNew"}', 'NotValidated'],
    ['{"status":"None","suggestedAddresses":null}', 'None'],
  ])('reads %s as %s', async (text, status) => {
    const { center } = await start(() => ({ text }));
    expect(await center.validateAddress(typed)).toEqual({ status, suggestions: [] });
  });

  it('is repeated after an unknown answer, since it changes nothing', async () => {
    let asked = 0;
    const { center, seen } = await start(() => {
      asked += 1;
      return asked === 1 ? 'cut' : { json: { status: 'Verified' } };
    });
    await center.validateAddress(typed);
    expect(seen[1]?.headers['ms-requestid']).toBe(seen[0]?.headers['ms-requestid']);
  });

  it('names the fields of a refused address', async () => {
    const { center } = await start(() => ({
      status: 400,
      json: { code: 3000, description: "Property 'PostalCode' is invalid." },
    }));
    expect(await failureOf(center.validateAddress(typed))).toMatchObject({
      kind: 'invalid',
      fields: [{ path: 'defaultAddress.postalCode' }],
    });
  });
});
