import type { Cloud } from '../../core/config.js';
import type { VerifyToken } from '../partner-center/token.js';
import type { Character, StandIn } from '../stand-in.js';
import { type AgentGroup, createDirectory, type DirectoryUser } from './directory.js';
import { createGrants, type RefreshTokens } from './grants.js';
import { type Credentials, createGraph, type GraphFaults } from './graph.js';
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
  /** Every client is answered with this AADSTS code (7000222: the secret has expired); undefined ends it. */
  failClient(code: number | undefined): void;
  /** Members of access tokens that are otherwise from now on; an undefined one is left out. */
  alterClaims(claims: Record<string, unknown>): void;
  /** What the app may do in Graph from now on. */
  setPermissions(permissions: readonly string[]): void;
  /** The secrets and certificates of an app of this tenant, as Graph tells of them. */
  setCredentials(appId: string, credentials: Credentials): void;
  /** The versions of the Teams app in the organization's catalog, by the app's id. */
  setTeamsApps(versions: Record<string, string>): void;
  /** Somebody deletes a group. */
  removeGroup(displayName: string): void;
  /** The next `count` token requests are answered with this status, and no word of Entra's. */
  failTokens(count: number, status: number): void;
  refreshTokens(behaviour: RefreshTokens): void;
  revokeRefreshTokens(): void;
}

/** The account that consented for the app once, as the Secure Application Model wants it. */
export const SERVICE_ACCOUNT = '0a000000-0000-4000-8000-0000000000aa';

const serviceAccount: Omit<DirectoryUser, 'tenantId'> = {
  id: SERVICE_ACCOUNT,
  name: 'partnerdesk service account',
  mail: 'partnerdesk@partner.example',
  enabled: true,
  userType: 'Member',
};

/** The same account as the directory has it: an Admin agent, who is nobody on the page. */
const serviceCharacter: Character = {
  id: serviceAccount.id,
  name: serviceAccount.name,
  title: 'Service account',
  slackUser: '',
  groups: ['AdminAgents'],
  directoryRoleTemplates: [],
  standing: 'member',
  locale: 'en-US',
  timeZone: 'UTC',
  linked: false,
};

/**
 * Entra ID and Microsoft Graph of one partner tenant. Secrets come from whoever composes the sandbox, made at random
 * at its start. `refreshToken` is the service account's first one; without it there is app-only.
 */
export function createEntraStandIn(options: {
  baseUrl: string;
  /** Where Graph is, if it is not beside the sign-in service. */
  graphUrl?: string;
  /** Whose APIs it gives tokens for; default: the global one. */
  cloud?: Cloud;
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
  const { refreshToken, now = Date.now, cloud = 'global', ...given } = options;
  const signer = createSigner(now);
  const directory = createDirectory(given.tenantId, [...given.characters, serviceCharacter]);
  const account = { ...serviceAccount, tenantId: given.tenantId };
  const grants = createGrants(now, refreshToken === undefined ? undefined : { refreshToken, user: account });
  let mfa = true;
  let refreshFault: number | undefined;
  let clientFault: number | undefined;
  let claims: Record<string, unknown> = {};
  let permissions: readonly string[] = ['Directory.Read.All'];
  const applications = new Map<string, Credentials>([
    [given.clientId, { passwordCredentials: [], keyCredentials: [] }],
  ]);
  let teamsApps: Record<string, string> = {};
  const tokenFailures: number[] = [];
  return {
    login: createLogin({
      tokenFailure: () => tokenFailures.shift(),
      ...given,
      cloud,
      signer,
      directory,
      grants,
      now,
      mfa: () => mfa,
      refreshFault: () => refreshFault,
      clientFault: () => clientFault,
      claims: () => claims,
      permissions: () => permissions,
    }),
    graph: createGraph({
      baseUrl: given.graphUrl ?? given.baseUrl,
      cloud,
      directory,
      signer,
      now,
      permissions: () => permissions,
      application: (id) => applications.get(id),
      teamsApp: (id) => teamsApps[id],
    }),
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
    failClient: (code) => {
      clientFault = code;
    },
    alterClaims: (altered) => {
      claims = altered;
    },
    setPermissions: (granted) => {
      permissions = granted;
    },
    setCredentials: (appId, credentials) => void applications.set(appId, credentials),
    setTeamsApps: (versions) => {
      teamsApps = versions;
    },
    removeGroup: directory.removeGroup,
    failTokens: (count, status) => {
      for (let n = 0; n < count; n++) tokenFailures.push(status);
    },
    refreshTokens: grants.refreshTokens,
    revokeRefreshTokens: grants.revokeAll,
  };
}
