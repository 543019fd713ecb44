import { afterEach, describe, expect, it } from '@jest/globals';
import { withFields } from '../../../core/partner/addressing.js';
import type { JsonObject } from '../../../core/partner/partner-center.js';
import { CUSTOMER, billingBody } from './samples.js';
import { failureOf, startPartner } from './wire.js';
import type { Partner, Said, Seen } from './wire.js';

let partner: Partner | undefined;
const start = async (answer: (seen: Seen) => Said, options?: Parameters<typeof startPartner>[1]) => {
  partner = await startPartner(answer, options);
  return partner;
};
afterEach(() => partner?.close());

const path = `/partner/v1/customers/${CUSTOMER}/profiles/billing`;
const options = { requestId: '0d9f6a52-0000-4000-8000-000000000001' };

describe('the billing profile', () => {
  it('is read with its etag, its known fields and everything else', async () => {
    const { center, seen } = await start(() => ({ json: billingBody() }));
    const profile = await center.billingProfile(CUSTOMER);
    expect(seen[0]?.path).toBe(path);
    expect(profile.etag).toBe('-7301122');
    expect(profile.raw).toEqual(billingBody());
    expect(profile.fields).toEqual({
      companyName: 'Fjord Fisheries',
      firstName: 'Greta',
      lastName: 'Olsen',
      email: 'greta@fjord.example',
      culture: 'en-US',
      language: 'en',
      'defaultAddress.country': 'US',
      'defaultAddress.addressLine1': '12 Harbor Ave',
      'defaultAddress.city': 'Seattle',
      'defaultAddress.state': 'WA',
      'defaultAddress.postalCode': '98101',
      'defaultAddress.phoneNumber': '2065550100',
    });
  });

  it('takes the etag of the header when the body has none', async () => {
    const { center } = await start(() => ({ json: { firstName: 'A' }, headers: { ETag: '"h1"' } }));
    expect((await center.billingProfile(CUSTOMER)).etag).toBe('"h1"');
  });

  it('is written whole, with the etag in the quoted header and in the body', async () => {
    const { center, seen } = await start(() => ({
      json: { ...billingBody(), attributes: { etag: '99', objectType: 'CustomerBillingProfile' } },
    }));
    const raw = withFields(billingBody(), { 'defaultAddress.city': 'Tacoma' });
    const written = await center.putBillingProfile(CUSTOMER, { raw, etag: '-7301122' }, options);
    expect(written.etag).toBe('99');
    expect(`${seen[0]?.method} ${seen[0]?.path}`).toBe(`PUT ${path}`);
    expect(seen[0]?.headers['if-match']).toBe('"-7301122"');
    expect(seen[0]?.headers['ms-requestid']).toBe(options.requestId);
    const expected = billingBody();
    expected.defaultAddress.city = 'Tacoma';
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual(expected);
  });

  it.each([
    ['"quoted"', '"quoted"'],
    ['W/"weak"', 'W/"weak"'],
    ['bare', '"bare"'],
  ])('sends the etag %s as %s', async (etag, header) => {
    const { center, seen } = await start(() => ({ json: billingBody() }));
    await center.putBillingProfile(CUSTOMER, { raw: billingBody(), etag }, options);
    expect(seen[0]?.headers['if-match']).toBe(header);
  });

  it('writes the etag under the name that the body uses for it', async () => {
    const { center, seen } = await start(() => ({ json: billingBody() }));
    const raw: JsonObject = { FirstName: 'G', Attributes: { Etag: 'old', ObjectType: 'CustomerBillingProfile' } };
    await center.putBillingProfile(CUSTOMER, { raw, etag: 'new' }, options);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      FirstName: 'G',
      Attributes: { Etag: 'new', ObjectType: 'CustomerBillingProfile' },
    });
  });

  it('gets the attributes that a PUT needs when it came without', async () => {
    const { center, seen } = await start(() => ({ json: billingBody() }));
    await center.putBillingProfile(CUSTOMER, { raw: { firstName: 'G' }, etag: '5' }, options);
    expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({
      attributes: { etag: '5', objectType: 'CustomerBillingProfile' },
    });
  });

  it('reports a stale etag as a conflict whose answer is known', async () => {
    const { center, seen } = await start(() => ({
      status: 400,
      json: { code: '2055', description: 'Etag is no longer valid.' },
    }));
    const call = center.putBillingProfile(CUSTOMER, { raw: billingBody(), etag: '1' }, options);
    expect(await failureOf(call)).toMatchObject({
      kind: 'conflict',
      status: 400,
      code: '2055',
      answerUnknown: false,
      requestId: options.requestId,
    });
    expect(seen).toHaveLength(1);
  });

  it.each<[string, Said, string]>([
    ['503', { status: 503 }, 'unavailable'],
    ['429', { status: 429, headers: { 'Retry-After': '1' } }, 'throttled'],
    ['a cut connection', 'cut', 'unavailable'],
    ['silence', 'silence', 'unavailable'],
    ['a success that cannot be read', { text: '<html>' }, 'unavailable'],
  ])('is written once only: after %s nobody knows what happened', async (_name, said, kind) => {
    const { center, seen } = await start(() => said, { limits: { timeoutMs: 100 } });
    const call = center.putBillingProfile(CUSTOMER, { raw: billingBody(), etag: '1' }, options);
    expect(await failureOf(call)).toMatchObject({ kind, answerUnknown: true, requestId: options.requestId });
    expect(seen).toHaveLength(1);
  });

  it('is written with a new token and the same request id when the token was refused', async () => {
    const { center, seen } = await start(({ headers }) =>
      headers.authorization === 'Bearer app-1' ? { status: 401 } : { json: billingBody() },
    );
    await center.putBillingProfile(CUSTOMER, { raw: billingBody(), etag: '1' }, options);
    expect(seen.map(({ headers }) => [headers.authorization, headers['ms-requestid']])).toEqual([
      ['Bearer app-1', options.requestId],
      ['Bearer app-2', options.requestId],
    ]);
  });
});

describe('the company profile', () => {
  it('is asked for with a user token', async () => {
    const { center, seen } = await start(
      () => ({ json: { companyName: 'F', address: { state: 'WA' }, email: null } }),
      {
        user: true,
      },
    );
    expect(await center.companyProfile(CUSTOMER)).toEqual({ name: 'F', address: { region: 'WA' } });
    expect(seen[0]?.headers.authorization).toBe('Bearer user-1');
    expect(seen[0]?.path).toBe(`/partner/v1/customers/${CUSTOMER}/profiles/company`);
  });

  it('is forbidden without a user token, without asking', async () => {
    const { center, seen } = await start(() => ({ json: {} }));
    expect(await failureOf(center.companyProfile(CUSTOMER))).toMatchObject({ kind: 'forbidden', code: 'appOnly' });
    expect(seen).toHaveLength(0);
  });
});
