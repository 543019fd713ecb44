import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { TokenFacts } from '../partner-center/token.js';

/** Entra's access tokens live between 60 and 90 minutes; ours one hour. */
export const TOKEN_SECONDS = 3600;

/** Signs and verifies with a key of its own, made when it is first needed and never stored. */
export interface Signer {
  sign(claims: JWTPayload): Promise<string>;
  jwks(): Promise<{ keys: JWK[] }>;
  /** What an access token of ours says; undefined when it is not ours, or no longer valid. */
  verify(token: string): Promise<TokenFacts | undefined>;
}

export function createSigner(now: () => number): Signer {
  const kid = randomUUID();
  let made: ReturnType<typeof generateKeyPair> | undefined;
  const keys = () => (made ??= generateKeyPair('RS256'));
  return {
    sign: async (claims) => {
      const issuedAt = Math.floor(now() / 1000);
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
        .setIssuedAt(issuedAt)
        .setNotBefore(issuedAt)
        .setExpirationTime(issuedAt + TOKEN_SECONDS)
        .sign((await keys()).privateKey);
    },
    jwks: async () => ({
      keys: [{ ...(await exportJWK((await keys()).publicKey)), kid, use: 'sig', alg: 'RS256' }],
    }),
    verify: async (token) => {
      try {
        const options = { algorithms: ['RS256'], currentDate: new Date(now()) };
        const { payload } = await jwtVerify(token, (await keys()).publicKey, options);
        return factsOf(payload);
      } catch {
        return undefined;
      }
    },
  };
}

function factsOf(claims: JWTPayload): TokenFacts | undefined {
  const { aud, appid, tid, oid, name, amr, scp } = claims;
  // An id token has no `appid`: it is no key to any API.
  if (typeof aud !== 'string' || typeof appid !== 'string' || typeof tid !== 'string') return undefined;
  const user = typeof scp === 'string' && typeof oid === 'string' ? { id: oid, name: String(name) } : undefined;
  return {
    audience: aud,
    appId: appid,
    tenantId: tid,
    ...(user ? { user } : {}),
    mfa: Array.isArray(amr) && amr.includes('mfa'),
  };
}
