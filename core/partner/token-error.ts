import { ClientError, ResponseBodyError } from 'openid-client';

/** Why there is no token. It names Entra's code and holds no secret, no token and no sentence of Entra's (those name people). */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly kind: 'unauthenticated' | 'mfaRequired' | 'unavailable';
  /** `AADSTS…` where Entra gave one, else the OAuth error, else why there was no answer. */
  readonly code: string;

  constructor(kind: TokenError['kind'], code: string) {
    super(`no token: ${kind} (${code})`);
    this.kind = kind;
    this.code = code;
  }
}

/**
 * Codes that only a person with a second factor can cure (learn.microsoft.com/entra/identity-platform/reference-error-codes):
 * MFA required, expired, to be enrolled, refused, or asked for by conditional access.
 */
const mfaCodes = new Set(['50072', '50074', '50076', '50078', '50079', '500121', '50158', '53004']);

/** What became of a request to the token endpoint, in the desk's words. The original error is dropped: it holds the body. */
export function tokenErrorOf(error: unknown): TokenError {
  if (error instanceof TokenError) return error;
  if (error instanceof ResponseBodyError) {
    const aadsts = /AADSTS(\d{4,9})/.exec(error.error_description ?? '')?.[1];
    const code = aadsts ? `AADSTS${aadsts}` : safeWord(error.error);
    if (aadsts && mfaCodes.has(aadsts)) return new TokenError('mfaRequired', code);
    const passing = error.status >= 500 || error.status === 429 || error.error === 'temporarily_unavailable';
    return new TokenError(passing ? 'unavailable' : 'unauthenticated', code);
  }
  if (error instanceof ClientError) {
    const cause = error.cause;
    if (cause instanceof TokenError) return cause;
    if (cause instanceof Response) return new TokenError('unavailable', `http${cause.status}`);
    return new TokenError('unavailable', safeWord(error.code));
  }
  return new TokenError('unavailable', 'connection');
}

function safeWord(word: string | undefined): string {
  return word && /^[\w.-]{1,60}$/.test(word) ? word : 'unreadable';
}
