import { z } from 'zod';
import type { ManagedIdentity } from '../config.js';
import { createOutbound, OutboundError } from './outbound.js';
import { TokenError } from './token-error.js';

/** learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token; App Service says `expires_on` alone. */
const answerSchema = z.object({
  access_token: z.string().min(1),
  expires_on: z.coerce.number().optional(),
  expires_in: z.coerce.number().optional(),
});

const TIMEOUT_MS = 10_000;

/**
 * Asks the machine that the desk runs on for a token of its managed identity: no secret is needed, and none is kept.
 *
 * @param resource whom the token is for
 * @param now ms since the epoch
 * @returns one request: the token and its lifetime in seconds
 * @throws {TokenError} by that request
 */
export function managedIdentityGrant(
  { clientId, endpoint }: ManagedIdentity,
  resource: string,
  now: () => number = Date.now,
): () => Promise<{ access_token: string; expires_in?: number }> {
  const url = new URL(endpoint.url);
  const wanted = {
    'api-version': endpoint.kind === 'imds' ? '2018-02-01' : '2019-08-01',
    resource,
    client_id: clientId,
  };
  for (const [name, value] of Object.entries(wanted)) url.searchParams.set(name, value);
  const headers = endpoint.kind === 'imds' ? { Metadata: 'true' } : { 'X-IDENTITY-HEADER': endpoint.header };
  // The endpoint is on this machine: a proxy would look for it on its own.
  const send = createOutbound({
    origin: url.origin,
    timeoutMs: TIMEOUT_MS,
    maxAnswerBytes: 64 * 1024,
    proxy: undefined,
  });

  return async () => {
    const answer = await send({ method: 'GET', url: url.href, headers: { ...headers } }).catch((error: unknown) => {
      throw new TokenError('unavailable', error instanceof OutboundError ? error.reason : 'connection');
    });
    // 404, 410 and 429 pass, as the same page says: the identity is being attached, the service updated or busy.
    const passing = answer.status >= 500 || [404, 410, 429].includes(answer.status);
    if (answer.status !== 200)
      throw new TokenError(passing ? 'unavailable' : 'unauthenticated', `managedIdentity${answer.status}`);
    const parsed = answerSchema.safeParse(jsonOf(answer.text));
    if (!parsed.success) throw new TokenError('unavailable', 'managedIdentityUnreadable');
    const { access_token, expires_on, expires_in } = parsed.data;
    const lifetime = expires_in ?? (expires_on === undefined ? undefined : expires_on - now() / 1_000);
    return { access_token, ...(lifetime === undefined ? {} : { expires_in: lifetime }) };
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
