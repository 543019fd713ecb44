import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createCustomers } from '../../../sandbox/customers/create-customers.js';
import { call, famous, serve, type Served } from './serve.js';

let served: Served;
let app: string;

beforeAll(async () => {
  served = await serve(createCustomers(1200));
  served.partnerCenter.faults.quota(1_000_000);
  app = await served.accessToken('app');
});
afterAll(() => served.close());

interface Listed {
  totalCount: number;
  items: { id: string; companyProfile: { companyName: string; domain: string } }[];
  links: { next?: { uri: string; headers: { key: string; value: string }[] } };
}

async function list(path: string, headers: Record<string, string> = {}): Promise<Listed> {
  const { body } = await call(served, app, 'GET', path, undefined, headers);
  return body as unknown as Listed;
}

/** Follows `links.next`, with and without `/v1`, to the end. */
async function everyPage(path: string): Promise<{ ids: string[]; links: string[]; sizes: number[] }> {
  const [ids, links, sizes]: [string[], string[], number[]] = [[], [], []];
  let page = await list(path);
  for (;;) {
    ids.push(...page.items.map(({ id }) => id));
    sizes.push(page.items.length);
    const { next } = page.links;
    if (!next) return { ids, links, sizes };
    links.push(next.uri);
    const headers = Object.fromEntries(next.headers.map(({ key, value }) => [key, value]));
    page = await list(next.uri.startsWith('/v1') ? next.uri : `/v1${next.uri}`, headers);
  }
}

const where = (Field: string, Value: string, Operator = 'starts_with') =>
  `&filter=${encodeURIComponent(JSON.stringify({ Field, Value, Operator }))}`;

describe('the list of customers', () => {
  it('visits each customer exactly once for any size of page', async () => {
    const all = served.customers.map(({ id }) => id);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 40, max: 2000 }), async (size) => {
        expect((await everyPage(`/v1/customers?size=${size}`)).ids).toEqual(all);
      }),
      { numRuns: 12 },
    );
  });

  it('does not know the continuation of a list any more that was begun before it was told to forget it', async () => {
    const next = async () => {
      const { links } = await list('/v1/customers?size=500');
      return Object.fromEntries((links.next?.headers ?? []).map(({ key, value }) => [key, value]));
    };
    const old = await next();
    served.partnerCenter.faults.forgetContinuations();
    const path = '/v1/customers?size=500&seekOperation=Next';
    expect((await call(served, app, 'GET', path, undefined, old)).status).toBe(400);
    expect((await call(served, app, 'GET', path, undefined, await next())).status).toBe(200);
  });

  it('gives no page of more than 500, whatever is asked for', async () => {
    expect((await everyPage('/v1/customers?size=5000')).sizes).toEqual([500, 500, 200]);
  });

  it('links to the next page with the version on some pages and without it on others', async () => {
    const { links } = await everyPage('/v1/customers?size=300');
    expect(links.some((uri) => uri.startsWith('/v1/customers'))).toBe(true);
    expect(links.some((uri) => uri.startsWith('/customers'))).toBe(true);
  });

  it('begins again when the token comes without seekOperation', async () => {
    const { links } = await list('/v1/customers?size=100');
    const headers = { 'MS-ContinuationToken': String(links.next?.headers[0]?.value) };
    expect((await list('/v1/customers?size=100', headers)).items[0]?.id).toBe(famous(1));
  });

  it('cuts size=0 at 500 without a link; only totalCount tells', async () => {
    const { totalCount, items, links } = await list('/v1/customers?size=0');
    expect([totalCount, items.length, links.next]).toEqual([1200, 500, undefined]);
  });

  it('has items without billing profile and without delegated rights', async () => {
    const { items } = await list('/v1/customers?size=1');
    expect(items[0]).not.toHaveProperty('billingProfile');
    expect(items[0]).not.toHaveProperty('allowDelegatedAccess');
  });

  it('shows the billing name, not that of the company profile', async () => {
    const { items } = await list('/v1/customers?size=1');
    expect(items[0]?.companyProfile.companyName).toBe('Contoso Ltd');
  });

  it('refuses a broken token and a broken size with the bare message', async () => {
    const broken = { 'MS-ContinuationToken': 'nonsense' };
    const answers = [
      await call(served, app, 'GET', '/v1/customers?size=5&seekOperation=Next', undefined, broken),
      await call(served, app, 'GET', '/v1/customers?size=-1'),
      await call(served, app, 'GET', '/v1/customers?size=10&filter=%7B'),
    ];
    for (const { status, body } of answers)
      expect([status, body]).toEqual([400, { message: 'The request is invalid.' }]);
  });
});

describe('the filter of customers', () => {
  it('finds names that begin so, in any case', async () => {
    const { items } = await list(`/v1/customers?size=0${where('CompanyName', 'cOnToSo')}`);
    expect(items.map(({ id }) => id)).toEqual([famous(1), famous(2), famous(3)]);
  });

  it('does not find what only contains the text', async () => {
    expect((await list(`/v1/customers?size=0${where('CompanyName', 'abrikam')}`)).totalCount).toBe(0);
  });

  it('finds domains, and names in Cyrillic in any case', async () => {
    expect((await list(`/v1/customers?size=0${where('Domain', 'FABRIKAM')}`)).items[0]?.id).toBe(famous(4));
    const { items } = await list(`/v1/customers?size=0${where('CompanyName', 'ооо «северс')}`);
    expect(items.map(({ id }) => id)).toContain(famous(7));
  });

  it('pages what it found', async () => {
    const { totalCount } = await list(`/v1/customers?size=0${where('CompanyName', 'a')}`);
    const { ids } = await everyPage(`/v1/customers?size=10${where('CompanyName', 'a')}`);
    expect(totalCount).toBeGreaterThan(10);
    expect(new Set(ids).size).toBe(totalCount);
  });

  it('knows no operator but starts_with: 400/2000', async () => {
    const path = `/v1/customers?size=0${where('CompanyName', 'Contoso', 'substring')}`;
    expect(await call(served, app, 'GET', path)).toMatchObject({ status: 400, body: { code: '2000' } });
  });

  it('finds a customer under a new name as soon as it is written', async () => {
    served.partnerCenter.change(famous(6), { companyName: 'Zukunft 科技' });
    expect((await list(`/v1/customers?size=0${where('CompanyName', 'zukunft')}`)).items[0]?.id).toBe(famous(6));
  });

  it('has whoever was added directly in Partner Center, and nobody who was removed; both leave a record', async () => {
    const { partnerCenter, customers } = served;
    const [first] = customers;
    if (!first) throw new Error('there is a customer');
    const id = 'e0000000-0000-4000-8000-000000000001';
    partnerCenter.add({ ...first, id, domain: 'added.onmicrosoft.com' });
    expect((await list('/v1/customers?size=10' + where('Domain', 'added.'))).items.map((one) => one.id)).toEqual([id]);
    partnerCenter.remove(id);
    expect((await list('/v1/customers?size=10' + where('Domain', 'added.'))).items).toEqual([]);
    expect((await call(served, app, 'GET', `/v1/customers/${id}`)).status).toBe(404);
    const records = partnerCenter.audit.kept.filter(({ record }) => record['customerId'] === id);
    expect(records.map(({ record }) => record['operationType'])).toEqual([
      'add_customer',
      'remove_partner_customer_relationship',
    ]);
  });
});
