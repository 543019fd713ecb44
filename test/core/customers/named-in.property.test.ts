import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { customersNamedIn } from '../../../core/customers/named-in.js';
import { customerIdIn } from '../../../core/customers/previews.js';
import { addressesIn, seedsIn, wordsOf } from '../../../core/customers/text-words.js';
import type { CustomerRef } from '../../../core/views.js';

const wild = fc.string({ unit: 'binary', maxLength: 6_000 });
const word = fc.stringMatching(/^[A-Z][a-z]{3,9}$/);
const HOSTS = ['partner.microsoft.com'];
const options = { locale: 'en-US', correlationId: 'c-1' };

/** A list of customers that is searched by the beginning of a name or domain, as Partner Center is. */
const directory = (customers: readonly CustomerRef[]) => ({
  asked: [] as string[],
  find(text: string) {
    this.asked.push(text);
    const begins = (value: string) => value.toLowerCase().startsWith(text.toLowerCase());
    return Promise.resolve(customers.filter(({ id, name, domain }) => id === text || begins(name) || begins(domain)));
  },
});
const named = (name: string, index: number): CustomerRef => ({
  id: `c0000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  name,
  domain: `${name.toLowerCase().replaceAll(' ', '')}.example`,
});

describe('what a message says', () => {
  it('is read whatever it is, and costs a few searches at most', async () => {
    await fc.assert(
      fc.asyncProperty(wild, async (text) => {
        const list = directory([named('Contoso Ltd', 1)]);
        expect((await customersNamedIn(list, text, options)).length).toBeLessThanOrEqual(8);
        expect(list.asked.length).toBeLessThanOrEqual(10);
      }),
    );
  });

  it('is read in one go when it is nothing but dots, letters and signs', () => {
    for (const piece of ['a', 'a.', '.', '-', 'a@', 'a-', '@', 'ж.', '0.', 'http://', 'Ａ.']) {
      const text = piece.repeat(4_000);
      expect(addressesIn(text).domains.length).toBeLessThan(4_000);
      expect(seedsIn(wordsOf(text)).length).toBeLessThan(4_000);
    }
  });

  it('names the customer whose whole name stands in it, before those who share a word', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(word, { minLength: 3, maxLength: 3 }), async ([first, second, third]) => {
        const meant = named(`${first} ${second}`, 1);
        const list = directory([named(`${first} ${third}`, 2), meant]);
        const [found] = await customersNamedIn(list, `we wrote to ${first} ${second} on Monday`, options);
        expect(found).toEqual(meant);
      }),
    );
  });

  it('names nobody who only shares a few letters with it', async () => {
    const list = directory([named('Contoso Ltd', 1), named('Can Do', 2)]);
    expect(await customersNamedIn(list, 'can you come? Con and Contosos are not here', options)).toEqual([]);
  });

  it('means the domain that it names, and none that begins like it', async () => {
    const list = directory([
      { ...named('A', 1), domain: 'contoso.com' },
      { ...named('B', 2), domain: 'contoso.com.evil.example' },
    ]);
    const found = await customersNamedIn(list, 'ana@mail.contoso.com wrote', options);
    expect(found.map(({ name }) => name)).toEqual(['A']);
  });
});

describe('a link', () => {
  it('is of a customer wherever the id stands behind “customers” on a page of Partner Center', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.array(word, { maxLength: 3 }),
        fc.array(word, { maxLength: 3 }),
        (id, before, after) => {
          const path = [...before, 'customers', id.toUpperCase(), ...after].join('/');
          expect(customerIdIn(`https://partner.microsoft.com/${path}?tab=1#x`, HOSTS)).toBe(id);
        },
      ),
    );
  });

  it('of any other host is of nobody', () => {
    fc.assert(
      fc.property(fc.domain(), fc.uuid(), (host, id) => {
        fc.pre(host !== HOSTS[0]);
        expect(customerIdIn(`https://${host}/customers/${id}`, HOSTS)).toBeUndefined();
        expect(customerIdIn(`https://partner.microsoft.com.${host}/customers/${id}`, HOSTS)).toBeUndefined();
        expect(customerIdIn(`https://partner.microsoft.com@${host}/customers/${id}`, HOSTS)).toBeUndefined();
      }),
    );
  });

  it('that is none is read without an error', () => {
    fc.assert(fc.property(wild, (text) => customerIdIn(text, HOSTS) === undefined));
  });
});
