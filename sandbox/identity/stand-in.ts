import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createSigner } from '../entra/signer.js';
import type { StandIn } from '../stand-in.js';

const LIFETIME_SECONDS = 86_400;

export interface IdentityStandIn extends StandIn {
  /** For MANAGED_IDENTITY_URL: the metadata service of a virtual machine. */
  metadataUrl: string;
  /** For IDENTITY_ENDPOINT and IDENTITY_HEADER: App Service. */
  appService: { url: string; header: string };
  /** Whether a token was given for this resource, and still lives. */
  gave(token: string, resource: string): boolean;
  /** The next `count` requests are answered with this status. */
  failNext(count: number, status: number): void;
  /** How many requests there were. */
  requests(): number;
}

/**
 * The managed identity of one machine, at both kinds of endpoints. Like the real ones it answers only whoever is on the
 * machine: the metadata service wants the header `Metadata`, which no browser or redirect sends, App Service its secret.
 *
 * @param options.clientId of the one user-assigned identity
 */
export function createIdentityStandIn(options: {
  baseUrl: string;
  clientId: string;
  now?: () => number;
}): IdentityStandIn {
  const { baseUrl, clientId, now = Date.now } = options;
  const prefix = '/managed-identity';
  const header = randomUUID();
  const signer = createSigner(now);
  const given = new Map<string, { resource: string; until: number }>();
  const failures: number[] = [];
  let requests = 0;

  function refusalOf(request: IncomingMessage, url: URL): [number, string] | undefined {
    const isMetadata = url.pathname === `${prefix}/metadata/identity/oauth2/token`;
    if (!isMetadata && url.pathname !== `${prefix}/msi/token`) return [404, 'not_found'];
    if (isMetadata && request.headers['metadata'] !== 'true') return [400, 'bad_request_102'];
    if (isMetadata && request.headers['x-forwarded-for'] !== undefined) return [400, 'invalid_request'];
    if (!isMetadata && request.headers['x-identity-header'] !== header) return [401, 'unauthorized'];
    const version = isMetadata ? '2018-02-01' : '2019-08-01';
    if (url.searchParams.get('api-version') !== version) return [400, 'invalid_request'];
    if (url.searchParams.get('client_id') !== clientId) return [400, 'invalid_request'];
    return url.searchParams.get('resource') ? undefined : [400, 'invalid_resource'];
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1;
    const url = new URL(request.url ?? '/', baseUrl);
    const failure = failures.shift();
    const [status, error] = failure === undefined ? (refusalOf(request, url) ?? []) : [failure, 'unavailable'];
    if (status !== undefined) return send(response, status, { error });
    const resource = url.searchParams.get('resource') ?? '';
    const token = await signer.sign({ aud: resource, sub: clientId, appid: clientId, jti: randomUUID() });
    given.set(token, { resource, until: now() + LIFETIME_SECONDS * 1_000 });
    const expires = Math.floor(now() / 1_000) + LIFETIME_SECONDS;
    // Numbers are texts there, and App Service has no `expires_in`.
    const lifetime = url.pathname.endsWith('/msi/token') ? {} : { expires_in: String(LIFETIME_SECONDS) };
    send(response, 200, {
      access_token: token,
      client_id: clientId,
      expires_on: String(expires),
      resource,
      token_type: 'Bearer',
      ...lifetime,
    });
  }

  return {
    prefix,
    handle,
    onChange: () => undefined,
    metadataUrl: `${baseUrl}${prefix}`,
    appService: { url: `${baseUrl}${prefix}/msi/token`, header },
    gave(token, resource) {
      const one = given.get(token);
      return one !== undefined && one.resource === resource && one.until > now();
    },
    failNext(count, status) {
      for (let n = 0; n < count; n += 1) failures.push(status);
    },
    requests: () => requests,
  };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
