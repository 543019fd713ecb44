import { describe, expect, it } from '@jest/globals';
import { createCustomers } from '../../../sandbox/customers/create-customers.js';
import { isObject, textAt } from '../../../sandbox/partner-center/json.js';
import { refusal } from '../../../sandbox/partner-center/billing-rules.js';

const customers = createCustomers();

const starting = (start: string) =>
  customers.filter(({ billing }) => textAt(billing, 'companyName')?.toLowerCase().startsWith(start)).length;

describe('the customers of the sandbox', () => {
  it('are at least two thousand', () => {
    expect(customers.length).toBeGreaterThanOrEqual(2000);
  });

  it('are as many as asked for', () => {
    for (const count of [0, 3, 7, 8, 50]) expect(createCustomers(count)).toHaveLength(count);
  });

  it('are the same at every start', () => {
    expect(createCustomers(300)).toEqual(customers.slice(0, 300));
  });

  it('all satisfy the rules of their country', () => {
    const refused = customers.filter(({ billing }) => refusal(structuredClone(billing)) !== undefined);
    expect(refused.map(({ billing }) => billing)).toEqual([]);
  });

  it('have ids and domains of their own, the domains in ASCII', () => {
    expect(new Set(customers.map(({ id }) => id)).size).toBe(customers.length);
    expect(new Set(customers.map(({ domain }) => domain)).size).toBe(customers.length);
    for (const { domain } of customers) expect(domain).toMatch(/^[a-z0-9]{3,27}\.onmicrosoft\.com$/);
  });

  it('have names in Latin, Cyrillic and Chinese script', () => {
    for (const script of [/^[\p{sc=Latin}\P{L}]+$/u, /\p{sc=Cyrillic}{3}/u, /\p{sc=Han}{3}/u])
      expect(
        customers.filter(({ billing }) => script.test(textAt(billing, 'companyName') ?? '')).length,
      ).toBeGreaterThan(100);
  });

  it('have several Contosos and one Fabrikam', () => {
    expect(starting('contoso')).toBeGreaterThan(1);
    expect(starting('fabrikam')).toBe(1);
  });

  it('sometimes have two names, null members, middle names and members that nobody knows', () => {
    expect(customers.some(({ company, billing }) => company.companyName !== billing['companyName'])).toBe(true);
    expect(customers.some(({ billing }) => Object.values(billing).includes(null))).toBe(true);
    expect(customers.some(({ billing }) => typeof billing['middleName'] === 'string')).toBe(true);
    expect(customers.some(({ billing }) => 'profileType' in billing)).toBe(true);
  });

  it('have telephone numbers without a plus sign in the United States', () => {
    const american = customers.map(({ billing }) => billing['defaultAddress']).filter(isObject);
    const numbers = american.filter((address) => address['country'] === 'US').map((address) => address['phoneNumber']);
    expect(numbers.length).toBeGreaterThan(100);
    for (const number of numbers) expect(number).toMatch(/^\d{10}$/);
  });
});
