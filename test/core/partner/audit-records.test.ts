import { afterEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { pages } from '../../../core/partner/paging.js';
import { failureOf, startPartner } from './wire.js';
import type { Partner, Said, Seen } from './wire.js';

const NOW = Date.parse('2026-03-10T12:00:00Z');

let partner: Partner | undefined;
const start = async (answer: (seen: Seen) => Said) => {
  partner = await startPartner(answer, { now: () => NOW });
  return partner;
};
afterEach(() => partner?.close());

const CUSTOMER = '0c39d6d5-c70d-4c55-bc02-f620844f3fd1';

const record = (more: object = {}) => ({
  id: 'p_c_update_customer_billing_profile_636335469650589308',
  partnerId: 'p',
  customerId: CUSTOMER.toUpperCase(),
  customerName: 'Relecloud',
  userPrincipalName: 'admin@partner.example',
  applicationId: 'Partner Center Native App',
  resourceType: 'customer',
  resourceOldValue: '{"CompanyName":"Relecloud","DefaultAddress":{"Country":"US"}}',
  resourceNewValue: '{"CompanyName":"Relecloud 2"}',
  operationType: 'update_customer_billing_profile',
  originalCorrelationId: 'corr-1',
  operationDate: '2026-03-09T22:56:05.0589308Z',
  operationStatus: 'succeeded',
  customizedData: [{ key: 'OrderId', value: null }],
  attributes: { objectType: 'AuditRecord' },
  ...more,
});

const page = (items: unknown[], more: object = {}): Said => ({ json: { totalCount: 77, items, ...more } });
const next = (uri: string, token = 'AAA=') => ({
  links: { next: { uri, method: 'GET', headers: [{ key: 'MS-ContinuationToken', value: token }] } },
});

describe('asking for audit records', () => {
  it('names days in the form that the service reads, a size and a filter', async () => {
    const { center, seen } = await start(() => page([]));
    const [from, to] = [Date.parse('2026-03-07T23:59:59Z'), Date.parse('2026-03-09T00:00:00Z')];
    await center.auditRecords({ from, to, size: 9_999, resource: 'self_serve_policy' });
    expect(seen[0]?.path).toBe('/partner/v1/auditrecords');
    expect(Object.fromEntries(seen[0]?.query ?? [])).toEqual({
      startDate: '2026-03-07',
      endDate: '2026-03-09',
      size: '500',
      filter: '{"Field":"ResourceType","Value":"self_serve_policy","Operator":"equals"}',
    });
  });

  it('never asks for more than 90 days ago', async () => {
    const { center, seen } = await start(() => page([]));
    await center.auditRecords({ from: 0, size: 10 });
    expect(seen[0]?.query.get('startDate')).toBe('2025-12-11');
  });

  it('takes the token of the app', async () => {
    const { center, seen } = await start(() => page([]));
    await center.auditRecords({ from: NOW, size: 10 });
    expect(seen[0]?.headers.authorization).toBe('Bearer app-1');
  });
});

describe('reading audit records', () => {
  it('gives who did what to whom, before and after', async () => {
    const { center } = await start(() => page([record()]));
    expect(await center.auditRecords({ from: NOW, size: 10 })).toEqual({
      items: [
        {
          id: 'p_c_update_customer_billing_profile_636335469650589308',
          customer: CUSTOMER,
          customerName: 'Relecloud',
          user: 'admin@partner.example',
          application: 'Partner Center Native App',
          resource: 'customer',
          operation: 'update_customer_billing_profile',
          status: 'succeeded',
          at: Date.parse('2026-03-09T22:56:05.058Z'),
          before: { CompanyName: 'Relecloud', DefaultAddress: { Country: 'US' } },
          after: { CompanyName: 'Relecloud 2' },
          correlationId: 'corr-1',
        },
      ],
    });
  });

  it('reads a page behind a byte order mark, whatever its total says', async () => {
    const body = { totalCount: 1, items: [record({ id: 'a' }), record({ id: 'b', resourceType: 'order' })] };
    const { center } = await start(() => ({ text: `\uFEFF${JSON.stringify(body)}` }));
    const { items } = await center.auditRecords({ from: NOW, size: 10 });
    expect(items.map(({ id, resource }) => [id, resource])).toEqual([
      ['a', 'customer'],
      ['b', 'order'],
    ]);
  });

  it.each([
    ['no customer', { customerId: null, customerName: undefined }, { customer: undefined, customerName: undefined }],
    [
      'values that are no JSON',
      { resourceOldValue: '{', resourceNewValue: 'text' },
      { before: undefined, after: undefined },
    ],
    ['values that are objects already', { resourceNewValue: { A: 1 } }, { after: { A: 1 } }],
    ['an operation in capitals', { operationType: 'Add_Customer' }, { operation: 'add_customer' }],
    ['an operation that nobody knows', { operationType: 'rename_moon' }, { operation: 'rename_moon' }],
    ['a status that nobody knows', { operationStatus: 'pondering' }, { status: 'other' }],
    ['a status that is a number', { operationStatus: 3 }, { status: 'other' }],
    [
      'a date without a zone',
      { operationDate: '2026-03-09T22:56:05.0589308' },
      { at: Date.parse('2026-03-09T22:56:05.058Z') },
    ],
    ['members of odd types', { userPrincipalName: {}, applicationId: [], futureMember: 1 }, { user: undefined }],
  ])('bears a record with %s', async (_what, given, expected) => {
    const { center } = await start(() => page([record(given)]));
    const { items } = await center.auditRecords({ from: NOW, size: 10 });
    const asked = Object.keys(expected).map((name) => [
      name,
      Object.entries(items[0] ?? {}).find(([key]) => key === name)?.[1],
    ]);
    expect(Object.fromEntries(asked)).toEqual(expected);
  });

  it('knows a record without an id again, and tells two of them apart', async () => {
    const { center } = await start(() => page([record({ id: null }), record({ id: '', customerName: 'Other' })]));
    const [first, second] = [
      await center.auditRecords({ from: NOW, size: 2 }),
      await center.auditRecords({ from: NOW, size: 2 }),
    ];
    expect(first.items.map(({ id }) => id)).toEqual(second.items.map(({ id }) => id));
    expect(new Set(first.items.map(({ id }) => id)).size).toBe(2);
  });

  it('leaves out what does not say when it was, and says so in the log', async () => {
    const { center, log } = await start(() => page([record({ operationDate: 'yesterday' }), 'text', null, record()]));
    expect((await center.auditRecords({ from: NOW, size: 10 })).items).toHaveLength(1);
    expect(log.join()).toContain('audit records without a date');
  });

  it('bears whatever a page holds', async () => {
    let items: unknown[] = [];
    const { center } = await start(() => page(items));
    const names = [
      'id',
      'operationType',
      'operationDate',
      'operationStatus',
      'resourceNewValue',
      'customerId',
    ] as const;
    const odd = fc
      .dictionary(fc.constantFrom(...names, 'ID', 'OperationDate'), fc.jsonValue())
      .map((members) => ({ ...record(), ...members }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(odd, fc.jsonValue()), { maxLength: 5 }), async (given) => {
        items = [...given, record()];
        const read = (await center.auditRecords({ from: NOW, size: 10 })).items;
        // One that is in order is found among all others.
        expect(read.at(-1)).toMatchObject({ operation: 'update_customer_billing_profile' });
        expect(read.every(({ at, id }) => Number.isFinite(at) && id.length > 0 && id.length <= 300)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('says so when a success is no list', async () => {
    const { center } = await start(() => ({ json: { hello: 'world' } }));
    expect(await failureOf(center.auditRecords({ from: NOW, size: 1 }))).toMatchObject({ code: 'unreadable' });
  });
});

describe('paging audit records', () => {
  it.each([
    '/auditrecords?size=1&seekOperation=Next',
    '/v1/auditrecords?size=1&seekOperation=Next',
    '/v1/AuditRecords?size=1',
  ])('follows the link %s with its token', async (uri) => {
    const { center, seen } = await start(({ headers }) =>
      headers['ms-continuationtoken'] ? page([record({ id: 'b' })]) : page([record({ id: 'a' })], next(uri)),
    );
    const ids: string[] = [];
    for await (const items of pages((on) => center.auditRecords(on ? { next: on } : { from: NOW, size: 1 })))
      ids.push(...items.map(({ id }) => id));
    expect(ids).toEqual(['a', 'b']);
    expect(seen[1]?.headers['ms-continuationtoken']).toBe('AAA=');
  });

  it.each([
    'https://elsewhere.example/v1/auditrecords?size=1',
    '//elsewhere.example/auditrecords',
    '/v1/auditrecords/../customers',
    '/v1/auditrecords/1',
    '/customers?size=1',
    '/v1/customers?size=1',
    '/auditrecords?a=b#c',
    '/auditrecords?a=b c',
  ])('does not follow %s', async (uri) => {
    const { center, seen } = await start(() => page([]));
    expect(await failureOf(center.auditRecords({ next: { uri, headers: [] } }))).toMatchObject({ code: 'notAllowed' });
    expect(seen).toHaveLength(0);
  });

  it('does not lead from customers to audit records', async () => {
    const { center, seen } = await start(() => page([]));
    const there = { next: { uri: '/v1/auditrecords?size=1', headers: [] } };
    expect(await failureOf(center.customers(there))).toMatchObject({ code: 'notAllowed' });
    expect(seen).toHaveLength(0);
  });

  it('ends when the links go round in circles', async () => {
    let asked = 0;
    const { center } = await start(() => page([record()], next('/auditrecords?size=1', `T${(asked += 1) % 3}`)));
    let read = 0;
    for await (const items of pages((on) => center.auditRecords(on ? { next: on } : { from: NOW, size: 1 })))
      read += items.length;
    expect(read).toBe(4);
  });
});
