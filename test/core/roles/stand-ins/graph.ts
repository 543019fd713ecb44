import type { IncomingMessage, ServerResponse } from 'node:http';
import { json, listen, type Listening } from './http.js';

export interface GraphUser {
  id: string;
  displayName: string;
  mail?: string;
  userPrincipalName?: string;
  accountEnabled?: boolean;
  userType?: 'Member' | 'Guest';
  /** What they belong to: groups by id, or directory roles by template. */
  memberOf?: { id: string; displayName?: string; roleTemplateId?: string }[];
}

export interface GraphGroup {
  id: string;
  displayName: string;
  securityEnabled?: boolean;
}

type Fault = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface GraphStandIn extends Listening {
  users: Map<string, GraphUser>;
  groups: GraphGroup[];
  /** Paths with query, decoded, in the order of arrival. */
  requests: string[];
  tokens: string[];
  pageSize: number;
  /** Answers instead of Graph when it returns true. */
  fault: Fault | undefined;
  /** Where the next page is said to be. */
  nextLinkBase: string | undefined;
}

export const GROUPS: GraphGroup[] = [
  { id: 'group-admin', displayName: 'AdminAgents', securityEnabled: true },
  { id: 'group-sales', displayName: 'SalesAgents', securityEnabled: true },
  { id: 'group-help', displayName: 'HelpdeskAgents', securityEnabled: true },
];

/** The part of Microsoft Graph that the desk reads. */
export async function startGraph(): Promise<GraphStandIn> {
  const state = {
    users: new Map<string, GraphUser>(),
    groups: [...GROUPS],
    requests: [] as string[],
    tokens: [] as string[],
    pageSize: 100,
    fault: undefined as Fault | undefined,
    nextLinkBase: undefined as string | undefined,
  };
  const server = await listen((request, response) => {
    const url = new URL(request.url ?? '', 'http://graph');
    state.requests.push(decodeURIComponent(request.url ?? ''));
    state.tokens.push(request.headers.authorization ?? '');
    if (state.fault?.(request, response)) return;
    const [, user, list] = /^\/v1\.0\/users\/([^/]+)(\/transitiveMemberOf)?$/.exec(url.pathname) ?? [];
    if (user !== undefined) return answerUser(response, url, user, list !== undefined);
    if (url.pathname === '/v1.0/users') return answerUsers(response, url);
    if (url.pathname === '/v1.0/groups') return answerGroups(response, url);
    response.writeHead(404).end('no such page');
  });

  function answerUser(response: ServerResponse, url: URL, id: string, memberships: boolean): void {
    const user = state.users.get(id);
    if (!user) return json(response, 404, { error: { code: 'Request_ResourceNotFound', message: 'no such user' } });
    if (!memberships) {
      const { memberOf: _, ...facts } = { accountEnabled: true, userType: 'Member', ...user };
      return json(response, 200, facts);
    }
    const from = Number(url.searchParams.get('$skiptoken') ?? 0);
    const all = user.memberOf ?? [];
    const next = from + state.pageSize;
    const link = `${state.nextLinkBase ?? server.url}${url.pathname}?$skiptoken=${next}`;
    json(response, 200, {
      value: all.slice(from, next),
      ...(next < all.length ? { '@odata.nextLink': link } : {}),
    });
  }

  /** By mail or user principal name; `eq` does not look at case. */
  function answerUsers(response: ServerResponse, url: URL): void {
    const [, wanted] =
      /^mail eq '((?:[^']|'')+)' or userPrincipalName eq '\1'$/.exec(url.searchParams.get('$filter') ?? '') ?? [];
    const address = wanted?.replaceAll("''", "'").toLowerCase();
    const all = [...state.users.values()].filter(({ mail, userPrincipalName }) =>
      [mail, userPrincipalName].some((each) => each !== undefined && each.toLowerCase() === address),
    );
    const from = Number(url.searchParams.get('$skiptoken') ?? 0);
    const next = from + state.pageSize;
    const link = `${server.url}${url.pathname}?$filter=${encodeURIComponent(url.searchParams.get('$filter') ?? '')}`;
    json(response, 200, {
      value: all
        .slice(from, next)
        .map((user) => ({ accountEnabled: true, userType: 'Member', ...user, memberOf: undefined })),
      ...(next < all.length ? { '@odata.nextLink': `${link}&$skiptoken=${next}` } : {}),
    });
  }

  /** As Graph does: `eq` does not look at case. */
  function answerGroups(response: ServerResponse, url: URL): void {
    const name = /^displayName eq '(.+)'$/.exec(url.searchParams.get('$filter') ?? '')?.[1]?.toLowerCase();
    json(response, 200, { value: state.groups.filter((group) => group.displayName.toLowerCase() === name) });
  }

  return Object.assign(state, server);
}
