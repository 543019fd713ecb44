import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCustomers } from '../../../sandbox/customers/create-customers.js';
import { call, CLIENT_ID, famous, profileOf, put, serve, type Served } from './serve.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let served: Served;
let app: string;
let user: string;

beforeAll(async () => {
  served = await serve(createCustomers(12));
  app = await served.accessToken('app');
  user = await served.accessToken('user');
});
afterAll(() => served.close());

interface Listed {
  items: Record<string, string>[];
  links: { next?: { uri: string; headers: { key: string; value: string }[] } };
}

const today = (ahead = 0) => new Date(Date.now() + served.clock.ahead + ahead).toISOString().slice(0, 10);
const where = (Field: string, Value: string, Operator = 'equals') =>
  `filter=${encodeURIComponent(JSON.stringify({ Field, Value, Operator }))}`;

async function list(query = '', headers: Record<string, string> = {}): Promise<Listed> {
  const { body } = await call(served, app, 'GET', `/v1/auditrecords?${query}`, undefined, headers);
  return body as unknown as Listed;
}

const newest = async () => (await list()).items[0] ?? {};

describe('the record of a write', () => {
  it('names the app that wrote for itself, its correlation id, and the whole resource before and afterwards', async () => {
    const profile = await profileOf(served, app, famous(1));
    await put(served, app, famous(1), { ...profile, lastName: 'Recorded' }, { 'MS-CorrelationId': 'correlation-7' });
    const record = await newest();
    expect(record).toMatchObject({
      customerId: famous(1),
      customerName: profile['companyName'],
      applicationId: CLIENT_ID,
      resourceType: 'customer',
      operationType: 'update_customer_billing_profile',
      originalCorrelationId: 'correlation-7',
      operationStatus: 'succeeded',
      operationDate: expect.stringMatching(/T\d\d:\d\d:\d\d\.\d{7}Z$/u),
    });
    expect(record).not.toHaveProperty('userPrincipalName');
    expect(JSON.parse(record['resourceOldValue'] ?? '')).toMatchObject({ LastName: profile['lastName'] });
    expect(JSON.parse(record['resourceNewValue'] ?? '')).toMatchObject({
      LastName: 'Recorded',
      DefaultAddress: { Country: expect.any(String) },
    });
  });

  it('names the user for whom an app wrote, and whoever typed into Partner Center', async () => {
    served.partnerCenter.changePolicy(famous(1), []);
    const policy = {
      selfServeEntity: { selfServeEntityType: 'customer', tenantID: famous(1) },
      grantor: { grantorType: 'billToPartner', tenantID: '5d2f6c1e-7d0b-4c53-9e0a-1f0d6a2b9c01' },
      permissions: [{ resource: 'AzureSavingsPlan', action: 'Purchase' }],
    };
    await call(served, user, 'POST', '/v1/SelfServePolicy', policy);
    expect(await newest()).toMatchObject({
      operationType: 'create_self_serve_policy',
      resourceType: 'self_serve_policy',
      userPrincipalName: expect.any(String),
      applicationId: CLIENT_ID,
    });
    served.partnerCenter.changePolicy(famous(1), [], 'somebody@partner.example');
    const removal = await newest();
    expect(removal).toMatchObject({
      operationType: 'delete_self_serve_policy',
      userPrincipalName: 'somebody@partner.example',
    });
    expect(removal).not.toHaveProperty('resourceNewValue');
    served.partnerCenter.change(famous(1), { lastName: 'Typed' });
    expect((await newest())['userPrincipalName']).toMatch(/@/u);
  });

  it('is made once for a request that is sent twice, and not for one that is refused', async () => {
    const before = served.partnerCenter.audit.kept.length;
    const profile = { ...(await profileOf(served, app, famous(2))), lastName: 'Twice' };
    const [first, second] = [
      await put(served, app, famous(2), profile, { 'MS-RequestId': 'same' }),
      await put(served, app, famous(2), profile, { 'MS-RequestId': 'same' }),
    ];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect((await put(served, app, famous(2), { ...profile, email: 'none' })).status).toBe(400);
    expect(served.partnerCenter.audit.kept).toHaveLength(before + 1);
  });

  it('tells several writes of the same moment apart', () => {
    for (let n = 0; n < 20; n++) served.partnerCenter.change(famous(3), { lastName: `N${n}` });
    const ids = served.partnerCenter.audit.kept.map(({ record }) => record['id']);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the list of audit records', () => {
  it('holds whole days, the first and the last one included', async () => {
    const { audit } = served.partnerCenter;
    const at = Date.now() - 10 * DAY;
    for (const days of [0, 1, 2])
      audit.add({ operationType: `day_${days}`, resourceType: 'moon', at: at + days * DAY });
    const day = (days: number) => new Date(at + days * DAY).toISOString().slice(0, 10);
    const { items } = await list(`startDate=${day(0)}&endDate=${day(1)}`);
    expect(items.map(({ operationType }) => operationType)).toEqual(['day_1', 'day_0']);
    expect((await list(`startDate=${today()}`)).items.every(({ resourceType }) => resourceType !== 'moon')).toBe(true);
  });

  it.each([
    ['ResourceType', 'self_serve_policy', 'equals'],
    ['ResourceType', 'SelfServePolicy', 'equals'],
    ['CustomerId', famous(1), 'equals'],
    ['CompanyName', 'CONTOSO', 'substring'],
  ])('lets through what has the %s %s', async (field, value, operator) => {
    const { items } = await list(where(field, value, operator));
    const member = { ResourceType: 'resourceType', CustomerId: 'customerId', CompanyName: 'customerName' }[field] ?? '';
    expect(items.length).toBeGreaterThan(0);
    const plain = (text = '') => text.toLowerCase().replaceAll('_', '');
    expect(items.every((item) => plain(item[member]).includes(plain(value)))).toBe(true);
    expect(items.length).toBeLessThan(served.partnerCenter.audit.kept.length);
  });

  it('gives every record once over its pages, though others are made meanwhile', async () => {
    const ids: string[] = [];
    const before = served.partnerCenter.audit.kept.length;
    let page = await list('size=7');
    for (;;) {
      ids.push(...page.items.map(({ id }) => id ?? ''));
      served.partnerCenter.change(famous(5), { lastName: `M${ids.length}` });
      const { next } = page.links;
      if (!next) break;
      page = await list(next.uri.split('?')[1], Object.fromEntries(next.headers.map(({ key, value }) => [key, value])));
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(before);
  });

  it('shows a late record later, and one in progress until it has ended', async () => {
    const { audit } = served.partnerCenter;
    audit.lateBy(10 * MINUTE);
    const id = audit.add({ operationType: 'add_customer', resourceType: 'customer', status: 'progress' });
    audit.lateBy(0);
    const find = async () => (await list()).items.find((item) => item['id'] === id);
    expect(await find()).toBeUndefined();
    served.clock.ahead += 10 * MINUTE;
    expect(await find()).toMatchObject({ operationStatus: 'progress' });
    audit.finish(id, 'succeeded');
    expect(await find()).toMatchObject({ operationStatus: 'succeeded' });
    served.clock.ahead = 0;
  });

  it.each([
    ['a start that is older than 90 days', () => `startDate=${today(-91 * DAY)}`],
    ['a date of a language', () => `startDate=${encodeURIComponent('6/1/2017 12:00:00 AM')}`],
    ['an end that is no date', () => 'endDate=tomorrow'],
    ['a size that is none', () => 'size=many'],
    ['a filter that is no JSON', () => 'filter=%7B'],
    ['a field that cannot be asked for', () => where('UserName', 'me')],
    ['an operator that does not belong to the field', () => where('CompanyName', 'me', 'equals')],
  ])('refuses %s', async (_what, query) => {
    expect((await call(served, app, 'GET', `/v1/auditrecords?${query()}`)).status).toBe(400);
  });

  it('takes a start of 89 days ago', async () => {
    expect((await call(served, app, 'GET', `/v1/auditrecords?startDate=${today(-89 * DAY)}`)).status).toBe(200);
  });

  it('is not there in a cloud that offers none', async () => {
    const there = await serve(createCustomers(3), { cloud: '21vianet' });
    try {
      const token = await there.accessToken('app', 'https://partner.partnercenterapi.microsoftonline.cn');
      expect((await call(there, token, 'GET', '/v1/auditrecords')).status).toBe(404);
      expect((await call(there, token, 'GET', '/v1/customers?size=1')).status).toBe(200);
    } finally {
      await there.close();
    }
  });
});
