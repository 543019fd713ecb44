import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Character, StandIn } from '../stand-in.js';
import { authorize, type AuthorizeDesk } from './authorize.js';
import { STRANGER_TENANT } from './directory.js';
import { readForm, sendAadError, sendJson } from './http.js';
import { issue, type TokenDesk } from './token-endpoint.js';

export interface LoginDesk extends TokenDesk, AuthorizeDesk {
  characters: readonly Character[];
  /** Takes the status that is due for a token request. */
  tokenFailure(): number | undefined;
}

/** Entra's sign-in service: discovery, keys, the authorize page and the token endpoint, v2.0. */
export function createLogin(desk: LoginDesk): StandIn {
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', desk.baseUrl);
    const [, , tenant = '', ...rest] = url.pathname.split('/');
    const path = rest.join('/').toLowerCase();
    if (![desk.tenantId, STRANGER_TENANT, 'common', 'organizations'].includes(tenant.toLowerCase())) {
      const sentence = `Tenant '${tenant}' not found.`;
      return sendAadError(response, 400, 'invalid_request', 90002, sentence, desk.now);
    }
    const asked = `${request.method} ${path}`;
    if (asked === 'GET v2.0/.well-known/openid-configuration') return sendJson(response, 200, discovery(tenant));
    if (asked === 'GET discovery/v2.0/keys') return sendJson(response, 200, await desk.signer.jwks());
    if (asked === 'GET oauth2/v2.0/authorize') return authorize(desk, tenant, url.searchParams, undefined, response);
    if (asked === 'POST oauth2/v2.0/authorize') {
      const form = await readForm(request);
      const chosen = form.get('character') ?? '';
      form.delete('character');
      return authorize(desk, tenant, form, chosen, response);
    }
    const failure = asked === 'POST oauth2/v2.0/token' ? desk.tokenFailure() : undefined;
    if (failure !== undefined) return void response.writeHead(failure).end('The service is unavailable.');
    if (asked === 'POST oauth2/v2.0/token')
      return issue(desk, await readForm(request), { authorization: request.headers.authorization, tenant }, response);
    response.writeHead(404).end();
  }

  function discovery(tenant: string) {
    const root = `${desk.baseUrl}/login/${tenant}`;
    const shared = tenant === 'common' || tenant === 'organizations';
    return {
      // Where any organisation may sign in, Microsoft really says `{tenantid}` here.
      issuer: shared ? `${desk.baseUrl}/login/{tenantid}/v2.0` : `${root}/v2.0`,
      authorization_endpoint: `${root}/oauth2/v2.0/authorize`,
      token_endpoint: `${root}/oauth2/v2.0/token`,
      jwks_uri: `${root}/discovery/v2.0/keys`,
      response_modes_supported: ['query', 'form_post'],
      response_types_supported: ['code'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
      claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'preferred_username', 'name', 'tid', 'oid', 'ver'],
      code_challenge_methods_supported: ['S256'],
    };
  }

  // The page shows nothing of the sign-in service, so there is nothing to tell.
  return { prefix: '/login', handle, onChange: () => undefined };
}
