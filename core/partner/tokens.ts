import {
  Configuration,
  allowInsecureRequests,
  clientCredentialsGrant,
  customFetch,
  refreshTokenGrant,
} from 'openid-client';
import type { CustomFetch } from 'openid-client';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import { noteCall } from '../outward.js';
import type { Proxy } from '../config/proxy.js';
import { isLoopback } from './agents.js';
import { OutboundError, createOutbound } from './outbound.js';
import type { RefreshTokenVault } from './refresh-token-vault.js';
import { TokenError, tokenErrorOf } from './token-error.js';

export interface TokenSource {
  /**
   * An access token, from memory when there is one. `force` gets a new one; `rejected` gets a new one unless the one in
   * memory is already another than the token that was refused.
   *
   * @throws TokenError
   */
  get(options?: { force?: boolean; rejected?: string }): Promise<string>;
}

export interface TokenSourceOptions {
  /** Where tokens come from: the endpoint itself, or the tenant at a login address (`…/oauth2/v2.0/token`). */
  from: { tokenUrl: string } | { login: string; tenant: string };
  clientId: string;
  clientSecret: string;
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

interface Held {
  token: string;
  /** ms since the epoch; from `renewAt` on a new one is asked for. */
  renewAt: number;
  expiresAt: number;
}

/** Lifetime of a token that says nothing about it. Entra's tokens live for about an hour. */
const DEFAULT_LIFETIME_S = 600;

/**
 * A source of OAuth access tokens of Entra ID: kept until shortly before they expire, renewed once however many callers
 * wait. A failure is not kept; while the old token is still good, it is given instead.
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const now = options.now ?? Date.now;
  const grant = createGrant(options);
  let held: Held | undefined;
  let renewal: Promise<string> | undefined;

  const note = (outcome: string) => {
    if (options.metrics) noteCall(options.metrics, { service: 'login', operation: 'token', outcome }, now());
  };

  const renew = async (): Promise<string> => {
    try {
      const answer = await grant();
      const lifetime = Math.max(0, answer.expires_in ?? DEFAULT_LIFETIME_S) * 1000;
      // Five minutes before the end, or a tenth of a short life.
      held = {
        token: answer.access_token,
        expiresAt: now() + lifetime,
        renewAt: now() + lifetime - Math.min(300_000, lifetime / 10),
      };
      note('ok');
      return held.token;
    } catch (error) {
      const failure = tokenErrorOf(error);
      note(failure.kind);
      options.log.warn({ kind: failure.kind, code: failure.code }, 'no token');
      throw failure;
    }
  };

  return {
    async get({ force = false, rejected } = {}) {
      const refused = force || (rejected !== undefined && held?.token === rejected);
      if (refused) held = undefined;
      if (held && now() < held.renewAt) return held.token;
      renewal ??= renew().finally(() => {
        renewal = undefined;
      });
      const old = held;
      if (!old || now() >= old.expiresAt) return renewal;
      return renewal.catch(() => {
        // Entra is asked again in half a minute, not by every call meanwhile.
        old.renewAt = now() + 30_000;
        return old.token;
      });
    },
  };
}

/** One request to the token endpoint, by whichever grant the options ask for. */
function createGrant(options: TokenSourceOptions) {
  const { from, clientId, clientSecret, scope, refresh, log, timeoutMs = 20_000 } = options;
  const endpoint = new URL('tokenUrl' in from ? from.tokenUrl : `${from.login}/${from.tenant}/oauth2/v2.0/token`);
  const configuration = new Configuration({ issuer: endpoint.origin, token_endpoint: endpoint.href }, clientId, {
    client_secret: clientSecret,
  });
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
