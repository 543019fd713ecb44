import type { VerifyToken } from '../partner-center/token.js';
import type { Character, StandIn } from '../stand-in.js';
import { type AgentGroup, createDirectory, type DirectoryUser } from './directory.js';
import { createGrants, type RefreshTokens } from './grants.js';
import { createGraph, type GraphFaults } from './graph.js';
import { createLogin } from './login.js';
import { createSigner } from './signer.js';

export { STRANGER_TENANT } from './directory.js';

export interface EntraStandIn {
  /** `/login` */
  login: StandIn;
  /** `/graph`, with its own faults and the number of requests so far. */
  graph: StandIn & { faults: GraphFaults; requests(): number };
  /** What an access token from here says; for the Partner Center stand-in. */
  verifyToken: VerifyToken;
  setGroups(characterId: string, groups: AgentGroup[]): void;
  setDirectoryRoles(characterId: string, templates: string[]): void;
  /** Blocks a user, or lets them in again. */
  disable(characterId: string, disabled?: boolean): void;
  /** Another group of any name, no security group unless said; gives its id. */
  addGroup(displayName: string, securityEnabled?: boolean): string;
  /** Whether tokens for users say `mfa` from now on. */
  setMfa(done: boolean): void;
  /** Refresh tokens are answered with this AADSTS code (50076: MFA needed); undefined ends it. */
  failRefresh(code: number | undefined): void;
  /** The next `count` token requests are answered with this status, and no word of Entra's. */
  failTokens(count: number, status: number): void;
  refreshTokens(behaviour: RefreshTokens): void;
  revokeRefreshTokens(): void;
}

/** The account that consented for the app once, as the Secure Application Model wants it. */
const serviceAccount: Omit<DirectoryUser, 'tenantId'> = {
  id: '0a000000-0000-4000-8000-0000000000aa',
  name: 'partnerdesk service account',
  mail: 'partnerdesk@partner.example',
  enabled: true,
  userType: 'Member',
};

/**
 * Entra ID and Microsoft Graph of one partner tenant. Secrets come from whoever composes the sandbox, made at random
 * at its start. `refreshToken` is the service account's first one; without it there is app-only.
 */
export function createEntraStandIn(options: {
  baseUrl: string;
  tenantId: string;
  characters: readonly Character[];
  clientId: string;
  clientSecret: string;
  /** A certificate that is registered with the app, PEM. */
  clientCertificate?: string;
  /** Whether a token of another issuer stands for the app (a federated credential). */
  federated?: (token: string) => Promise<boolean>;
  refreshToken?: string;
  now?: () => number;
}): EntraStandIn {
  const { refreshToken, now = Date.now, ...given } = options;
  const signer = createSigner(now);
  const directory = createDirectory(given.tenantId, given.characters);
  const account = { ...serviceAccount, tenantId: given.tenantId };
  const grants = createGrants(now, refreshToken === undefined ? undefined : { refreshToken, user: account });
  let mfa = true;
  let refreshFault: number | undefined;
  const tokenFailures: number[] = [];
  return {
    login: createLogin({
      tokenFailure: () => tokenFailures.shift(),
      ...given,
      signer,
      directory,
      grants,
      now,
      mfa: () => mfa,
      refreshFault: () => refreshFault,
    }),
    graph: createGraph({ baseUrl: given.baseUrl, directory, signer, now }),
    verifyToken: (token) => signer.verify(token),
    setGroups: directory.setGroups,
    setDirectoryRoles: directory.setDirectoryRoles,
    disable: directory.disable,
    addGroup: directory.addGroup,
    setMfa: (done) => {
      mfa = done;
    },
    failRefresh: (code) => {
      refreshFault = code;
    },
    failTokens: (count, status) => {
      for (let n = 0; n < count; n++) tokenFailures.push(status);
    },
    refreshTokens: grants.refreshTokens,
    revokeRefreshTokens: grants.revokeAll,
  };
}
