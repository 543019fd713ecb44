import * as oidc from 'openid-client';
import { z } from 'zod';
import type { PartnerConfig } from '../config.js';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import { noteCall } from '../outward.js';
import { createOutbound } from '../partner/outbound.js';
import { clientAuthentication } from '../partner/client-authentication.js';

/** A sign-in under way: what the callback is checked against. */
export interface SignInChecks {
  state: string;
  nonce: string;
  /** PKCE. */
  verifier: string;
}

/** Who signed in, proven by an id token of the login service. */
export interface SignedIn {
  tenant: string;
  /** Entra object id, in lower case. */
  person: string;
}

export type SignInErrorKind = 'cancelled' | 'failed' | 'unavailable';

/** Holds neither a token nor a code nor what the provider said. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  readonly kind: SignInErrorKind;

  constructor(kind: SignInErrorKind) {
    super(`Sign-in: ${kind}`);
    this.kind = kind;
  }
}

/** Signing in with Microsoft: OpenID Connect code flow with PKCE, state and nonce. */
export interface SignIn {
  /** @throws {SignInError} `unavailable` when the login service does not answer */
  begin(): Promise<{ url: string; checks: SignInChecks }>;
  /**
   * @param parameters the query of the callback
   * @throws {SignInError}
   */
  finish(parameters: URLSearchParams, checks: SignInChecks): Promise<SignedIn>;
}

const TIMEOUT_S = 10;
/** Metadata, keys and tokens are a few KB each. */
const MOST_BYTES = 1024 * 1024;
/** Clocks of hosts differ; a minute is usual (RFC 7519, section 4.1.4: "no more than a few minutes"). */
const CLOCK_TOLERANCE_S = 60;

const claimsSchema = z.object({ tid: z.string().toLowerCase(), oid: z.guid().toLowerCase() });

/** @param parts.publicUrl PUBLIC_URL; the app registration must list `<PUBLIC_URL>/link/callback` as a redirect address */
export function createSignIn(parts: { config: PartnerConfig; publicUrl: string; log: Log; metrics: Metrics }): SignIn {
  const { config, log, metrics } = parts;
  const issuer = new URL(`${config.urls.login}/${config.tenantId}/v2.0`);
  const redirectUri = `${parts.publicUrl}/link/callback`;
  let discovered: Promise<oidc.Configuration> | undefined;

  /** Once a process: what discovery tells does not change; keys are refetched by the library when unknown. */
  function provider(): Promise<oidc.Configuration> {
    discovered ??= discover(issuer, config, { log, metrics }).catch((error: unknown) => {
      discovered = undefined;
      throw error;
    });
    return discovered;
  }

  async function counted<T>(operation: string, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      noteCall(metrics, { service: 'entra', operation, outcome: 'ok' });
      return result;
    } catch (error) {
      const failure = error instanceof SignInError ? error : new SignInError(kindOf(error));
      const ownDoing = failure.kind === 'cancelled';
      noteCall(metrics, { service: 'entra', operation, outcome: failure.kind, ownDoing });
      // The library's error holds responses and claims: only its code is told.
      if (failure.kind !== 'cancelled')
        log.warn({ operation, kind: failure.kind, code: codeOf(error) }, 'a sign-in failed');
      throw failure;
    }
  }

  return {
    begin: () =>
      counted('signIn', async () => {
        const checks = {
          state: oidc.randomState(),
          nonce: oidc.randomNonce(),
          verifier: oidc.randomPKCECodeVerifier(),
        };
        const url = oidc.buildAuthorizationUrl(await provider(), {
          redirect_uri: redirectUri,
          scope: 'openid profile',
          state: checks.state,
          nonce: checks.nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(checks.verifier),
          code_challenge_method: 'S256',
          // Nobody is linked without seeing as whom, however many accounts the browser remembers.
          prompt: 'select_account',
        });
        return { url: url.href, checks };
      }),
    finish: (parameters, checks) =>
      counted('signedIn', async () => {
        const current = new URL(redirectUri);
        current.search = parameters.toString();
        const tokens = await oidc.authorizationCodeGrant(await provider(), current, {
          expectedState: checks.state,
          expectedNonce: checks.nonce,
          pkceCodeVerifier: checks.verifier,
          idTokenExpected: true,
        });
        const claims = claimsSchema.safeParse(tokens.claims());
        if (!claims.success) throw new SignInError('failed');
        return { tenant: claims.data.tid, person: claims.data.oid };
      }),
  };
}

async function discover(
  issuer: URL,
  config: PartnerConfig,
  tools: { log: Log; metrics: Metrics },
): Promise<oidc.Configuration> {
  const insecure = issuer.protocol === 'http:';
  const client = { [oidc.clockTolerance]: CLOCK_TOLERANCE_S };
  const authentication = clientAuthentication(config.credential, tools);
  const provider = await oidc.discovery(issuer, config.clientId, client, authentication, {
    timeout: TIMEOUT_S,
    [oidc.customFetch]: fetchFrom(issuer, config),
    // The settings admit http for loopback alone.
    execute: [oidc.enableNonRepudiationChecks, ...(insecure ? [oidc.allowInsecureRequests] : [])],
  });
  const { authorization_endpoint: authorize } = provider.serverMetadata();
  if (!authorize || new URL(authorize).origin !== issuer.origin) throw new SignInError('failed');
  return provider;
}

/** Lets openid-client speak through the same bounded way out as every other call. */
function fetchFrom(issuer: URL, { proxy }: PartnerConfig): oidc.CustomFetch {
  const send = createOutbound({
    origin: issuer.origin,
    proxy,
    timeoutMs: TIMEOUT_S * 1_000,
    maxAnswerBytes: MOST_BYTES,
  });
  return async (url, { method, headers, body, signal }) => {
    // What discovery names as token and key endpoints must be the login service itself: the client secret goes there.
    if (new URL(url).origin !== issuer.origin) throw new SignInError('failed');
    const form = body instanceof URLSearchParams || typeof body === 'string' ? String(body) : undefined;
    const wanted = method === 'POST' ? 'POST' : 'GET';
    const answer = await send({ method: wanted, url, headers, body: form, signal });
    const empty = answer.status === 204 || answer.status === 304;
    const type = answer.headers['content-type'];
    return new Response(empty ? null : answer.text, {
      status: answer.status,
      ...(type === undefined ? {} : { headers: { 'content-type': type } }),
    });
  };
}

/** Whether trying again later may help. */
function kindOf(error: unknown): SignInErrorKind {
  if (error instanceof oidc.AuthorizationResponseError) return error.error === 'access_denied' ? 'cancelled' : 'failed';
  if (error instanceof oidc.ResponseBodyError)
    return error.status >= 500 || error.status === 429 ? 'unavailable' : 'failed';
  if (!(error instanceof oidc.ClientError)) return 'unavailable';
  const status = error.cause instanceof Response ? error.cause.status : 0;
  return status >= 500 || error.code === 'OAUTH_TIMEOUT' ? 'unavailable' : 'failed';
}

function codeOf(error: unknown): string {
  if (error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError) return error.error;
  if (error instanceof oidc.ClientError) return error.code ?? error.name;
  return error instanceof Error ? error.name : typeof error;
}
