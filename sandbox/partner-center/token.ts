/** What the directory says of an access token. */
export interface TokenFacts {
  audience: string;
  tenantId: string;
  appId: string;
  /** Absent: the app speaks for itself (app-only). */
  user?: { id: string; name: string };
  /** Whether the user signed in with a second factor. */
  mfa: boolean;
}

/** Undefined for a token that is forged, expired or unreadable. */
export type VerifyToken = (token: string) => Promise<TokenFacts | undefined>;
