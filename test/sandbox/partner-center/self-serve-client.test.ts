import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { createLog } from '../../canary/output.js';
import { createMetrics } from '../../canary/metrics.js';
import { createPartnerCenter } from '../../../core/partner/create-partner-center.js';
import { purchaseResources } from '../../../core/partner/partner-center.js';
import type { JsonObject, PartnerCenter, PurchaseResource } from '../../../core/partner/partner-center.js';
import { writeNeeded } from '../../../core/partner/self-serve-permissions.js';
import { createTokenSource } from '../../../core/partner/tokens.js';
import { createCustomers } from '../../../sandbox/customers/create-customers.js';
import { PARTNER_TENANT } from '../../../sandbox/stand-in.js';
import { API, CLIENT_ID, CLIENT_SECRET, famous, REFRESH_TOKEN, serve, type Served, call } from './serve.js';

let served: Served;
let center: PartnerCenter;
let user: string;

beforeAll(async () => {
  served = await serve(createCustomers(10));
  user = await served.accessToken('user');
  const log = createLog('silent');
  const common = {
    from: { login: `${served.baseUrl}/login`, tenant: PARTNER_TENANT },
    clientId: CLIENT_ID,
    credential: { type: 'secret' as const, secret: CLIENT_SECRET },
    log,
  };
  const vault = { read: async () => REFRESH_TOKEN, write: async () => undefined };
  center = createPartnerCenter({
    config: {
      tenantId: PARTNER_TENANT,
      urls: { partnerCenter: `${served.baseUrl}/partner-center`, login: common.from.login, graph: served.baseUrl },
    },
    appTokens: createTokenSource({ ...common, scope: `${API}/.default` }),
    userTokens: createTokenSource({ ...common, scope: `${API}/user_impersonation`, refresh: { vault } }),
    log,
    metrics: createMetrics(),
  });
});
afterAll(() => served.close());
beforeEach(() => served.partnerCenter.faults.clear());

/** Leads the customer to exactly the wanted permissions, as whoever uses the client does. */
async function make(customer: string, wanted: PurchaseResource[]): Promise<void> {
  const options = { requestId: randomUUID() };
  const policy = await center.selfServePolicy(customer);
  const write = writeNeeded(policy, wanted);
  if (write === 'create') await center.createSelfServePolicy(customer, wanted, options);
  if (write === 'update' && policy) await center.updateSelfServePolicy(policy, wanted, options);
  if (write === 'delete' && policy) await center.deleteSelfServePolicy(policy.id, options);
}

interface Step {
  give: boolean;
  resource: PurchaseResource;
  put: 'either' | 'with id' | 'without id';
  missing: 404 | 405;
}
const step: fc.Arbitrary<Step> = fc.record({
  give: fc.boolean(),
  resource: fc.constantFrom(...purchaseResources),
  put: fc.constantFrom('either' as const, 'with id' as const, 'without id' as const),
  missing: fc.constantFrom(404 as const, 405 as const),
});
const start = fc.subarray([...purchaseResources]);

/** Runs the steps and gives what is then wanted. */
async function run(customer: string, began: PurchaseResource[], steps: Step[]) {
  const wanted = new Set(began);
  for (const { give, resource, put, missing } of steps) {
    served.partnerCenter.faults.policyPut(put, missing);
    if (give) wanted.add(resource);
    else wanted.delete(resource);
    await make(customer, [...wanted]);
  }
  return purchaseResources.filter((resource) => wanted.has(resource));
}

describe('permissions given and removed through the client', () => {
  it('end as exactly the wanted set, in any order and at whatever address', async () => {
    await fc.assert(
      fc.asyncProperty(start, fc.array(step, { maxLength: 8 }), async (began, steps) => {
        served.partnerCenter.changePolicy(famous(1), began);
        const wanted = await run(famous(1), began, steps);
        expect([...served.partnerCenter.purchases(famous(1)).now].sort()).toEqual(wanted);
        const policy = await center.selfServePolicy(famous(1));
        expect(policy?.resources ?? []).toEqual(wanted);
        expect(policy === undefined).toBe(wanted.length === 0);
      }),
      { numRuns: 40 },
    );
  });

  it('leave alone the members and permissions that nobody knows', async () => {
    await fc.assert(
      fc.asyncProperty(start, fc.array(step, { maxLength: 8 }), async (began, steps) => {
        served.partnerCenter.changePolicy(famous(3), [...began, 'AzureFutureOffer']);
        const note = { deep: [1, { more: 'x' }] };
        const path = `/v1/SelfServePolicy/${PARTNER_TENANT}_${famous(3)}`;
        served.partnerCenter.faults.clear();
        await call(served, user, 'PUT', path, { ...served.partnerCenter.policy(famous(3)), note });
        const wanted = await run(famous(3), began, steps);
        const policy = served.partnerCenter.policy(famous(3)) as JsonObject;
        expect(policy['note']).toEqual(note);
        expect([...served.partnerCenter.purchases(famous(3)).now].sort()).toEqual(
          [...wanted, 'AzureFutureOffer'].sort(),
        );
      }),
      { numRuns: 25 },
    );
  });

  it('write nothing when all is as wanted', async () => {
    served.partnerCenter.changePolicy(famous(5), ['AzureSavingsPlan']);
    const before = served.partnerCenter.policyWrites.length;
    await make(famous(5), ['AzureSavingsPlan']);
    expect(served.partnerCenter.policyWrites).toHaveLength(before);
  });
});

describe('the client at Partner Center', () => {
  it('reads the permission that a customer began with', async () => {
    expect((await center.selfServePolicy(famous(2)))?.resources).toEqual(['AzureReservedInstances']);
    expect((await center.selfServePolicy(famous(2).toUpperCase()))?.resources).toEqual(['AzureReservedInstances']);
  });

  it('is told when another was quicker: to give, to change and to remove', async () => {
    const id = famous(6);
    const options = () => ({ requestId: randomUUID() });
    served.partnerCenter.changePolicy(id, ['AzureSavingsPlan']);
    const policy = await center.selfServePolicy(id);
    if (!policy) throw new Error('there is a policy');
    const give = center.createSelfServePolicy(id, ['AzureSavingsPlan'], options());
    await expect(give).rejects.toMatchObject({ kind: 'conflict', code: '600041' });
    served.partnerCenter.changePolicy(id, ['AzureReservedInstances']);
    const change = center.updateSelfServePolicy(policy, ['AzureReservedInstances', 'AzureSavingsPlan'], options());
    await expect(change).rejects.toMatchObject({ kind: 'conflict', code: '2055' });
    served.partnerCenter.changePolicy(id, []);
    const remove = center.deleteSelfServePolicy(policy.id, options());
    await expect(remove).rejects.toMatchObject({ kind: 'notFound', code: '600039' });
    const late = center.updateSelfServePolicy(policy, ['AzureSavingsPlan'], options());
    await expect(late).rejects.toMatchObject({ kind: 'notFound', code: '600039' });
  });

  it('writes once when the answer is lost, and gets it under the same request id', async () => {
    const options = { requestId: randomUUID() };
    served.partnerCenter.changePolicy(famous(7), []);
    served.partnerCenter.faults.failNext(1, 'apply, then reset', { method: 'POST' });
    const give = () => center.createSelfServePolicy(famous(7), ['AzureSavingsPlan'], options);
    await expect(give()).rejects.toMatchObject({ kind: 'unavailable', answerUnknown: true });
    expect((await give()).resources).toEqual(['AzureSavingsPlan']);
    const applied = served.partnerCenter.policyWrites.filter(({ requestId }) => requestId === options.requestId);
    expect(applied).toMatchObject([{ customerId: famous(7), before: [], after: ['AzureSavingsPlan'] }]);
  });
});
