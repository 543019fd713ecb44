import {
  Configuration,
  allowInsecureRequests,
  clientCredentialsGrant,
  customFetch,
  refreshTokenGrant,
} from 'openid-client';
import type { CustomFetch } from 'openid-client';
import type { ClientCredential } from '../config.js';
import type { Metrics } from '../metrics.js';
import type { Proxy } from '../config/proxy.js';
import type { Log } from '../log.js';
import { isLoopback } from './agents.js';
import { clientAuthentication } from './client-authentication.js';
import { type Granted, keepTokens, type TokenSource } from './kept-tokens.js';
import { managedIdentityGrant } from './managed-identity.js';
import { OutboundError, createOutbound } from './outbound.js';
import type { RefreshTokenVault } from './refresh-token-vault.js';
import { TokenError } from './token-error.js';

export type { TokenSource } from './kept-tokens.js';

export interface TokenSourceOptions {
  /** Where tokens come from: the endpoint itself, or the tenant at a login address (`…/oauth2/v2.0/token`). */
  from: { tokenUrl: string } | { login: string; tenant: string };
  clientId: string;
  credential: ClientCredential;
  /** `{audience}/.default` for the app alone, `{audience}/user_impersonation offline_access` for app and user. */
  scope: string;
  /** Given: tokens of app and user, by refresh token (Secure Application Model). Absent: client credentials. */
  refresh?: { vault: RefreshTokenVault };
  proxy?: Proxy | undefined;
  log: Log;
  metrics?: Metrics;
  /** ms since the epoch */
  now?: () => number;
  /** Default 20,000. */
  timeoutMs?: number;
}

/** A source of OAuth access tokens of Entra ID. */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  return keepTokens(createGrant(options), options);
}

/** One request to the token endpoint, by whichever grant the options ask for. */
function createGrant(options: TokenSourceOptions): () => Promise<Granted> {
  const { from, clientId, credential, scope, refresh, log, timeoutMs = 20_000 } = options;
  // The machine vouches for the application: nobody else is asked.
  if (credential.type === 'managedIdentity')
    return managedIdentityGrant(credential.identity, scope.replace(/\/\.default$/u, ''), options.now);
  const endpoint = new URL('tokenUrl' in from ? from.tokenUrl : `${from.login}/${from.tenant}/oauth2/v2.0/token`);
  const server = { issuer: endpoint.origin, token_endpoint: endpoint.href };
  const authentication = clientAuthentication(credential, options);
  const configuration = new Configuration(server, clientId, {}, authentication);
  configuration[customFetch] = fetchThrough(endpoint, timeoutMs, options.proxy);
  // openid-client insists on https; a stand-in on this machine is the one exception.
  if (endpoint.protocol === 'http:' && isLoopback(endpoint)) allowInsecureRequests(configuration);

  if (!refresh) return () => clientCredentialsGrant(configuration, { scope });
  return async () => {
    const current = await refresh.vault.read();
    if (current === undefined) throw new TokenError('unauthenticated', 'noRefreshToken');
    const answer = await refreshTokenGrant(configuration, current, { scope });
    if (answer.refresh_token && answer.refresh_token !== current) {
      // Entra leaves the old refresh token usable, so a store that is away for a moment must not cost this call.
      await refresh.vault
        .write(answer.refresh_token)
        .catch((error: unknown) => log.error({ err: error }, 'the new refresh token was not stored'));
    }
    return answer;
  };
}

/** Lets openid-client speak through the same bounded way out as every other call, whose time limit stands for its own. */
function fetchThrough(endpoint: URL, timeoutMs: number, proxy: Proxy | undefined): CustomFetch {
  const send = createOutbound({ origin: endpoint.origin, proxy, timeoutMs, maxAnswerBytes: 256 * 1024 });
  return async (url, { method, headers, body }) => {
    if (method !== 'POST') throw new TokenError('unavailable', 'notAllowed');
    const form = body instanceof URLSearchParams || typeof body === 'string' ? String(body) : undefined;
    try {
      const answer = await send({ method, url, headers, body: form });
      const text = answer.status === 204 || answer.status === 304 ? null : answer.text;
      return new Response(text, { status: answer.status, headers: contentType(answer.headers) });
    } catch (error) {
      throw new TokenError('unavailable', error instanceof OutboundError ? error.reason : 'connection');
    }
  };
}

function contentType(headers: Record<string, string>): Record<string, string> {
  const type = headers['content-type'];
  return type === undefined ? {} : { 'content-type': type };
}
