import { afterEach, describe, expect, it } from '@jest/globals';
import { customerPages } from '../../../core/partner/paging.js';
import { CUSTOMER, billingBody, customerBody, listItem } from './samples.js';
import { failureOf, startPartner } from './wire.js';
import type { Partner, Said, Seen } from './wire.js';

let partner: Partner | undefined;
const start = async (answer: (seen: Seen) => Said, options?: Parameters<typeof startPartner>[1]) => {
  partner = await startPartner(answer, options);
  return partner;
};
afterEach(() => partner?.close());

const page = (items: unknown[], more: object = {}): Said => ({
  json: { totalCount: items.length, items, attributes: { objectType: 'Collection' }, ...more },
});
const next = (uri: string, token = 'AQAAAA==') => ({
  links: { next: { uri, method: 'GET', headers: [{ key: 'MS-ContinuationToken', value: token }] } },
});

describe('listing customers', () => {
  it('asks for a page with every documented header', async () => {
    const { center, seen } = await start(() => page([listItem(1)]));
    await center.customers({ size: 40 }, { locale: 'fr-FR', correlationId: 'turn-1' });
    expect(`${seen[0]?.method} ${seen[0]?.path}?${String(seen[0]?.query)}`).toBe('GET /partner/v1/customers?size=40');
    expect(seen[0]?.headers).toMatchObject({
      authorization: 'Bearer app-1',
      accept: 'application/json',
      'content-type': 'application/json',
      'ms-correlationid': 'turn-1',
      'ms-contract-version': 'v1',
      'ms-partnercenter-application': 'partnerdesk',
      'x-locale': 'fr-FR',
      'ms-requestid': expect.stringMatching(/^[\da-f]{8}-/),
    });
  });

  it('makes up a correlation id and a locale when the given ones cannot be sent', async () => {
    const { center, seen } = await start(() => page([]));
    await center.customers({ size: 1 }, { locale: 'x\r\ny: z', correlationId: 'a b' });
    expect(seen[0]?.headers['x-locale']).toBe('en-US');
    expect(seen[0]?.headers['ms-correlationid']).toMatch(/^[\da-f-]{36}$/);
  });

  it('reads names, domains and relationships, whatever the casing of the members', async () => {
    const shouted = { ID: 'X', CompanyProfile: { CompanyName: 'Loud', DOMAIN: 'loud.example' } };
    const { center } = await start(() => page([listItem(7), shouted]));
    expect((await center.customers({ size: 2 })).items).toEqual([
      { id: 'customer-7', name: 'Customer 7', domain: 'c7.example', relationship: 'reseller' },
      { id: 'X', name: 'Loud', domain: 'loud.example' },
    ]);
  });

  it('reads a body that begins with a byte order mark', async () => {
    const { center } = await start(() => ({ text: `\uFEFF${JSON.stringify({ items: [listItem(1)] })}` }));
    expect((await center.customers({ size: 1 })).items).toHaveLength(1);
  });

  it('leaves out items that have no id', async () => {
    const { center } = await start(() => page([{ companyProfile: {} }, 'text', null, listItem(2)]));
    expect((await center.customers({ size: 9 })).items.map(({ id }) => id)).toEqual(['customer-2']);
  });

  it('never asks for more than 500 at a time', async () => {
    const { center, seen } = await start(() => page([]));
    await center.customers({ size: 9999 });
    expect(seen[0]?.query.get('size')).toBe('500');
  });

  it('says so when a success is no list', async () => {
    const { center } = await start(() => ({ json: { hello: 'world' } }));
    expect(await failureOf(center.customers({ size: 1 }))).toMatchObject({ kind: 'unavailable', code: 'unreadable' });
  });
});

describe('paging', () => {
  it.each(['/customers?size=2&seekOperation=Next', '/v1/customers?size=2&seekOperation=Next'])(
    'follows the link %s with its token',
    async (uri) => {
      const { center, seen } = await start(({ headers }) =>
        headers['ms-continuationtoken'] ? page([listItem(3)]) : page([listItem(1), listItem(2)], next(uri)),
      );
      const first = await center.customers({ size: 2 });
      const second = await center.customers({ next: first.next ?? { uri: '', headers: [] } });
      expect(second.items.map(({ id }) => id)).toEqual(['customer-3']);
      expect(second.next).toBeUndefined();
      expect(`${seen[1]?.path}?${String(seen[1]?.query)}`).toBe('/partner/v1/customers?size=2&seekOperation=Next');
      expect(seen[1]?.headers['ms-continuationtoken']).toBe('AQAAAA==');
    },
  );

  it('makes the link itself when only a continuation token is given', async () => {
    const { center } = await start(() => page([listItem(1)], { continuationToken: 'BBB' }));
    expect((await center.customers({ size: 5 })).next).toEqual({
      uri: '/v1/customers?size=5&seekOperation=Next',
      headers: [{ key: 'MS-ContinuationToken', value: 'BBB' }],
    });
  });

  it('sends no header of a continuation but its token', async () => {
    const { center, seen } = await start(() => page([]));
    const headers = [
      { key: 'Authorization', value: 'Bearer stolen' },
      { key: 'X-Other', value: '1' },
    ];
    await center.customers({ next: { uri: '/customers?seekOperation=Next', headers } });
    expect(seen[0]?.headers.authorization).toBe('Bearer app-1');
    expect(seen[0]?.headers['x-other']).toBeUndefined();
  });

  it.each([
    'https://elsewhere.example/v1/customers?size=1',
    '//elsewhere.example/customers',
    '/v1/customers/../invoices',
    '/invoices?size=1',
  ])('does not follow %s', async (uri) => {
    const { center, seen } = await start(() => page([]));
    expect(await failureOf(center.customers({ next: { uri, headers: [] } }))).toMatchObject({ code: 'notAllowed' });
    expect(seen).toHaveLength(0);
  });

  it('ends when the service gives the same link again', async () => {
    const { center } = await start(() => page([listItem(1)], next('/customers?seekOperation=Next')));
    const first = await center.customers({ size: 1 });
    const second = await center.customers({ next: first.next ?? { uri: '', headers: [] } });
    expect(second.next).toBeUndefined();
  });

  it('ends when the links of the service go round in circles', async () => {
    let asked = 0;
    const { center } = await start(() => {
      asked += 1;
      return page([listItem(asked)], next('/customers?seekOperation=Next', `T${asked % 3}`));
    });
    const pages: unknown[] = [];
    for await (const items of customerPages(center, 1)) pages.push(items);
    expect(pages).toHaveLength(4);
  });

  it('yields every customer of every page once', async () => {
    const { center } = await start(({ headers }) => {
      const at = Number(headers['ms-continuationtoken'] ?? 0);
      return page([listItem(at)], at < 6 ? next('/customers?size=1&seekOperation=Next', String(at + 1)) : {});
    });
    const ids: string[] = [];
    for await (const items of customerPages(center, 1)) ids.push(...items.map(({ id }) => id));
    expect(ids).toEqual([0, 1, 2, 3, 4, 5, 6].map((n) => `customer-${n}`));
  });
});

describe('searching customers', () => {
  it('filters by the beginning of a name, whatever characters it has', async () => {
    const { center, seen } = await start(() => page([listItem(1)]));
    const value = 'Ö"&#\\ 北京';
    await center.search('CompanyName', value, 10);
    expect(seen[0]?.query.get('size')).toBe('10');
    expect(JSON.parse(seen[0]?.query.get('filter') ?? '')).toEqual({
      Field: 'CompanyName',
      Value: value,
      Operator: 'starts_with',
    });
  });
});

describe('one customer', () => {
  it('comes with both profiles in one call, named as in the list', async () => {
    const { center, seen } = await start(() => ({ json: customerBody() }));
    expect(await center.customer(CUSTOMER)).toEqual({
      id: CUSTOMER,
      name: 'Fjord Fisheries',
      domain: 'fjord.onmicrosoft.example',
      relationship: 'reseller',
      customDomains: ['fjord.example'],
      company: {
        name: 'Fjord (directory name)',
        email: 'it@fjord.example',
        domain: 'fjord.onmicrosoft.example',
        address: { country: 'US', region: 'wa', city: 'seattle', addressLine1: '12 harbor ave', postalCode: '98101' },
      },
      billing: {
        etag: '-7301122',
        fields: expect.objectContaining({ companyName: 'Fjord Fisheries', 'defaultAddress.state': 'WA' }),
        raw: billingBody(),
      },
    });
    expect(seen.map(({ path }) => path)).toEqual([`/partner/v1/customers/${CUSTOMER}`]);
  });

  it('is asked for with a user token where there is one, and with the app token otherwise', async () => {
    const withUser = await start(() => ({ json: customerBody() }), { user: true });
    await withUser.center.customer(CUSTOMER);
    expect(withUser.seen[0]?.headers.authorization).toBe('Bearer user-1');
    await withUser.close();
    const appOnly = await start(() => ({ json: customerBody() }));
    await appOnly.center.customer(CUSTOMER);
    expect(appOnly.seen[0]?.headers.authorization).toBe('Bearer app-1');
  });

  it.each(['..', '', 'a/b', 'a?b', '%2e%2e'])('with the id %j is not found, without asking', async (id) => {
    const { center, seen } = await start(() => ({ json: customerBody() }));
    expect(await failureOf(center.customer(id))).toMatchObject({ kind: 'notFound' });
    expect(seen).toHaveLength(0);
  });
});
