import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../core/partner/partner-center.js';
import { createPartnerCenterSource } from '../../../sandbox/console/partner-center.js';
import { createCustomers } from '../../../sandbox/customers/create-customers.js';
import { PARTNER_TENANT } from '../../../sandbox/stand-in.js';
import { type Answer, call, famous, serve, type Served, text } from './serve.js';

const customers = createCustomers(12);
const ROOT = '/v1/SelfServePolicy';
const RESERVATIONS = 'AzureReservedInstances';
const PLANS = 'AzureSavingsPlan';

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
const etagOf = (policy: JsonObject) => text((policy['attributes'] as JsonObject)['etag']);
const writes = () => served.partnerCenter.policyWrites.slice(written);

describe('the pane', () => {
  it('shows who may purchase what now, what it was, and the request', async () => {
    await post(policyFor(1, PLANS), 'shown');
    const { changed, requests } = served.partnerCenter.pane();
    expect(changed[0]).toMatchObject({ id: famous(1), purchases: { now: [PLANS], atStart: [] } });
    expect(changed[0]?.writes[0]).toMatchObject({
      requestId: 'shown',
      changes: [{ path: 'permissions', before: [], after: [PLANS] }],
    });
    expect(requests[0]).toMatchObject({ method: 'POST', path: ROOT, status: 201 });
  });

  it('on the page names each switch that was moved, in both views', () => {
    const source = createPartnerCenterSource(served.partnerCenter, customers);
    served.partnerCenter.changePolicy(famous(2), [PLANS]);
    expect(source.pane().changes[0]).toMatchObject({
      customer: famous(2),
      by: 'Partner Center',
      fields: [
        { path: `permissions.${RESERVATIONS}`, before: 'On', after: 'Off' },
        { path: `permissions.${PLANS}`, before: 'Off', after: 'On' },
      ],
    });
    expect(
      source.record(famous(2))?.groups.find(({ title }) => title.startsWith('Customer permissions'))?.rows,
    ).toEqual([
      { path: `permissions.${RESERVATIONS}`, value: 'Off', before: 'On' },
      { path: `permissions.${PLANS}`, value: 'On', before: 'Off' },
    ]);
    served.partnerCenter.changePolicy(famous(2), [RESERVATIONS]);
    expect(source.pane().changes[0]).toMatchObject({ customer: famous(2), fields: [] });
  });

  it('has the customer that changed last first, whatever changed', () => {
    served.clock.ahead += 1_000;
    served.partnerCenter.change(famous(3), { lastName: 'Roe' });
    served.clock.ahead += 1_000;
    served.partnerCenter.changePolicy(famous(1), [PLANS]);
    served.clock.ahead += 1_000;
    served.partnerCenter.change(famous(4), { lastName: 'Roe' });
    expect(
      served.partnerCenter
        .pane()
        .changed.slice(0, 3)
        .map(({ id }) => id),
    ).toEqual([famous(4), famous(1), famous(3)]);
  });
});

describe('what is typed directly into Partner Center', () => {
  it('makes, changes and removes a policy, and tells the page', () => {
    let told = 0;
    served.partnerCenter.onChange(() => (told += 1));
    const change = (...resources: string[]) => served.partnerCenter.changePolicy(famous(1), resources);
    change(PLANS);
    const etag = etagOf(held(1));
    change(PLANS, RESERVATIONS);
    expect(etagOf(held(1))).not.toBe(etag);
    change();
    change();
    expect(served.partnerCenter.policy(famous(1))).toBeUndefined();
    expect(writes().map(({ before, after }) => [before, after])).toEqual([
      [[], [PLANS]],
      [[PLANS], [PLANS, RESERVATIONS]],
      [[PLANS, RESERVATIONS], []],
    ]);
    expect(told).toBe(4);
  });
});
