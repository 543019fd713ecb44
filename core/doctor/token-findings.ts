import { TokenError } from '../partner/token-error.js';
import type { TokenSource } from '../partner/tokens.js';
import type { Claims } from './claims.js';
import { type Facts, type Found, type FindingCode, found } from './codes.js';

/** What Entra's codes mean for whoever has to mend it (learn.microsoft.com/entra/identity-platform/reference-error-codes). */
const meanings: Record<string, FindingCode> = {
  AADSTS7000215: 'secretWrong',
  AADSTS7000222: 'secretExpired',
  AADSTS700016: 'appUnknown',
  AADSTS90002: 'tenantUnknown',
  AADSTS65001: 'consentMissing',
  AADSTS50057: 'serviceAccountDisabled',
  // The refresh token: not valid, expired by age or disuse, ended by a new password or by hand.
  AADSTS70000: 'refreshTokenEnded',
  AADSTS70008: 'refreshTokenEnded',
  AADSTS700082: 'refreshTokenEnded',
  AADSTS700084: 'refreshTokenEnded',
  AADSTS50173: 'refreshTokenEnded',
};

/** Asks for a token. @returns it, or what stands in the way */
export async function tryToken(
  source: TokenSource,
  facts: { app: string; secret: string },
): Promise<{ token: string } | { findings: Found[] }> {
  try {
    return { token: await source.get() };
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    return { findings: [foundIn(error, facts)] };
  }
}

function foundIn({ kind, code }: TokenError, facts: Facts): Found {
  if (kind === 'unavailable') return found('loginUnreachable', { reason: code });
  return found(kind === 'mfaRequired' ? 'mfaRequired' : (meanings[code] ?? 'tokenRefused'), { ...facts, code });
}

/** Whether a token is for the API and the tenant that it was asked for. Absent claims say nothing. */
export function misdirected(claims: Claims | undefined, wanted: { audience: string; tenant: string }): Found[] {
  const { aud, tid } = claims ?? {};
  const audience = aud?.replace(/\/$/, '');
  return [
    ...(audience !== undefined && audience !== wanted.audience
      ? [found('audienceWrong', { have: audience, want: wanted.audience })]
      : []),
    ...(tid !== undefined && tid.toLowerCase() !== wanted.tenant
      ? [found('tenantWrong', { have: tid, want: wanted.tenant })]
      : []),
  ];
}
