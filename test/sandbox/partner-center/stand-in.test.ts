import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../core/partner/partner-center.js';
import { call, famous, put, profileOf, serve, type Served, text } from './serve.js';

let served: Served;
let app: string;
let user: string;

beforeAll(async () => {
  served = await serve();
  app = await served.accessToken('app');
  user = await served.accessToken('user');
});
afterAll(() => served.close());

const get = (path: string, headers?: Record<string, string>) => call(served, app, 'GET', path, undefined, headers);

describe('tokens at Partner Center', () => {
  it('refuses a request without one as 401/800001', async () => {
    const response = await fetch(`${served.baseUrl}/partner-center/v1/customers`);
    expect(response.status).toBe(401);
    expect(((await response.json()) as JsonObject)['code']).toBe('800001');
  });

  it('refuses a forged one', async () => {
    const [head, claims] = app.split('.');
    expect((await call(served, `${head}.${claims}.AAAA`, 'GET', '/v1/customers')).status).toBe(401);
  });

  it('refuses one that is for Graph as 401/900420', async () => {
    const other = await served.accessToken('app', 'https://graph.microsoft.com');
    expect(await call(served, other, 'GET', '/v1/customers')).toMatchObject({ status: 401, body: { code: '900420' } });
  });

  it('refuses a user without a second factor as 401/900421, and still lets the app in', async () => {
    served.entra.setMfa(false);
    const weak = await served.accessToken('user');
    served.entra.setMfa(true);
    expect(await call(served, weak, 'GET', '/v1/customers')).toMatchObject({ status: 401, body: { code: '900421' } });
    expect((await get('/v1/customers?size=1')).status).toBe(200);
  });

  it('gives the company profile to app and user only, else 403/900329', async () => {
    const path = `/v1/customers/${famous(1)}/profiles/company`;
    expect(await get(path)).toMatchObject({ status: 403, body: { code: '900329' } });
    const { status, body } = await call(served, user, 'GET', path);
    expect(status).toBe(200);
    expect(body['companyName']).toBe('Contoso, Ltd. (Headquarters)');
    expect((body['address'] as JsonObject)['region']).toBe('WA');
  });
});

describe('answers of Partner Center', () => {
  it('echo the ids of the request and its locale', async () => {
    const { headers } = await get(`/v1/customers/${famous(1)}`, {
      'MS-RequestId': 'r-1',
      'MS-CorrelationId': 'c-1',
      'X-Locale': 'fr-FR',
    });
    expect(headers.get('ms-requestid')).toBe('r-1');
    expect(headers.get('ms-correlationid')).toBe('c-1');
    expect(headers.get('x-locale')).toContain('fr-FR');
  });

  it('have lines that end in CRLF, and now and then a byte order mark', async () => {
    const texts: string[] = [];
    for (let n = 0; n < 8; n++) texts.push((await get('/v1/countryvalidationrules/US')).text);
    expect(texts.every((one) => /\r\n/.test(one) && !/[^\r]\n/.test(one))).toBe(true);
    expect(texts.filter((one) => one.startsWith('\uFEFF'))).toHaveLength(2);
  });

  it('are empty 404s for a route that does not exist and 405s for a wrong method', async () => {
    expect(await get('/v1/nothing')).toMatchObject({ status: 404, text: '' });
    expect(await call(served, app, 'DELETE', `/v1/customers/${famous(1)}`)).toMatchObject({ status: 405, text: '' });
  });
});

describe('a customer by id', () => {
  it('has both profiles, the etag a signed number as text', async () => {
    const { body } = await get(`/v1/customers/${famous(4)}`);
    const billing = body['billingProfile'] as JsonObject;
    expect(billing['companyName']).toBe('Fabrikam, Inc.');
    expect((billing['attributes'] as JsonObject)['etag']).toMatch(/^-?\d+$/);
    expect(body['customDomains']).toContain('fabrikam.example');
  });

  it('lacks company address, e-mail and custom domains without delegated rights', async () => {
    const { body } = await get(`/v1/customers/${famous(3)}`);
    expect(body['allowDelegatedAccess']).toBe(false);
    expect(body).not.toHaveProperty('customDomains');
    expect(body['companyProfile']).not.toHaveProperty('email');
    expect(body['companyProfile']).not.toHaveProperty('address');
  });

  it('is 404/60003 when unknown and 404/1000 when the id is none', async () => {
    const unknown = await get('/v1/customers/00000000-0000-4000-8000-000000000000');
    expect(unknown).toMatchObject({ status: 404, body: { code: '60003' } });
    expect(await get('/v1/customers/contoso')).toMatchObject({ status: 404, body: { code: '1000' } });
  });
});

describe('country rules', () => {
  it('have the recorded shape', async () => {
    const { body } = await get('/v1/countryvalidationrules/us');
    expect(body).toMatchObject({ iso2Code: 'US', isStateRequired: true, postalCodeRegex: '^\\d{5}(-\\d{4})?$' });
    expect(body['supportedStatesList']).toHaveLength(51);
    expect(new RegExp(text(body['phoneNumberRegex'])).test('+14255550100')).toBe(false);
  });

  it('call the language of China zh-CHS and want its 31 provinces by letters', async () => {
    const { body } = await get('/v1/countryvalidationrules/CN');
    expect(body['supportedLanguagesList']).toContain('zh-CHS');
    expect(body['supportedStatesList']).toHaveLength(31);
  });

  it('send a pattern that only .NET reads for the Netherlands', async () => {
    const { body } = await get('/v1/countryvalidationrules/NL');
    expect(() => new RegExp(text(body['postalCodeRegex']))).toThrow(SyntaxError);
  });

  it('are not found for UK', async () => {
    const { status, body } = await get('/v1/countryvalidationrules/UK');
    expect(status).toBe(404);
    expect(body['description']).toContain('No validation rules were found');
  });
});

describe('what the page shows', () => {
  it('lists requests with who made them, and never a token', async () => {
    await call(served, user, 'GET', `/v1/customers/${famous(2)}`, undefined, { 'MS-RequestId': 'shown-1' });
    const [newest] = served.partnerCenter.pane().requests;
    expect(newest).toMatchObject({
      method: 'GET',
      status: 200,
      requestId: 'shown-1',
      who: 'partnerdesk service account',
    });
    expect(JSON.stringify(served.partnerCenter.pane())).not.toContain(user.slice(0, 40));
  });

  it('keeps two hundred of them, and counts all', async () => {
    served.partnerCenter.faults.quota(100_000);
    for (let n = 0; n < 210; n++) await get('/v1/countryvalidationrules/US');
    const { count, requests } = served.partnerCenter.pane();
    expect(requests).toHaveLength(200);
    expect(count).toBeGreaterThan(200);
  });

  it('shows which fields a request changed, and the customer as it is now', async () => {
    const profile = await profileOf(served, app, famous(2));
    await put(served, app, famous(2), { ...profile, companyName: 'Contoso Shops' }, { 'MS-RequestId': 'shown-2' });
    const [changed] = served.partnerCenter.pane().changed;
    expect(changed).toMatchObject({ id: famous(2), name: 'Contoso Shops' });
    expect(changed?.writes[0]).toMatchObject({
      requestId: 'shown-2',
      changes: [{ path: 'companyName', before: 'Contoso Retail', after: 'Contoso Shops' }],
    });
  });

  it('tells its listeners when something has changed', async () => {
    let told = 0;
    served.partnerCenter.onChange(() => (told += 1));
    served.partnerCenter.change(famous(6), { 'defaultAddress.city': '上海' });
    expect(told).toBe(1);
  });
});
