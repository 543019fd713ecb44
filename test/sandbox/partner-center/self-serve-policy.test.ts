import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../core/partner/partner-center.js';
import { createCustomers } from '../../../sandbox/customers/create-customers.js';
import { PARTNER_TENANT } from '../../../sandbox/stand-in.js';
import { type Answer, call, famous, serve, type Served, text } from './serve.js';

const customers = createCustomers(12);
const ROOT = '/v1/SelfServePolicy';
const RESERVATIONS = 'AzureReservedInstances';
const PLANS = 'AzureSavingsPlan';
const idOf = (n: number) => `${PARTNER_TENANT}_${famous(n)}`;

let served: Served;
let user: string;
/** How many writes there were before this test. */
let written = 0;

beforeAll(async () => {
  served = await serve(customers);
  user = await served.accessToken('user');
});
afterAll(() => served.close());
beforeEach(() => {
  const { partnerCenter, clock } = served;
  partnerCenter.faults.clear();
  for (const { id } of customers) {
    partnerCenter.changePolicy(id, []);
    partnerCenter.changePolicy(id, partnerCenter.purchases(id).atStart);
  }
  written = partnerCenter.policyWrites.length;
  clock.ahead += 10_000;
});

const purchase = (resource: string) => ({ resource, action: 'Purchase' });
const policyFor = (n: number, ...resources: string[]): JsonObject => ({
  selfServeEntity: { selfServeEntityType: 'customer', tenantID: famous(n) },
  grantor: { grantorType: 'billToPartner', tenantID: PARTNER_TENANT },
  permissions: resources.map(purchase),
});
const held = (n: number) => served.partnerCenter.policy(famous(n)) ?? {};
const ask = (method: string, path: string, body?: JsonObject, requestId?: string): Promise<Answer> =>
  call(served, user, method, path, body, requestId ? { 'MS-RequestId': requestId } : {});
const post = (policy: JsonObject, requestId?: string) => ask('POST', ROOT, policy, requestId);
const putTo = (n: number, policy: JsonObject, requestId?: string) =>
  ask('PUT', `${ROOT}/${idOf(n)}`, policy, requestId);
const etagOf = (policy: JsonObject) => text((policy['attributes'] as JsonObject)['etag']);
const writes = () => served.partnerCenter.policyWrites.slice(written);

describe('self-serve policies', () => {
  it('are listed by customer, empty for one that may purchase nothing', async () => {
    const found = await ask('GET', `${ROOT}?entity_id=${famous(2)}`);
    expect(found).toMatchObject({ status: 200, body: { totalCount: 1, items: [{ id: idOf(2) }] } });
    expect((await ask('GET', `${ROOT}?entity_Id=${famous(1)}`)).body).toEqual({
      totalCount: 0,
      items: [],
      attributes: { objectType: 'Collection' },
    });
    expect((await ask('GET', ROOT)).status).toBe(400);
    expect(await ask('GET', `${ROOT}?entity_id=${PARTNER_TENANT}`)).toMatchObject({
      status: 404,
      body: { code: '60003' },
    });
  });

  it('have the documented shape, with an etag in quotes', async () => {
    const { status, body } = await ask('GET', `${ROOT}/${idOf(2)}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      id: idOf(2),
      ...policyFor(2, RESERVATIONS),
      attributes: { etag: expect.stringMatching(/^"[\w-]{36}"$/), objectType: 'SelfServePolicy' },
    });
  });

  it.each([
    ['GET', `${ROOT}?entity_id=${famous(2)}`],
    ['GET', `${ROOT}/${idOf(2)}`],
    ['POST', ROOT],
    ['PUT', `${ROOT}/${idOf(2)}`],
    ['DELETE', `${ROOT}/${idOf(2)}`],
  ])('are not for an app alone: 403/900329 to %s %s', async (method, path) => {
    const before = held(2);
    const body = method === 'GET' ? undefined : policyFor(2, PLANS);
    const answer = await call(served, await served.accessToken('app'), method, path, body);
    expect(answer).toMatchObject({ status: 403, body: { code: '900329' } });
    expect(held(2)).toEqual(before);
  });

  it.each([
    ['POST', `${ROOT}/${idOf(2)}`, 405],
    ['DELETE', ROOT, 405],
    ['PATCH', ROOT, 405],
    ['GET', `${ROOT}/${idOf(2)}/more`, 404],
  ])('know no %s %s', async (method, path, status) => {
    expect(await ask(method, path)).toMatchObject({ status, text: '' });
  });

  it.each([
    ['a customer without one', idOf(1), '600039'],
    ['another grantor', `${famous(1)}_${famous(2)}`, '600039'],
    ['an id that is none', 'nonsense', '600040'],
  ])('are 404 for %s', async (_name, id, code) => {
    for (const method of ['GET', 'DELETE'])
      expect(await ask(method, `${ROOT}/${id}`)).toMatchObject({ status: 404, body: { code } });
    const put = await ask('PUT', `${ROOT}/${id}`, { ...held(2), id });
    expect(put).toMatchObject({ status: 404, body: { code } });
  });
});

describe('a policy is created', () => {
  it('with 201 and the whole resource, unknown members included', async () => {
    const { status, body } = await post({ ...policyFor(1, PLANS), note: { kept: [1] } }, 'r-1');
    expect(status).toBe(201);
    expect(body).toEqual(held(1));
    expect(body).toMatchObject({ id: idOf(1), permissions: [purchase(PLANS)], note: { kept: [1] } });
    expect(writes()).toEqual([
      {
        at: expect.any(String),
        customerId: famous(1),
        before: [],
        after: [PLANS],
        requestId: 'r-1',
        by: expect.any(String),
      },
    ]);
  });

  it('once: 409/600041 when the customer has one', async () => {
    const before = held(2);
    expect(await post(policyFor(2, PLANS))).toMatchObject({ status: 409, body: { code: '600041' } });
    expect(held(2)).toEqual(before);
    expect(writes()).toEqual([]);
  });

  it.each<[string, JsonObject]>([
    ['no permission', { permissions: [] }],
    ['an unknown resource', { permissions: [purchase('AzureFutureOffer')] }],
    ['another action', { permissions: [{ resource: PLANS, action: 'purchase' }] }],
    ['another grantor', { grantor: { grantorType: 'billToPartner', tenantID: famous(2) } }],
    ['a grantor of another type', { grantor: { grantorType: 'BillToPartner', tenantID: PARTNER_TENANT } }],
    ['no customer', { selfServeEntity: null }],
  ])('never with %s', async (_name, members) => {
    expect((await post({ ...policyFor(1, PLANS), ...members })).status).toBe(400);
    expect(writes()).toEqual([]);
  });

  it('for customers of this partner only', async () => {
    const stranger = { selfServeEntityType: 'customer', tenantID: PARTNER_TENANT };
    expect(await post({ ...policyFor(1, PLANS), selfServeEntity: stranger })).toMatchObject({
      status: 404,
      body: { code: '60003' },
    });
  });
});

describe('a policy is replaced', () => {
  it.each([ROOT, `${ROOT}/${idOf(2)}`])('by a PUT to %s, which moves the etag on', async (path) => {
    const before = held(2);
    const { status, body } = await ask('PUT', path, {
      ...before,
      permissions: [purchase(PLANS), purchase(RESERVATIONS)],
    });
    expect(status).toBe(200);
    expect(body).toEqual(held(2));
    expect(etagOf(body)).not.toBe(etagOf(before));
    expect(writes()).toMatchObject([{ before: [RESERVATIONS], after: [PLANS, RESERVATIONS] }]);
  });

  it.each([405, 404] as const)('at one address only where so switched; the other is %i', async (missing) => {
    const { faults } = served.partnerCenter;
    faults.policyPut('with id', missing);
    expect(await ask('PUT', ROOT, held(2))).toMatchObject({ status: missing, text: '' });
    expect((await putTo(2, held(2))).status).toBe(200);
    faults.policyPut('without id', missing);
    expect(await putTo(2, held(2))).toMatchObject({ status: missing, text: '' });
    expect((await ask('PUT', ROOT, held(2))).status).toBe(200);
    faults.clear();
    expect((await putTo(2, held(2))).status).toBe(200);
  });

  it('never with a stale etag', async () => {
    const stale = held(2);
    served.partnerCenter.changePolicy(famous(2), [PLANS]);
    const now = held(2);
    expect(await putTo(2, stale)).toMatchObject({ status: 400, body: { code: '2055' } });
    for (const status of [409, 412] as const) {
      served.partnerCenter.faults.staleStatus(status);
      expect((await putTo(2, stale)).status).toBe(status);
    }
    expect(held(2)).toEqual(now);
  });

  it('never with an etag that lost its quotes, or without one', async () => {
    const before = held(2);
    const bare = { ...before, attributes: { etag: etagOf(before).replaceAll('"', ''), objectType: 'SelfServePolicy' } };
    expect((await putTo(2, bare)).body['code']).toBe('2055');
    expect((await putTo(2, { ...before, attributes: {} })).body['code']).toBe('3000');
    expect(held(2)).toEqual(before);
  });

  it('loses what the body lacks, and keeps a permission that was there whatever it is for', async () => {
    served.partnerCenter.changePolicy(famous(2), [RESERVATIONS, 'AzureFutureOffer']);
    await putTo(2, { ...held(2), note: 'first' });
    const { note: _lost, ...rest } = held(2);
    const { status, body } = await putTo(2, { ...rest, permissions: [purchase('AzureFutureOffer')] });
    expect([status, body['note'], body['permissions']]).toEqual([200, undefined, [purchase('AzureFutureOffer')]]);
  });

  it('stays with its customer', async () => {
    const { selfServeEntity } = policyFor(1);
    expect((await putTo(2, { ...held(2), selfServeEntity: selfServeEntity ?? null })).status).toBe(400);
    expect(await putTo(1, held(2))).toMatchObject({ status: 404, body: { code: '600040' } });
  });
});

describe('a policy is deleted', () => {
  it('with an empty 204, and can then be made anew', async () => {
    expect(await ask('DELETE', `${ROOT}/${idOf(4)}`)).toMatchObject({ status: 204, text: '' });
    expect(served.partnerCenter.policy(famous(4))).toBeUndefined();
    expect(writes()).toMatchObject([{ before: [RESERVATIONS, PLANS], after: [] }]);
    expect((await post(policyFor(4, PLANS))).status).toBe(201);
  });
});

describe('the same MS-RequestId', () => {
  it('gets the same answer to every kind of write, without a second effect', async () => {
    const create = () => post(policyFor(1, PLANS), 'create');
    const created = [await create(), await create()];
    const policy = { ...held(1), permissions: [purchase(RESERVATIONS)] };
    const updated = [await putTo(1, policy, 'update'), await putTo(1, policy, 'update')];
    const remove = () => ask('DELETE', `${ROOT}/${idOf(1)}`, undefined, 'delete');
    const deleted = [await remove(), await remove()];
    expect([...created, ...updated, ...deleted].map(({ status }) => status)).toEqual([201, 201, 200, 200, 204, 204]);
    expect(created[1]?.body).toEqual(created[0]?.body);
    expect(updated[1]?.body).toEqual(updated[0]?.body);
    expect(writes().map(({ requestId }) => requestId)).toEqual(['create', 'update', 'delete']);
  });

  it('is refused for another request', async () => {
    await post(policyFor(1, PLANS), 'twice');
    expect((await post(policyFor(3, PLANS), 'twice')).status).toBe(400);
    expect(served.partnerCenter.policy(famous(3))).toBeUndefined();
  });
});

describe('faults', () => {
  it('come to policies as to everything: 503 without effect, a lost answer after it', async () => {
    const { faults } = served.partnerCenter;
    faults.failNext(1, 503, { method: 'POST', path: 'SelfServePolicy' });
    expect((await post(policyFor(1, PLANS))).status).toBe(503);
    expect(served.partnerCenter.policy(famous(1))).toBeUndefined();
    faults.failNext(1, 'apply, then reset', { method: 'POST' });
    await expect(post(policyFor(1, PLANS), 'lost')).rejects.toThrow();
    expect(writes()).toMatchObject([{ customerId: famous(1), requestId: 'lost' }]);
    // Asked again under the same id, it gives the answer that was lost.
    expect((await post(policyFor(1, PLANS), 'lost')).status).toBe(201);
    expect(writes()).toHaveLength(1);
  });
});
