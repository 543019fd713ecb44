import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../core/partner/partner-center.js';
import { createCustomers } from '../../../sandbox/customers/create-customers.js';
import { call, serve, type Served } from './serve.js';

let served: Served;
let app: string;

beforeAll(async () => {
  served = await serve(createCustomers(1));
  app = await served.accessToken('app');
});
afterAll(() => served.close());

const redmond = { AddressLine1: '1 Microsoft Way', City: 'Redmond', State: 'WA', PostalCode: '98052', Country: 'US' };
const berlin = { AddressLine1: 'Lindenstraße 4', City: 'Berlin', PostalCode: '10115', Country: 'DE' };

async function check(address: JsonObject) {
  const { status, body } = await call(served, app, 'POST', '/v1/validations/address', address);
  expect(status).toBe(200);
  return { status: body['status'], suggestions: body['suggestedAddresses'] as JsonObject[], body };
}

describe('the check of an address', () => {
  it('verifies a US address without the last four digits, and suggests them', async () => {
    const { status, suggestions } = await check(redmond);
    expect(status).toBe('Verified');
    expect(suggestions).toHaveLength(1);
    expect(suggestions[0]?.['postalCode']).toMatch(/^98052-\d{4}$/);
  });

  it('finds its own suggestion fit to ship to', async () => {
    const { suggestions } = await check(redmond);
    expect((await check(suggestions[0] as JsonObject)).status).toBe('VerifiedShippable');
    expect((await check(berlin)).status).toBe('VerifiedShippable');
  });

  it('asks about a city that is spelled otherwise', async () => {
    const { status, suggestions } = await check({ ...redmond, City: 'REDMOND' });
    expect([status, suggestions[0]?.['city']]).toEqual(['InteractionRequired', 'Redmond']);
    const munich = { AddressLine1: 'Am Markt 1', City: 'Munchen', PostalCode: '80331', Country: 'DE' };
    expect((await check(munich)).suggestions[0]?.['city']).toBe('München');
  });

  it('finds only a part of a street without a number', async () => {
    const { status, suggestions, body } = await check({ ...redmond, AddressLine1: 'Microsoft Way' });
    expect([status, suggestions[0]?.['addressLine1']]).toEqual(['StreetPartial', '1 Microsoft Way']);
    expect(body['validationMessage']).toContain('invalid for property');
  });

  it('finds only a part of the premises when a suite has no number', async () => {
    expect((await check({ ...redmond, AddressLine2: 'Suite' })).status).toBe('PremisesPartial');
  });

  it('suggests up to three codes for a city whose postal code it does not know', async () => {
    const { status, suggestions } = await check({ ...berlin, PostalCode: '10999' });
    expect(status).toBe('Multiple');
    expect(suggestions.map((address) => address['postalCode'])).toEqual(['10115', '10117', '10557']);
  });

  it('finds nothing for the postal code of another city, or for a wrong state', async () => {
    expect((await check({ ...redmond, City: 'Boston' })).status).toBe('None');
    expect((await check({ ...redmond, State: 'OR' })).status).toBe('None');
    expect((await check({ ...redmond, State: 'Washington' })).suggestions).toEqual([]);
  });

  it('does not check where it has no map', async () => {
    const moscow = { AddressLine1: 'Тверская ул. 1', City: 'Москва', PostalCode: '125009', Country: 'RU' };
    expect((await check(moscow)).status).toBe('NotValidated');
    expect((await check({ ...berlin, City: 'Buxtehude', PostalCode: '21614' })).status).toBe('NotValidated');
  });

  it('gives the address back in camelCase', async () => {
    expect((await check(redmond)).body['originalAddress']).toMatchObject({
      addressLine1: '1 Microsoft Way',
      country: 'US',
    });
  });

  it('refuses a body that is no JSON, and an unknown country', async () => {
    const bad = await call(served, app, 'POST', '/v1/validations/address');
    expect([bad.status, bad.body]).toEqual([400, { message: 'The request is invalid.' }]);
    const uk = await call(served, app, 'POST', '/v1/validations/address', { ...berlin, Country: 'UK' });
    expect(uk).toMatchObject({ status: 400, body: { code: '20000' } });
  });
});
