import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { bodyOf, json, listen, type Listening } from './http.js';

interface Grant {
  nonce: string;
  challenge: string;
  redirectUri: string;
  claims: Record<string, unknown>;
}

export interface EntraStandIn extends Listening {
  /** Claims of whoever sits at the browser, over the usual ones; or the error that they run into. */
  signsIn: Record<string, unknown> | { error: string };
  /** Signs with a key that is not published. */
  forged: boolean;
  /** Changes the discovery document. */
  discovery: Record<string, unknown>;
  down: boolean;
  authorizations: URLSearchParams[];
  tokenRequests: URLSearchParams[];
}

// Once a test file: making RSA keys takes longer than all the rest.
const keys = generateKeyPair('RS256');
const otherKeys = generateKeyPair('RS256');

/** An OpenID provider as Entra ID is one for a single tenant: PKCE and the client secret are checked, codes work once. */
export async function startEntra(tenant: string, client: { id: string; secret: string }): Promise<EntraStandIn> {
  const { privateKey, publicKey } = await keys;
  const stranger = await otherKeys;
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', use: 'sig', alg: 'RS256' };
  const grants = new Map<string, Grant>();
  const state = {
    signsIn: {} as EntraStandIn['signsIn'],
    forged: false,
    discovery: {} as Record<string, unknown>,
    down: false,
    authorizations: [] as URLSearchParams[],
    tokenRequests: [] as URLSearchParams[],
  };

  const server = await listen(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://entra');
    if (state.down) return void response.writeHead(503).end();
    const path = url.pathname.replace(`/${tenant}`, '');
    if (path === '/v2.0/.well-known/openid-configuration')
      return json(response, 200, { ...metadata(), ...state.discovery });
    if (path === '/discovery/v2.0/keys') return json(response, 200, { keys: [jwk] });
    if (path === '/oauth2/v2.0/authorize') return authorize(url.searchParams, response);
    if (path === '/oauth2/v2.0/token') return token(request, response);
    response.writeHead(404).end();
  });

  function metadata() {
    const base = `${server.url}/${tenant}`;
    return {
      issuer: `${base}/v2.0`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_post'],
    };
  }

  function authorize(query: URLSearchParams, response: ServerResponse): void {
    state.authorizations.push(query);
    const back = new URL(query.get('redirect_uri') ?? '');
    back.searchParams.set('state', query.get('state') ?? '');
    if (typeof state.signsIn['error'] === 'string') {
      back.searchParams.set('error', state.signsIn['error']);
    } else {
      const code = randomUUID();
      grants.set(code, {
        nonce: query.get('nonce') ?? '',
        challenge: query.get('code_challenge') ?? '',
        redirectUri: query.get('redirect_uri') ?? '',
        claims: state.signsIn,
      });
      back.searchParams.set('code', code);
    }
    response.writeHead(302, { location: back.href }).end();
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await bodyOf(request));
    state.tokenRequests.push(form);
    const grant = grants.get(form.get('code') ?? '');
    grants.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const good =
      grant?.challenge === challenge &&
      grant.redirectUri === form.get('redirect_uri') &&
      form.get('client_id') === client.id &&
      form.get('client_secret') === client.secret;
    if (!good) return json(response, 400, { error: 'invalid_grant' });
    const claims = {
      sub: 'pairwise',
      tid: tenant,
      nonce: grant.nonce,
      iss: metadata().issuer,
      aud: client.id,
      ...grant.claims,
    };
    const idToken = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(state.forged ? stranger.privateKey : privateKey);
    json(response, 200, { token_type: 'Bearer', access_token: 'access', expires_in: 3600, id_token: idToken });
  }

  return Object.assign(state, server);
}
