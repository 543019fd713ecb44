import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cloud } from '../../core/config.js';
import type { StandIn } from '../stand-in.js';
import type { Directory, DirectoryObject, DirectoryUser } from './directory.js';
import { sendJson } from './http.js';
import { graphs } from './resources.js';
import type { Signer } from './signer.js';

/** Small on purpose: whoever does not follow `@odata.nextLink` misses the roles. */
const PAGE = 2;

/** What tests can do to Graph. */
export interface GraphFaults {
  /** The next `count` requests are answered with this status; 429 carries `Retry-After: 2`. */
  failNext(count: number, status: number): void;
}

/** What an app registration tells of its credentials, as Graph has it. */
export interface Credentials {
  passwordCredentials: readonly { endDateTime: string; hint?: string }[];
  keyCredentials: readonly { endDateTime: string }[];
}

/** Permissions of which one is enough, by what is asked for. */
const enough: Record<string, readonly string[]> = {
  users: ['User.Read.All', 'Directory.Read.All'],
  groups: ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'],
  applications: ['Application.Read.All', 'Directory.Read.All'],
  appCatalogs: ['AppCatalog.Read.All'],
};

export interface GraphDesk {
  baseUrl: string;
  cloud: Cloud;
  directory: Directory;
  signer: Signer;
  now: () => number;
  /** What the app may do. */
  permissions(): readonly string[];
  application(appId: string): Credentials | undefined;
  /** The version of a Teams app in the organization's catalog. */
  teamsApp(externalId: string): string | undefined;
}

interface Said {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/** Microsoft Graph v1.0, as far as roles need it: users, what they belong to, groups by name. */
export function createGraph(desk: GraphDesk): StandIn & { faults: GraphFaults; requests(): number } {
  let failures: number[] = [];
  let requests = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1;
    const { status, body, headers } = await answer(request);
    sendJson(response, status, body, { 'request-id': randomUUID(), ...headers });
  }

  async function answer(request: IncomingMessage): Promise<Said> {
    const failure = failures.shift();
    if (failure === 429)
      return { ...oops(429, 'TooManyRequests', 'Too many requests.'), headers: { 'Retry-After': '2' } };
    if (failure !== undefined) return oops(failure, 'serviceNotAvailable', 'The service is temporarily unavailable.');
    const bearer = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!bearer) return oops(401, 'InvalidAuthenticationToken', 'Access token is empty.');
    const token = await desk.signer.verify(bearer);
    if (token?.audience !== graphs[desk.cloud])
      return oops(401, 'InvalidAuthenticationToken', 'Access token validation failure. Invalid audience.');
    if (request.method !== 'GET') return oops(405, 'Request_BadRequest', 'Specified HTTP method is not allowed.');
    const url = new URL(request.url ?? '/', desk.baseUrl);
    const [, , version, collection, id, relation, cast] = url.pathname.split('/');
    if (version !== 'v1.0') return oops(400, 'BadRequest', 'Invalid version.');
    const kind = collection?.split('(')[0] ?? '';
    if (enough[kind] && !enough[kind].some((permission) => desk.permissions().includes(permission)))
      return oops(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
    if (kind === 'applications') return application(collection ?? '');
    if (kind === 'appCatalogs') return teamsApps(url);
    if (collection === 'groups' && id === undefined) return groupsByName(url);
    if (collection === 'users' && id === undefined) return usersByAddress(url);
    if (collection !== 'users' || id === undefined)
      return oops(400, 'BadRequest', 'Resource not found for the segment.');
    const user = desk.directory.user(id);
    if (!user)
      return oops(
        404,
        'Request_ResourceNotFound',
        `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
      );
    if (relation === undefined) {
      const members = membersOf(user);
      // Without $select Graph leaves these two out.
      const chosen = selection(url) ?? ['id', 'displayName', 'mail', 'userPrincipalName'];
      return { status: 200, body: { '@odata.context': context('users/$entity'), ...only(members, chosen) } };
    }
    if (relation === 'transitiveMemberOf') return page(url, desk.directory.transitiveMemberOf(id), cast);
    if (relation === 'memberOf') return page(url, desk.directory.memberOf(id), cast);
    return oops(400, 'BadRequest', `Resource not found for the segment '${relation}'.`);
  }

  function application(segment: string): Said {
    const found = desk.application(/^applications\(appId='([^']*)'\)$/.exec(decodeURIComponent(segment))?.[1] ?? '');
    return found
      ? { status: 200, body: { '@odata.context': context('applications/$entity'), ...found } }
      : oops(404, 'Request_ResourceNotFound', 'The application does not exist.');
  }

  function teamsApps(url: URL): Said {
    const id = /^externalId eq '([^']*)'$/.exec(url.searchParams.get('$filter') ?? '')?.[1] ?? '';
    const installed = desk.teamsApp(id);
    const value = installed === undefined ? [] : [{ externalId: id, appDefinitions: [{ version: installed }] }];
    return { status: 200, body: { '@odata.context': context('appCatalogs/teamsApps'), value } };
  }

  function groupsByName(url: URL): Said {
    const filter = url.searchParams.get('$filter');
    if (filter === null) return page(url, desk.directory.groups());
    const terms = filter.split(/\s+or\s+/i).map((term) => /^displayName eq '((?:[^']|'')*)'$/.exec(term.trim())?.[1]);
    if (terms.some((term) => term === undefined))
      return oops(400, 'Request_UnsupportedQuery', 'Unsupported or invalid query filter clause.');
    const names = terms.map((term) => (term ?? '').replaceAll("''", "'").toLowerCase());
    // Graph compares without case; an exact name is for the caller to insist on.
    const found = desk.directory.groups().filter((group) => names.includes(group.displayName.toLowerCase()));
    return page(url, found);
  }

  /** `mail eq '…' or userPrincipalName eq '…'`, which Graph compares without case. */
  function usersByAddress(url: URL): Said {
    const terms = (url.searchParams.get('$filter') ?? '').split(/\s+or\s+/i);
    const wanted = terms.map((term) => /^(mail|userPrincipalName) eq '((?:[^']|'')*)'$/.exec(term.trim())?.slice(1));
    if (wanted.some((one) => one === undefined))
      return oops(400, 'Request_UnsupportedQuery', 'Unsupported or invalid query filter clause.');
    const addresses = wanted.map((one) => one?.[1]?.replaceAll("''", "'").toLowerCase());
    const chosen = selection(url) ?? ['id', 'displayName', 'mail', 'userPrincipalName'];
    const found = desk.directory.users().filter(({ mail }) => addresses.includes(mail.toLowerCase()));
    const value = found.map((user) => only(membersOf(user), chosen));
    return { status: 200, body: { '@odata.context': context('users'), value } };
  }

  /** Two at a time, with the address of the rest. */
  function page(url: URL, objects: DirectoryObject[], cast?: string): Said {
    const fitting = cast ? objects.filter((object) => object['@odata.type'] === `#${cast}`) : objects;
    const start = Number(url.searchParams.get('$skiptoken') ?? 0);
    if (!Number.isInteger(start) || start < 0)
      return oops(400, 'Directory_ExpiredPageToken', 'The page token is invalid.');
    const chosen = selection(url);
    const next = new URL(`${desk.baseUrl}${url.pathname}${url.search}`);
    next.searchParams.set('$skiptoken', String(start + PAGE));
    return {
      status: 200,
      body: {
        '@odata.context': context('directoryObjects'),
        ...(start + PAGE < fitting.length ? { '@odata.nextLink': next.href } : {}),
        value: fitting
          .slice(start, start + PAGE)
          .map((object) => (chosen ? only({ ...object }, ['@odata.type', ...chosen]) : object)),
      },
    };
  }

  function oops(status: number, code: string, message: string): Said {
    const innerError = { date: new Date(desk.now()).toISOString(), 'request-id': randomUUID() };
    return { status, body: { error: { code, message, innerError } } };
  }

  const context = (entity: string) => `${desk.baseUrl}/graph/v1.0/$metadata#${entity}`;

  return {
    prefix: '/graph',
    handle,
    // The page shows nothing of the directory, so there is nothing to tell.
    onChange: () => undefined,
    faults: {
      failNext: (count, status) => {
        failures = [...failures, ...Array.from({ length: count }, () => status)];
      },
    },
    requests: () => requests,
  };
}

function membersOf(user: DirectoryUser): Record<string, unknown> {
  const { id, name: displayName, mail, enabled: accountEnabled, userType } = user;
  return { id, displayName, mail, userPrincipalName: mail, accountEnabled, userType };
}

function selection(url: URL): string[] | undefined {
  return url.searchParams
    .get('$select')
    ?.split(',')
    .map((name) => name.trim());
}

function only(object: Record<string, unknown>, names: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => names.includes(name)));
}
