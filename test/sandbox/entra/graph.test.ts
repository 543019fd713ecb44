import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCustomers } from '../../../sandbox/customers/create-customers.js';
import { characters, GLOBAL_ADMIN_TEMPLATE } from '../../../sandbox/stand-in.js';
import { GRAPH, serve, type Served } from '../partner-center/serve.js';

let served: Served;
let token: string;

interface GraphPage {
  value: { '@odata.type': string; id: string; displayName: string; roleTemplateId?: string }[];
  '@odata.nextLink'?: string;
}

beforeAll(async () => {
  served = await serve(createCustomers(0));
  token = await served.accessToken('app', GRAPH);
});
afterAll(() => served.close());

const idOf = (title: string, nth = 0) => characters.filter((one) => one.title === title)[nth]?.id ?? '';
const [sofia, tom] = [idOf('Sales agent'), idOf('Sales agent', 1)];

beforeEach(() => {
  served.entra.setGroups(sofia, ['SalesAgents']);
  served.entra.disable(sofia, false);
});

async function get(path: string, bearer = token): Promise<{ status: number; headers: Headers; body: object }> {
  const url = path.startsWith('http') ? path : `${served.baseUrl}/graph/v1.0${path}`;
  const response = await fetch(url, { headers: { Authorization: `Bearer ${bearer}` } });
  return { status: response.status, headers: response.headers, body: (await response.json()) as object };
}

async function everything(path: string): Promise<GraphPage['value']> {
  const found: GraphPage['value'] = [];
  for (let next: string | undefined = path; next; ) {
    const page = await get(next);
    const body = page.body as GraphPage;
    expect(body.value.length).toBeLessThanOrEqual(2);
    found.push(...body.value);
    next = body['@odata.nextLink'];
  }
  return found;
}
const names = async (path: string) => (await everything(path)).map(({ displayName }) => displayName);

describe('a user of the directory', () => {
  it('has the members that were selected, and no others', async () => {
    const { body } = await get(`/users/${sofia}?$select=accountEnabled,userType,displayName`);
    const { '@odata.context': _context, ...rest } = body as Record<string, unknown>;
    expect(rest).toEqual({ accountEnabled: true, userType: 'Member', displayName: 'Sofia Marín' });
  });

  it('lacks accountEnabled and userType when nothing was selected', async () => {
    const { body } = await get(`/users/${sofia}`);
    expect(body).not.toHaveProperty('accountEnabled');
    expect(body).not.toHaveProperty('userType');
  });

  it('is disabled as soon as somebody disables them', async () => {
    served.entra.disable(sofia);
    expect((await get(`/users/${sofia}?$select=accountEnabled`)).body).toMatchObject({ accountEnabled: false });
  });

  it('is not found when from outside, in the shape of Graph', async () => {
    const { status, body } = await get(`/users/${idOf('Someone from outside')}`);
    expect(status).toBe(404);
    expect(body).toMatchObject({ error: { code: 'Request_ResourceNotFound', innerError: {} } });
  });
});

describe('what a user belongs to', () => {
  it('comes two at a time, so that roles are not on the first page', async () => {
    const path = `/users/${sofia}/transitiveMemberOf?$select=id,displayName,roleTemplateId`;
    const body = (await get(path)).body as GraphPage;
    expect(body.value.map(({ displayName }) => displayName)).not.toContain('SalesAgents');
    expect(body['@odata.nextLink']).toContain(served.baseUrl);
    expect(await names(path)).toContain('SalesAgents');
  });

  it('includes groups of groups only when asked transitively', async () => {
    expect(await names(`/users/${tom}/memberOf`)).not.toContain('SalesAgents');
    expect(await names(`/users/${tom}/transitiveMemberOf`)).toEqual(
      expect.arrayContaining(['Sales EMEA', 'SalesAgents']),
    );
  });

  it('has a group with a name much like that of an agent group', async () => {
    expect(await names(`/users/${idOf('Helpdesk agent')}/transitiveMemberOf`)).toContain('SalesAgents Newsletter');
    expect(await names(`/users/${idOf('Helpdesk agent')}/transitiveMemberOf`)).not.toContain('SalesAgents');
  });

  it('names directory roles by their legacy names, so that only the template id tells', async () => {
    const found = await everything(`/users/${idOf('Global admin')}/transitiveMemberOf`);
    const role = found.find(({ roleTemplateId }) => roleTemplateId === GLOBAL_ADMIN_TEMPLATE);
    expect(role).toMatchObject({
      '@odata.type': '#microsoft.graph.directoryRole',
      displayName: 'Company Administrator',
    });
  });

  it('follows what is set at run time', async () => {
    served.entra.setGroups(sofia, []);
    expect(await names(`/users/${sofia}/transitiveMemberOf`)).not.toContain('SalesAgents');
    served.entra.setGroups(sofia, ['AdminAgents', 'HelpdeskAgents']);
    const now = await names(`/users/${sofia}/transitiveMemberOf`);
    expect(now).toEqual(expect.arrayContaining(['AdminAgents', 'HelpdeskAgents']));
    served.entra.setDirectoryRoles(sofia, [GLOBAL_ADMIN_TEMPLATE]);
    expect(await names(`/users/${sofia}/transitiveMemberOf`)).toContain('Company Administrator');
    served.entra.setDirectoryRoles(sofia, []);
  });

  it('can be had of one kind', async () => {
    const found = await everything(`/users/${sofia}/transitiveMemberOf/microsoft.graph.directoryRole`);
    expect(found.map((one) => one['@odata.type'])).toEqual(['#microsoft.graph.directoryRole']);
  });
});

const filter = (name: string) => `/groups?$filter=${encodeURIComponent(`displayName eq '${name}'`)}`;

describe('groups by name', () => {
  it('are found in any case, with the id that members of it show', async () => {
    const [group, ...others] = await everything(filter('salesagents'));
    expect(others).toEqual([]);
    const mine = await everything(`/users/${sofia}/transitiveMemberOf`);
    expect(mine.map(({ id }) => id)).toContain(group?.id);
  });

  it('may be several of one name', async () => {
    const id = served.entra.addGroup('HelpdeskAgents');
    const found = await everything(filter('HelpdeskAgents'));
    expect(found).toHaveLength(2);
    expect(found.find((group) => group.id === id)).toMatchObject({ securityEnabled: false });
  });

  it('refuse a filter that Graph does not know', async () => {
    expect((await get(`/groups?$filter=${encodeURIComponent("contains(displayName,'x')")}`)).status).toBe(400);
  });
});

describe('Graph', () => {
  it('wants a token of ours that is for Graph', async () => {
    expect((await get(`/users/${sofia}`, await served.accessToken('app'))).status).toBe(401);
    expect((await get(`/users/${sofia}`, 'nonsense')).body).toMatchObject({
      error: { code: 'InvalidAuthenticationToken' },
    });
  });

  it('throttles and fails where so told', async () => {
    served.entra.graph.faults.failNext(1, 429);
    served.entra.graph.faults.failNext(1, 503);
    const throttled = await get(`/users/${sofia}`);
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '2']);
    expect((await get(`/users/${sofia}`)).status).toBe(503);
    expect((await get(`/users/${sofia}`)).status).toBe(200);
  });
});
