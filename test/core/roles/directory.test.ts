import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLog } from '../../canary/output.js';
import { DirectoryError, type Directory } from '../../../core/roles/directory.js';
import { ANA, directoryAt } from './stand-ins/directory-at.js';
import { GROUPS, startGraph, type GraphStandIn } from './stand-ins/graph.js';
import { json } from './stand-ins/http.js';

const GLOBAL_ADMIN = '62e90394-69f5-4237-9190-012177145e10';
const HELPDESK_ADMINISTRATOR = '729827e3-9c14-49f7-bb1b-9608f156bbb8';
const MINUTE = 60_000;

let graph: GraphStandIn;
let directory: Directory;
let time: number;
let logged: string[];
let tokens: string[];

beforeEach(async () => {
  graph = await startGraph();
  time = 1_000_000;
  logged = [];
  tokens = [];
  directory = directoryAt(graph, {
    tokens: {
      get: async ({ rejected } = {}) => {
        const token = rejected === undefined ? 'first-token' : 'second-token';
        tokens.push(token);
        return token;
      },
    },
    log: createLog('warn', { write: (line) => void logged.push(line) }),
    now: () => time,
  });
});

afterEach(() => graph.close());

function ana(...memberOf: { id: string; roleTemplateId?: string; displayName?: string }[]): void {
  graph.users.set(ANA, { id: ANA, displayName: 'Ana', memberOf });
}

const roles = async (fresh = false) => (await directory.look(ANA, { fresh })).roles;

async function kindOf(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    return error instanceof DirectoryError ? error.kind : error;
  }
}

describe('roles', () => {
  it('come from agent groups by id and directory roles by template', async () => {
    ana({ id: 'group-sales' }, { id: 'role-object', roleTemplateId: GLOBAL_ADMIN }, { id: 'other' });
    expect(await roles()).toEqual(['Global admin', 'Sales agent']);
  });

  it('are not had through a group or role of a similar name', async () => {
    ana(
      { id: 'impostor', displayName: 'AdminAgents' },
      { id: 'helpdesk-administrator', roleTemplateId: HELPDESK_ADMINISTRATOR, displayName: 'Helpdesk agent' },
    );
    expect(await roles()).toEqual([]);
  });

  it('are found on the last of many pages', async () => {
    graph.pageSize = 2;
    ana(...Array.from({ length: 7 }, (_, n) => ({ id: `other-${n}` })), { id: 'group-help' });
    expect(await roles()).toEqual(['Helpdesk agent']);
  });

  it('are none for a guest and for an account that is switched off', async () => {
    graph.users.set(ANA, { id: ANA, displayName: 'Ana', userType: 'Guest', memberOf: [{ id: 'group-admin' }] });
    expect(await directory.look(ANA, { fresh: true })).toEqual({ roles: [], enabled: true, guest: true, name: 'Ana' });
    graph.users.set(ANA, { id: ANA, displayName: 'Ana', accountEnabled: false, memberOf: [{ id: 'group-admin' }] });
    expect(await directory.look(ANA, { fresh: true })).toMatchObject({ roles: [], enabled: false });
  });

  it('are remembered for less than five minutes, and read again when they must be fresh', async () => {
    ana({ id: 'group-sales' });
    expect(await roles()).toEqual(['Sales agent']);
    ana();
    time += 5 * MINUTE - 1;
    expect(await roles()).toEqual(['Sales agent']);
    expect(await roles(true)).toEqual([]);
    expect(await roles()).toEqual([]);
    ana({ id: 'group-admin' });
    time += 5 * MINUTE;
    expect(await roles()).toEqual(['Admin agent']);
  });

  it('are asked for once, however many wait', async () => {
    ana({ id: 'group-sales' });
    await Promise.all(Array.from({ length: 20 }, () => roles()));
    expect(graph.requests.filter((path) => path.includes('/users/'))).toHaveLength(2);
  });
});

describe('agent groups', () => {
  it('are looked up once a day', async () => {
    ana({ id: 'group-sales' });
    for (let look = 0; look < 3; look += 1) await roles(true);
    expect(graph.requests.filter((path) => path.includes('/groups'))).toHaveLength(3);
    time += 24 * 60 * MINUTE;
    await roles(true);
    expect(graph.requests.filter((path) => path.includes('/groups'))).toHaveLength(6);
  });

  it('count by their exact name, case included', async () => {
    graph.groups = [{ id: 'lower', displayName: 'adminagents', securityEnabled: true }];
    ana({ id: 'lower' });
    expect(await roles()).toEqual([]);
  });

  it('of equal names count only when one of them alone is a security group', async () => {
    graph.groups = [...GROUPS, { id: 'team', displayName: 'AdminAgents', securityEnabled: false }];
    ana({ id: 'group-admin' });
    expect(await roles()).toEqual(['Admin agent']);
    ana({ id: 'team' });
    expect(await roles(true)).toEqual([]);
  });

  it('of equal names that cannot be told apart give no role, and the log names them', async () => {
    graph.groups = [...GROUPS, { id: 'copy', displayName: 'AdminAgents', securityEnabled: true }];
    ana({ id: 'group-admin' }, { id: 'copy' });
    expect(await roles()).toEqual([]);
    expect(logged.join()).toContain('copy');
  });

  it('that are known stay the right ones when another of the name is made', async () => {
    ana({ id: 'group-admin' });
    await roles();
    graph.groups = [{ id: 'copy', displayName: 'AdminAgents', securityEnabled: true }, ...GROUPS];
    time += 24 * 60 * MINUTE;
    expect(await roles()).toEqual(['Admin agent']);
    ana({ id: 'copy' });
    expect(await roles(true)).toEqual([]);
  });

  it('that are known still count while Graph cannot list groups', async () => {
    ana({ id: 'group-admin' });
    await roles();
    time += 24 * 60 * MINUTE;
    graph.fault = (request, response) => {
      if (!request.url?.includes('/groups')) return false;
      json(response, 503, {});
      return true;
    };
    expect(await roles()).toEqual(['Admin agent']);
  });
});

describe('a failure of Graph', () => {
  it.each([
    [401, 'forbidden'],
    [403, 'forbidden'],
    [429, 'throttled'],
    [500, 'unavailable'],
    [404, 'unavailable'],
  ])('with HTTP %s is %s, never "no roles"', async (status, kind) => {
    ana({ id: 'group-sales' });
    graph.fault = (_request, response) => {
      json(response, status, {});
      return true;
    };
    expect(await kindOf(directory.look(ANA, { fresh: true }))).toBe(kind);
  });

  it('tells how long to wait', async () => {
    graph.fault = (_request, response) => {
      json(response, 429, {}, { 'retry-after': '17' });
      return true;
    };
    await expect(directory.look(ANA, { fresh: true })).rejects.toMatchObject({ retryAfterSeconds: 17 });
  });

  it('while roles are listed is no shorter list', async () => {
    graph.pageSize = 1;
    ana({ id: 'group-sales' }, { id: 'group-admin' });
    graph.fault = (request, response) => {
      if (!request.url?.includes('skiptoken')) return false;
      json(response, 500, {});
      return true;
    };
    expect(await kindOf(roles())).toBe('unavailable');
  });

  it('that passes is not seen: a read is repeated once', async () => {
    ana({ id: 'group-sales' });
    let failures = 1;
    graph.fault = (request, response) => {
      if (!request.url?.includes('transitive') || failures === 0) return false;
      failures -= 1;
      response.destroy();
      return true;
    };
    expect(await roles()).toEqual(['Sales agent']);
  });

  it('is not remembered', async () => {
    expect(await kindOf(roles())).toBe('notFound');
    ana({ id: 'group-sales' });
    expect(await roles()).toEqual(['Sales agent']);
  });

  it('carries no token and no address', async () => {
    const error: unknown = await directory.look(ANA, { fresh: true }).catch((failure: unknown) => failure);
    expect(JSON.stringify(error) + String(error)).not.toMatch(/token|127\.0\.0\.1/);
  });
});

describe('the access token', () => {
  it('is renewed once when Graph refuses it', async () => {
    ana({ id: 'group-sales' });
    graph.fault = (request, response) => {
      if (request.headers.authorization === 'Bearer second-token') return false;
      json(response, 401, {});
      return true;
    };
    expect(await roles()).toEqual(['Sales agent']);
    expect(tokens).toContain('second-token');
  });

  it('is not sent along when a next page is said to be elsewhere', async () => {
    const elsewhere = await startGraph();
    graph.pageSize = 1;
    graph.nextLinkBase = elsewhere.url;
    ana({ id: 'other' }, { id: 'group-admin' });
    expect(await kindOf(roles())).toBe('unavailable');
    expect(elsewhere.tokens).toEqual([]);
    await elsewhere.close();
  });

  it('is not asked for on behalf of what is no object id', async () => {
    expect(await kindOf(directory.look(`${ANA}/../groups`, { fresh: true }))).toBe('notFound');
    expect(graph.requests).toEqual([]);
  });
});
