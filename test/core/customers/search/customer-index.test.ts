import { describe, expect, it } from '@jest/globals';
import { openCustomerIndex } from '../../../../core/customers/search/customer-index.js';
import { SEGMENT_SIZE } from '../../../../core/customers/search/segment.js';
import { customer, idOf, indexOf, namesFor } from './indexed.js';

describe('an index of customers', () => {
  it('finds whom it was given, and tells id, name and domain', async () => {
    const index = await indexOf('Contoso Ltd', 'Fabrikam');
    expect(index.size()).toBe(2);
    expect(await index.search('contoso', { limit: 5 })).toEqual([
      { id: idOf(0), name: 'Contoso Ltd', domain: 'tenant0.onmicrosoft.com', match: 'beginning' },
    ]);
  });

  it('replaces a customer: the old name finds nobody', async () => {
    const index = await indexOf('Contoso Ltd', 'Fabrikam');
    await index.put([customer(0, 'Wingtip Toys')]);
    expect(await namesFor(index, 'contoso')).toEqual([]);
    expect(await namesFor(index, 'wingtip')).toEqual(['Wingtip Toys']);
    expect(index.size()).toBe(2);
  });

  it('takes what it has already without keeping it twice', async () => {
    const index = await indexOf('Contoso Ltd');
    for (let round = 0; round < 3; round += 1) await index.put([customer(0, 'Contoso Ltd')]);
    expect(index.size()).toBe(1);
    expect(await namesFor(index, 'contoso')).toEqual(['Contoso Ltd']);
  });

  it('keeps the last of several in one go', async () => {
    const index = await openCustomerIndex();
    await index.put([customer(0, 'Contoso'), customer(0, 'Fabrikam')]);
    expect(await namesFor(index, 'contoso')).toEqual([]);
    expect(await namesFor(index, 'fabrikam')).toEqual(['Fabrikam']);
  });

  it('forgets a customer, and takes them in again', async () => {
    const index = await indexOf('Contoso Ltd', 'Fabrikam');
    await index.remove([idOf(0), idOf(99)]);
    expect(index.size()).toBe(1);
    expect(await namesFor(index, 'contoso')).toEqual([]);
    expect(await index.search(idOf(0), { limit: 5 })).toEqual([]);
    await index.put([customer(0, 'Contoso Ltd')]);
    expect(await namesFor(index, 'contoso')).toEqual(['Contoso Ltd']);
  });

  it('does what it is told in the order in which it is told', async () => {
    const index = await openCustomerIndex();
    const all = Array.from({ length: 3_000 }, (_, number) => customer(number, `Company ${number}`));
    await Promise.all([
      index.put(all),
      index.remove(all.map(({ id }) => id)),
      index.put([customer(1, 'Contoso')]),
      index.put([customer(1, 'Fabrikam')]),
    ]);
    expect(index.size()).toBe(1);
    expect(await namesFor(index, 'fabrikam')).toEqual(['Fabrikam']);
    expect(await namesFor(index, 'company')).toEqual([]);
  });

  it('answers while it is filled', async () => {
    const index = await indexOf('Contoso Ltd');
    const filling = index.put(Array.from({ length: 5_000 }, (_, number) => customer(number + 1, `Company ${number}`)));
    expect(await namesFor(index, 'contoso')).toEqual(['Contoso Ltd']);
    await filling;
    expect(await namesFor(index, 'company 4999')).toEqual(['Company 4999']);
  });

  it('still has everybody once each after every customer was renamed, twice', async () => {
    const count = SEGMENT_SIZE * 2 + 100;
    const index = await openCustomerIndex();
    const called = (name: string) =>
      Array.from({ length: count }, (_, number) => customer(number, `${name} ${number}`));
    for (const name of ['Alpha', 'Beta', 'Gamma']) await index.put(called(name));
    expect(index.size()).toBe(count);
    expect(await namesFor(index, 'alpha')).toEqual([]);
    expect(await namesFor(index, 'gamma 17')).toContain('Gamma 17');
    for (const number of [0, 1, SEGMENT_SIZE, count - 1])
      expect(await index.search(idOf(number), { limit: 5 })).toMatchObject([{ name: `Gamma ${number}` }]);
    const found = await index.search('gamma', { limit: count });
    expect(new Set(found.map(({ id }) => id)).size).toBe(count);
    expect(found).toHaveLength(count);
  });

  it('moves whom it keeps out of segments that most have gone from', async () => {
    const count = SEGMENT_SIZE + 10;
    const index = await indexOf(...Array.from({ length: count }, (_, number) => `Company ${number}`));
    await index.remove(Array.from({ length: SEGMENT_SIZE - 3 }, (_, number) => idOf(number)));
    expect(index.size()).toBe(13);
    const found = await index.search('company', { limit: 50 });
    expect(found).toHaveLength(13);
    expect(await index.search(idOf(SEGMENT_SIZE - 1), { limit: 5 })).toMatchObject([
      { name: `Company ${SEGMENT_SIZE - 1}` },
    ]);
  });

  it('takes a customer with thousands of domains', async () => {
    const domains = Array.from({ length: 5_000 }, (_, number) => `brand${number}.example`);
    const index = await indexOf({ name: 'Contoso', domains }, 'Fabrikam');
    expect(await namesFor(index, 'brand4321.example')).toEqual(['Contoso']);
    expect(await namesFor(index, 'fabrikam')).toEqual(['Fabrikam']);
  });

  it('finds nobody by what has no letter, and knows nobody once it is closed', async () => {
    const index = await indexOf('Contoso Ltd');
    for (const text of ['', '   ', '…', '<>', '★']) expect(await namesFor(index, text)).toEqual([]);
    await index.close();
    expect(index.size()).toBe(0);
    expect(await namesFor(index, 'contoso')).toEqual([]);
  });

  it('spells Chinese names again after it was closed, many at once', async () => {
    const index = await indexOf('重庆银行');
    await index.close();
    await index.put(Array.from({ length: 450 }, (_, number) => customer(number, `${number}重庆银行`)));
    expect(await index.search('chongqingyinhang', { limit: 500 })).toHaveLength(450);
    expect(await namesFor(index, '449cqyh')).toEqual(['449重庆银行']);
  });
});
