import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../../core/partner/partner-center.js';
import { createCustomers } from '../../../sandbox/customers/create-customers.js';
import { call, famous, profileOf, put, serve, type Served, text } from './serve.js';

let served: Served;
let app: string;

beforeAll(async () => {
  served = await serve(createCustomers(40));
  served.partnerCenter.faults.quota(1_000_000);
  app = await served.accessToken('app');
});
afterAll(() => served.close());

const etag = (profile: JsonObject) => text((profile['attributes'] as JsonObject)['etag']);
const record = (id: string) => served.partnerCenter.record(id) as JsonObject;
/** The profile with members of its address replaced. */
const moved = (profile: JsonObject, members: JsonObject): JsonObject => ({
  ...profile,
  defaultAddress: { ...(profile['defaultAddress'] as JsonObject), ...members },
});
const pascal = (value: JsonValue): JsonValue =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k.charAt(0).toUpperCase() + k.slice(1), pascal(v)]))
    : value;

describe('a PUT of the billing profile', () => {
  it('changes the record and its etag, and answers with the new resource', async () => {
    const profile = await profileOf(served, app, famous(1));
    const { status, body } = await put(served, app, famous(1), moved(profile, { addressLine1: '2 Microsoft Way' }));
    expect(status).toBe(200);
    expect(body).toEqual(record(famous(1)));
    expect(etag(body)).not.toBe(etag(profile));
    expect((body['defaultAddress'] as JsonObject)['addressLine1']).toBe('2 Microsoft Way');
  });

  it('takes PascalCase and answers camelCase', async () => {
    const profile = await profileOf(served, app, famous(1));
    const headers = { 'If-Match': `"${etag(profile)}"` };
    const body = pascal({ ...profile, lastName: 'Roe' });
    const answer = await call(served, app, 'PUT', `/v1/customers/${famous(1)}/profiles/billing`, body, headers);
    expect(answer).toMatchObject({ status: 200, body: { lastName: 'Roe' } });
  });

  it('loses the members that the body lacks, and keeps unknown ones that it has', async () => {
    const { profileType: _lost, ...profile } = await profileOf(served, app, famous(4));
    await put(served, app, famous(4), profile);
    expect(record(famous(4))).not.toHaveProperty('profileType');
    expect(record(famous(4))).toHaveProperty('taxExemptions');
  });

  it('with a stale etag is 400/2055, or 409 or 412 where so switched', async () => {
    const stale = await profileOf(served, app, famous(2));
    served.partnerCenter.change(famous(2), { lastName: 'Moved' });
    expect(await put(served, app, famous(2), stale)).toMatchObject({ status: 400, body: { code: '2055' } });
    for (const status of [409, 412] as const) {
      served.partnerCenter.faults.staleStatus(status);
      expect((await put(served, app, famous(2), stale)).status).toBe(status);
    }
    served.partnerCenter.faults.staleStatus(400);
  });

  it('looks at the etag in the header and at the one in the body', async () => {
    const profile = await profileOf(served, app, famous(1));
    const path = `/v1/customers/${famous(1)}/profiles/billing`;
    const wrongBody = { ...profile, attributes: { etag: '1', objectType: 'CustomerBillingProfile' } };
    const right = { 'If-Match': `"${etag(profile)}"` };
    expect((await call(served, app, 'PUT', path, wrongBody, right)).body['code']).toBe('2055');
    expect((await call(served, app, 'PUT', path, profile, { 'If-Match': '"1"' })).body['code']).toBe('2055');
    // Microsoft's own clients send none.
    expect((await call(served, app, 'PUT', path, profile)).status).toBe(200);
  });

  it('cannot read an etag without quotes', async () => {
    const profile = await profileOf(served, app, famous(1));
    const answer = await put(served, app, famous(1), profile, { 'If-Match': etag(profile) });
    expect([answer.status, answer.body]).toEqual([400, { message: 'The request is invalid.' }]);
  });

  it('wants the object type and the etag in its attributes: 400/3000', async () => {
    const profile = await profileOf(served, app, famous(1));
    for (const attributes of [{ etag: etag(profile) }, { objectType: 'CustomerBillingProfile' }]) {
      const answer = await call(served, app, 'PUT', `/v1/customers/${famous(1)}/profiles/billing`, {
        ...profile,
        attributes,
      });
      expect(answer).toMatchObject({ status: 400, body: { code: '3000' } });
    }
  });

  it('with a stale etag never changes the record, whatever it says', async () => {
    const stale = await profileOf(served, app, famous(6));
    served.partnerCenter.change(famous(6), { lastName: '李' });
    const before = record(famous(6));
    await fc.assert(
      fc.asyncProperty(
        fc.string(),
        fc.constantFrom(400 as const, 409 as const, 412 as const),
        async (companyName, status) => {
          served.partnerCenter.faults.staleStatus(status);
          expect((await put(served, app, famous(6), { ...stale, companyName })).status).toBe(status);
          expect(record(famous(6))).toEqual(before);
        },
      ),
      { numRuns: 40 },
    );
    served.partnerCenter.faults.staleStatus(400);
  });
});

describe('the same MS-RequestId', () => {
  it('gets the same answer again without a second effect', async () => {
    const profile = await profileOf(served, app, famous(4));
    const again = () => put(served, app, famous(4), { ...profile, firstName: 'Anna' }, { 'MS-RequestId': 'once' });
    const [first, second] = [await again(), await again()];
    expect(second.body).toEqual(first.body);
    expect(served.partnerCenter.putLog.filter(({ requestId }) => requestId === 'once')).toHaveLength(1);
  });

  it('is refused for another request', async () => {
    const profile = await profileOf(served, app, famous(4));
    await put(served, app, famous(4), { ...profile, firstName: 'Ane' }, { 'MS-RequestId': 'twice' });
    const fresh = await profileOf(served, app, famous(4));
    const other = await put(served, app, famous(4), { ...fresh, firstName: 'Eve' }, { 'MS-RequestId': 'twice' });
    expect(other.status).toBe(400);
    expect(record(famous(4))['firstName']).toBe('Ane');
  });

  it('never applies twice, in any order of repeated and other requests', async () => {
    const step = fc.record({
      id: fc.integer({ min: 0, max: 3 }),
      name: fc.constantFrom('A', 'B', 'C'),
      fresh: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.uuid(), fc.array(step, { maxLength: 8 }), async (run, steps) => {
        let profile = await profileOf(served, app, famous(5));
        for (const { id, name, fresh } of steps) {
          if (fresh) profile = await profileOf(served, app, famous(5));
          await put(served, app, famous(5), { ...profile, lastName: name }, { 'MS-RequestId': `${run}/${id}` });
        }
        const applied = served.partnerCenter.putLog.flatMap(({ requestId = '' }) =>
          requestId.startsWith(run) ? [requestId] : [],
        );
        expect(new Set(applied).size).toBe(applied.length);
      }),
      { numRuns: 25 },
    );
  });
});

/** What a PUT is answered, without effect on the next test. */
const tried = async (n: number, change: (profile: JsonObject) => JsonObject) =>
  put(served, app, famous(n), change(await profileOf(served, app, famous(n))));

describe('the rules of a billing profile', () => {
  it('name invalid data under a numeric 27002, two lines each', async () => {
    const { status, body } = await tried(1, (profile) => moved(profile, { state: 'Washington', postalCode: '9805' }));
    expect(status).toBe(400);
    expect(body['code']).toBe(27002);
    expect(body['data']).toEqual([
      'property_name:  StateInvalid - Details',
      'details:  \n',
      'property_name:  PostalCodeInvalid - Details',
      'details:  ^\\d{5}(-\\d{4})?$\n',
    ]);
  });

  it.each([
    ['StateInvalid', (profile: JsonObject) => moved(profile, { region: 'WA' })],
    ['PhoneNumberInvalid', (profile: JsonObject) => moved(profile, { phoneNumber: '+1 425 555 0100' })],
    ['AddressLine1Invalid', (profile: JsonObject) => moved(profile, { addressLine1: ' ' })],
    ['CityInvalid', (profile: JsonObject) => moved(profile, { city: null })],
    ['CompanyNameInvalid', (profile: JsonObject) => ({ ...profile, companyName: '' })],
    ['EmailInvalid', (profile: JsonObject) => ({ ...profile, email: 'nobody' })],
    ['CultureInvalid', (profile: JsonObject) => ({ ...profile, culture: 'de-DE' })],
    ['LanguageInvalid', (profile: JsonObject) => ({ ...profile, language: 'zh-CN' })],
  ])('say %s', async (name, change) => {
    const before = record(famous(1));
    const { body } = await tried(1, change);
    expect(body['data']).toContain(`property_name:  ${name} - Details`);
    expect(record(famous(1))).toEqual(before);
  });

  it('want a telephone number in Russia: 400/600051', async () => {
    const answer = await tried(7, (profile) => moved(profile, { phoneNumber: null }));
    expect(answer).toMatchObject({ status: 400, body: { code: '600051' } });
  });

  it('refuse a text that is too long as 400/3000', async () => {
    const answer = await tried(1, (profile) => moved(profile, { addressLine1: 'x'.repeat(201) }));
    expect(answer).toMatchObject({ status: 400, body: { code: '3000', data: ['DefaultAddress.AddressLine1'] } });
  });

  it('do not know UK', async () => {
    expect((await tried(1, (profile) => moved(profile, { country: 'UK' }))).body['code']).toBe('20000');
  });
});
