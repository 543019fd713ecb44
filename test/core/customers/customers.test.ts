import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCustomers, type Customers } from '../../../core/customers/customers.js';
import type { CustomerIndex } from '../../../core/customers/search/customer-index.js';
import { type PartnerCenter, PartnerCenterError } from '../../../core/partner/partner-center.js';
import { startPartner, type Partner, type Said, type Seen } from '../partner/wire.js';
import { customer, idOf, indexOf } from './search/indexed.js';

/** Who is in Partner Center: more than in the index. */
const everybody = [
  customer(0, 'Contoso Ltd', { domain: 'contoso.onmicrosoft.com' }),
  customer(1, 'Contoso Retail', { domain: 'contosoretail.onmicrosoft.com' }),
  customer(2, 'Fabrikam', { domain: 'fabrikam.onmicrosoft.com' }),
  customer(3, 'Newcomer AG', { domain: 'newcomer.onmicrosoft.com' }),
];

/** Answers like Partner Center: a customer by id, or those whose field begins so. */
function answer({ path, query }: Seen): Said {
  const id = path.split('/').at(-1) ?? '';
  const bodyOf = (one: (typeof everybody)[number]) => ({
    id: one.id,
    companyProfile: { companyName: one.name, domain: one.domain, tenantId: one.id },
  });
  if (id !== 'customers') {
    const found = everybody.find((one) => one.id === id);
    return found ? { json: bodyOf(found) } : { status: 404, json: { code: 2001, description: 'not found' } };
  }
  const filter = JSON.parse(query.get('filter') ?? '{}') as { Field?: string; Value?: string };
  const begins = (text: string) => text.toLowerCase().startsWith((filter.Value ?? '').toLowerCase());
  const items = everybody.filter(({ name, domain }) => begins(filter.Field === 'Domain' ? domain : name));
  return { json: { totalCount: items.length, items: items.map(bodyOf) } };
}

describe('finding customers', () => {
  let wire: Partner;
  let partner: PartnerCenter;
  let index: CustomerIndex;
  let ready: boolean;
  let customers: Customers;
  beforeAll(async () => {
    wire = await startPartner(answer);
    partner = wire.center;
    index = await indexOf(...everybody.slice(0, 3));
  });
  beforeEach(() => {
    wire.seen.length = 0;
    ready = true;
    customers = createCustomers(partner, Date.now, { index, ready: () => ready });
  });
  afterAll(() => wire.close());

  const find = async (text: string) => (await customers.find(text, {})).map(({ name }) => name);

  it.each([
    'contoso',
    'Contoso Ltd',
    'contsoo',
    'retail',
    idOf(2),
    'joe@fabrikam.onmicrosoft.com',
    'fabrikam.onmicrosoft.com',
  ])('asks nobody outside for what the index knows: %s', async (text) => {
    expect(await find(text)).not.toEqual([]);
    expect(wire.seen).toEqual([]);
  });

  it('asks Partner Center until the index is ready', async () => {
    ready = false;
    expect(await find('retail')).toEqual([]);
    expect(await find('contoso')).toEqual(['Contoso Ltd', 'Contoso Retail']);
    expect(wire.seen).not.toEqual([]);
    ready = true;
    expect(await find('retail')).toEqual(['Contoso Retail']);
  });

  it('asks Partner Center for whom the index does not know', async () => {
    expect(await find('newcom')).toEqual(['Newcomer AG']);
    expect(await find(`{${idOf(3)}}`)).toEqual(['Newcomer AG']);
    expect(await find('https://newcomer.onmicrosoft.com/')).toEqual(['Newcomer AG']);
    await expect(customers.find(idOf(9), {})).rejects.toThrow(PartnerCenterError);
  });

  it('asks no further for a text that goes on after nothing was found', async () => {
    expect(await find('zzzz')).toEqual([]);
    const asked = wire.seen.length;
    expect(asked).toBeGreaterThan(0);
    for (const text of ['zzzzy', 'ZZZZ yx', 'zzzzyxw']) expect(await find(text)).toEqual([]);
    expect(wire.seen).toHaveLength(asked);
    customers.forget();
    await find('zzzzy');
    expect(wire.seen.length).toBeGreaterThan(asked);
  });

  it('puts those first among equals whom somebody used lately', async () => {
    const names = async (recent: string[]) =>
      (await customers.find('contoso', { recent: new Set(recent) })).map(({ name }) => name);
    expect(await names([])).toEqual(['Contoso Ltd', 'Contoso Retail']);
    expect(await names([idOf(1)])).toEqual(['Contoso Retail', 'Contoso Ltd']);
  });
});

describe('the one customer that a text means', () => {
  const only = async (text: string, ...names: string[]) => {
    const index = await indexOf(...names);
    const customers = createCustomers({} as PartnerCenter, Date.now, { index, ready: () => true });
    return customers.only(text, await customers.find(text, {}))?.name;
  };

  it.each([
    ['named exactly, among others', 'contoso', ['Contoso', 'Contoso Ltd', 'The Contoso Shop'], 'Contoso'],
    ['named exactly but for accents and case', 'PENALARA', ['Peñalara', 'Peñalara Sur'], 'Peñalara'],
    ['the only one that begins so', 'conto', ['Contoso Ltd', 'Fabrikam'], 'Contoso Ltd'],
    ['the only one with these words', 'shop contoso', ['The Contoso Shop', 'Contoso Ltd'], 'The Contoso Shop'],
    ['the only one that begins so, beside parts and errors', 'contoso', ['Contoso Ltd', 'MyContoso'], 'Contoso Ltd'],
    ['one by its legal form left out', 'северстрой', ['ООО «СеверСтрой»', 'Север'], 'ООО «СеверСтрой»'],
  ])('is taken: %s', async (_, text, names, wanted) => {
    expect(await only(text, ...names)).toBe(wanted);
  });

  it.each([
    ['several begin so', 'conto', ['Contoso Ltd', 'Contoso Retail']],
    ['one begins so, and another one has the word', 'contoso', ['Contoso Ltd', 'The Contoso']],
    ['several have that very name', 'contoso', ['Contoso', 'CONTOSO']],
    ['only a typing error leads there', 'contsoo', ['Contoso']],
    ['it is a part of a word', 'ntoso', ['Contoso']],
    ['an address only hints at it', 'info@contoso.example', ['Contoso']],
  ])('is to be chosen: %s', async (_, text, names) => {
    expect(await only(text, ...names)).toBeUndefined();
  });

  it('is told also of hits that do not say how they were found', () => {
    const customers = createCustomers({} as PartnerCenter, Date.now);
    const hits = [customer(0, 'Contoso'), customer(1, 'Contoso Ltd')];
    expect(customers.only('contoso', hits)).toBe(hits[0]);
    expect(customers.only('cont', hits)).toBeUndefined();
    expect(customers.only(idOf(1), hits)).toBe(hits[1]);
    expect(customers.only('contoso', [])).toBeUndefined();
  });
});
