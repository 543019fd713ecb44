import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCustomers } from '../../../sandbox/customers/create-customers.js';
import { call, serve, type Served } from './serve.js';

/** The APIs of each cloud, whom tokens are for. */
const apis = {
  global: ['https://api.partnercenter.microsoft.com', 'https://graph.microsoft.com'],
  'us-government': ['https://api.partnercenter.microsoft.com', 'https://graph.microsoft.us'],
  '21vianet': ['https://partner.partnercenterapi.microsoftonline.cn', 'https://microsoftgraph.chinacloudapi.cn'],
} as const;
const clouds = ['global', 'us-government', '21vianet'] as const;

describe.each(clouds)('the stand-ins of the cloud %s', (cloud) => {
  let served: Served;
  beforeAll(async () => {
    served = await serve(createCustomers(3, cloud), { cloud });
  });
  afterAll(() => served.close());

  const [api, graph] = apis[cloud];
  const grant = (resource: string) => served.token({ grant_type: 'client_credentials', scope: `${resource}/.default` });

  it('give tokens for the APIs of that cloud, and for no other', async () => {
    for (const resource of new Set(Object.values(apis).flat()))
      expect((await grant(resource)).status).toBe(resource === api || resource === graph ? 200 : 400);
  });

  it('take no token at Partner Center that is for Graph', async () => {
    const [right, wrong] = [await served.accessToken('app', api), await served.accessToken('app', graph)];
    expect((await call(served, right, 'GET', '/v1/customers?size=1')).status).toBe(200);
    expect((await call(served, wrong, 'GET', '/v1/customers?size=1')).status).toBe(401);
  });

  it('know permissions to purchase and audit records where that cloud does', async () => {
    const there = cloud === '21vianet' ? 404 : 200;
    const user = await served.accessToken('user', api);
    const customer = served.customers[0]?.id ?? '';
    expect((await call(served, user, 'GET', `/v1/SelfServePolicy?entity_id=${customer}`)).status).toBe(there);
    expect((await call(served, user, 'GET', '/v1/auditrecords')).status).toBe(there);
  });
});
