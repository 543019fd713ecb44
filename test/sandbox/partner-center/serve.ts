import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cloud } from '../../../core/config.js';
import type { JsonObject, JsonValue } from '../../../core/partner/partner-center.js';
import { createCustomers, type SandboxCustomer } from '../../../sandbox/customers/create-customers.js';
import { createEntraStandIn, type EntraStandIn } from '../../../sandbox/entra/stand-in.js';
import { createPartnerCenterStandIn, type PartnerCenterStandIn } from '../../../sandbox/partner-center/stand-in.js';
import { characters, PARTNER_TENANT } from '../../../sandbox/stand-in.js';

export const CLIENT_ID = '11111111-2222-4333-8444-555555555555';
export const CLIENT_SECRET = 'a secret of this test';
export const REFRESH_TOKEN = 'the first refresh token of this test';
export const API = 'https://api.partnercenter.microsoft.com';
export const GRAPH = 'https://graph.microsoft.com';

export interface Served {
  baseUrl: string;
  partnerCenter: PartnerCenterStandIn;
  entra: EntraStandIn;
  customers: SandboxCustomer[];
  /** Milliseconds that the stand-ins' clock is ahead. */
  clock: { ahead: number };
  /** Gives the endpoint's answer to a token request of this client. */
  token(fields: Record<string, string>, tenant?: string): Promise<{ status: number; body: JsonObject }>;
  accessToken(kind: 'app' | 'user', resource?: string): Promise<string>;
  close(): Promise<void>;
}

/** Both stand-ins on a port of their own. */
export async function serve(
  customers = createCustomers(1200),
  more: { cloud?: Cloud; authorityFile?: string; webhookPauseMs?: number } = {},
): Promise<Served> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clock = { ahead: 0 };
  const now = () => Date.now() + clock.ahead;
  const entra = createEntraStandIn({
    baseUrl,
    tenantId: PARTNER_TENANT,
    characters,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    refreshToken: REFRESH_TOKEN,
    now,
    ...(more.cloud ? { cloud: more.cloud } : {}),
  });
  const partnerCenter = createPartnerCenterStandIn({
    baseUrl,
    customers,
    verifyToken: entra.verifyToken,
    now,
    ...more,
  });
  const standIns = [partnerCenter, entra.login, entra.graph];
  server.on('request', (request, response) => {
    const standIn = standIns.find(({ prefix }) => request.url?.startsWith(`${prefix}/`));
    if (standIn) standIn.handle(request, response).catch(() => response.destroy());
    else response.writeHead(404).end();
  });
  const token: Served['token'] = async (fields, tenant = PARTNER_TENANT) => {
    const form = new URLSearchParams({ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, ...fields });
    const response = await fetch(`${baseUrl}/login/${tenant}/oauth2/v2.0/token`, { method: 'POST', body: form });
    const body = response.headers.get('content-type')?.includes('json') ? await response.json() : {};
    return { status: response.status, body: body as JsonObject };
  };
  return {
    baseUrl,
    partnerCenter,
    entra,
    customers,
    clock,
    token,
    accessToken: async (kind, resource = API) => {
      const grant: Record<string, string> =
        kind === 'app'
          ? { grant_type: 'client_credentials' }
          : { grant_type: 'refresh_token', refresh_token: REFRESH_TOKEN };
      const { body } = await token({ ...grant, scope: `${resource}/.default` });
      return text(body['access_token']);
    },
    close: async () => {
      partnerCenter.faults.clear();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: JsonObject;
}

/** One call of the API at the wire. `body` undefined sends none. */
export async function call(
  served: Served,
  token: string,
  method: string,
  path: string,
  body?: JsonValue,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${served.baseUrl}/partner-center${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  // `text()` would drop a byte order mark.
  const said = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
  let parsed: JsonObject = {};
  try {
    parsed = JSON.parse(said.replace(/^\uFEFF/, '')) as JsonObject;
  } catch {
    // Empty and HTML bodies have no members.
  }
  return { status: response.status, headers: response.headers, text: said, body: parsed };
}

/** The billing profile as it is now, ready to be changed and put back. */
export async function profileOf(served: Served, token: string, id: string): Promise<JsonObject> {
  return (await call(served, token, 'GET', `/v1/customers/${id}/profiles/billing`)).body;
}

/** PUTs a profile with its own etag in `If-Match`. */
export function put(
  served: Served,
  token: string,
  id: string,
  profile: JsonObject,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const attributes = profile['attributes'] as JsonObject;
  const ifMatch = `"${text(attributes['etag'])}"`;
  return call(served, token, 'PUT', `/v1/customers/${id}/profiles/billing`, profile, {
    'If-Match': ifMatch,
    ...headers,
  });
}

/** A member that must be a text. */
export function text(member: JsonValue | undefined): string {
  if (typeof member !== 'string') throw new Error('this member is no text');
  return member;
}

/** A hand-made customer by number. */
export const famous = (n: number) => `c0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
