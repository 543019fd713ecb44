import { createHash, randomBytes } from 'node:crypto';
import type { DirectoryUser } from './directory.js';

/** One sign-in that waits to be exchanged for tokens. */
export interface PendingCode {
  clientId: string;
  redirectUri: string;
  scope: string;
  nonce?: string;
  /** PKCE, S256. */
  challenge?: string;
  user: DirectoryUser;
  /** The tenant in the address of the authority that was asked. */
  authority: string;
  expires: number;
}

/** Authorization codes live ten minutes at Microsoft. */
const CODE_MILLISECONDS = 10 * 60_000;

/** How refresh tokens behave: the same for ever; a new one each time; or a new one that ends the old one. */
export type RefreshTokens = 'kept' | 'rotated' | 'rotated, old ones end';

export interface Grants {
  addCode: (pending: Omit<PendingCode, 'expires'>) => string;
  /** Takes a code out: it can be used once. */
  takeCode: (code: string) => PendingCode | undefined;
  addRefreshToken: (user: DirectoryUser) => string;
  /** Whose refresh token it is. */
  userOf: (refreshToken: string) => DirectoryUser | undefined;
  /** The refresh token that is given back with an access token. */
  rotate: (refreshToken: string, user: DirectoryUser) => string;
  /** From now on. */
  refreshTokens: (behaviour: RefreshTokens) => void;
  /** All refresh tokens end, as after a password change. */
  revokeAll: () => void;
}

export function createGrants(
  now: () => number,
  first: { refreshToken: string; user: DirectoryUser } | undefined,
): Grants {
  const codes = new Map<string, PendingCode>();
  const tokens = new Map<string, DirectoryUser>(first ? [[first.refreshToken, first.user]] : []);
  let behaviour: RefreshTokens = 'rotated';
  const addRefreshToken = (user: DirectoryUser) => {
    const token = `1.${randomBytes(48).toString('base64url')}`;
    tokens.set(token, user);
    return token;
  };
  return {
    addCode: (pending) => {
      const code = `0.${randomBytes(32).toString('base64url')}`;
      codes.set(code, { ...pending, expires: now() + CODE_MILLISECONDS });
      return code;
    },
    takeCode: (code) => {
      const pending = codes.get(code);
      codes.delete(code);
      return pending && pending.expires > now() ? pending : undefined;
    },
    addRefreshToken,
    userOf: (token) => tokens.get(token),
    rotate: (token, user) => {
      if (behaviour === 'kept') return token;
      if (behaviour === 'rotated, old ones end') tokens.delete(token);
      return addRefreshToken(user);
    },
    refreshTokens: (wanted) => {
      behaviour = wanted;
    },
    revokeAll: () => tokens.clear(),
  };
}

/** Whether the verifier belongs to the challenge (RFC 7636, S256). */
export function proves(verifier: string, challenge: string): boolean {
  return createHash('sha256').update(verifier).digest('base64url') === challenge;
}
