import { describe, expect, it } from '@jest/globals';
import type { SandboxCustomer } from '../../../sandbox/customers/customer.js';
import { createCustomers } from '../../../sandbox/customers/create-customers.js';
import { refusal } from '../../../sandbox/partner-center/billing-rules.js';
import { textAt } from '../../../sandbox/partner-center/json.js';

const nameOf = ({ billing }: SandboxCustomer) => textAt(billing, 'companyName') ?? '';
const countriesOf = (customers: SandboxCustomer[]) =>
  new Set(customers.map(({ company }) => textAt(company.address, 'country')));

describe.each([
  ['us-government', 'US', /^[a-z0-9]{3,27}\.onmicrosoft\.us$/],
  ['21vianet', 'CN', /^[a-z0-9]{3,27}\.partner\.onmschina\.cn$/],
] as const)('the customers of %s', (cloud, country, domains) => {
  const customers = createCustomers(400, cloud);

  it(`are all in ${country}, under the domains of that cloud`, () => {
    expect([...countriesOf(customers)]).toEqual([country]);
    expect(customers.filter(({ domain }) => !domains.test(domain))).toEqual([]);
  });

  it('satisfy the rules of their country and have ids and domains of their own', () => {
    expect(customers.filter(({ billing }) => refusal(structuredClone(billing)) !== undefined)).toEqual([]);
    expect(new Set(customers.map(({ id }) => id)).size).toBe(400);
    expect(new Set(customers.map(({ domain }) => domain)).size).toBe(400);
  });

  it('are those that everybody knows first', () => {
    const ids = customers.filter(({ id }) => id.startsWith('c0000000-')).map(({ id }) => id);
    expect(ids.length).toBeGreaterThanOrEqual(5);
    expect(customers.slice(0, ids.length).map(({ id }) => id)).toEqual(ids);
  });
});

describe('the customers of 21Vianet', () => {
  it('have Chinese names, contacts and addresses', () => {
    const customers = createCustomers(400, '21vianet');
    const chinese = /\p{sc=Han}/u;
    for (const { billing } of customers)
      for (const path of ['companyName', 'firstName', 'lastName'] as const)
        expect(textAt(billing, path)).toMatch(chinese);
    expect(customers.filter(({ company }) => !chinese.test(textAt(company.address, 'addressLine1') ?? ''))).toEqual([]);
  });
});

describe('the customers of the global cloud', () => {
  it('are written in at least five scripts', () => {
    const names = createCustomers().map(nameOf).join(' ');
    for (const script of ['Latin', 'Cyrillic', 'Han', 'Hiragana', 'Greek', 'Arabic'])
      expect(names).toMatch(new RegExp(`\\p{sc=${script}}`, 'u'));
  });
});
