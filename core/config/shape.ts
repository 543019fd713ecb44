import type { Approvals } from './approval-rules.js';
import type { Retention } from '../jobs/retention.js';
import type { ClientCertificate } from '../partner/client-certificate.js';
import type { Role } from '../roles/role.js';
import type { Proxy } from './proxy.js';

/** Every setting, parsed: what `parseConfig` makes of the environment and of the PARTNERDESK_CONFIG file. */
export interface Config {
  host: string;
  port: number;
  /** The address that Slack, Teams and browsers reach, without a slash at the end. */
  publicUrl: string;
  /** `sqlite:<path>` or `postgres://…` */
  databaseUrl: string;
  dataDir: string;
  /** 32 bytes each; the first one encrypts, all of them decrypt. */
  encryptionKeys: Buffer[];
  /**
   * Where customers are looked for. `full`: in an index of them all. `list`: the same, without what costs a call for each of them.
   * `off`: there is no index, and Partner Center is asked.
   */
  customerIndex: 'full' | 'list' | 'off';
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  partner: PartnerConfig;
  webhooks: WebhookConfig;
  /** Absent: the platform is off. */
  teams?: TeamsConfig;
  slack?: SlackConfig;
  policy: Policy;
  /** What whoever starts the desk should read, in English: settings that are set and not acted on, and the like. */
  warnings: string[];
}

export type Cloud = 'global' | 'us-government' | '21vianet';

/** By what an Entra application proves itself: exactly one of these. */
export type ClientCredential =
  | { type: 'secret'; secret: string }
  | { type: 'certificate'; certificate: ClientCertificate }
  /** The application is the managed identity itself. */
  | { type: 'managedIdentity'; identity: ManagedIdentity }
  /** The application trusts tokens that the managed identity gets for this audience. */
  | { type: 'federated'; identity: ManagedIdentity; audience: string };

/** A user-assigned managed identity of the machine that the desk runs on. */
export interface ManagedIdentity {
  clientId: string;
  endpoint: { kind: 'imds'; url: string } | { kind: 'appService'; url: string; header: string };
}

export interface PartnerConfig {
  cloud: Cloud;
  tenantId: string;
  clientId: string;
  /** By what the app proves itself to the login service. */
  credential: Exclude<ClientCredential, { type: 'managedIdentity' }>;
  /** Absent: app-only. */
  refreshToken?: string;
  /** Of the cloud, or overridden; without a slash at the end. */
  urls: { partnerCenter: string; login: string; graph: string };
  /** What tokens are asked for: stays the cloud's own when the URL is overridden. */
  audiences: { partnerCenter: string; graph: string };
  proxy?: Proxy;
}

/** Whose certificates are believed besides those of the cloud: for stand-ins that sign webhooks. */
export interface WebhookConfig {
  /** Exact origins from which certificates may be fetched. */
  certificateOrigins: readonly string[];
  /** A file of root certificates (PEM), read whenever a certificate is checked. */
  authorityFile?: string;
}

export interface TeamsConfig {
  appId: string;
  credential: Exclude<ClientCredential, { type: 'federated' }>;
  appType: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI';
  appTenantId: string;
  cloud: 'public' | 'gcch' | 'dod' | '21vianet';
  auth: 'jwt' | 'none';
  /** Whose users may talk to the bot. */
  tenantIds: string[];
  openIdMetadataUrl?: string;
  loginUrl?: string;
  proxy?: Proxy;
}

/** Either the token of one workspace, or the app by which any number of workspaces give theirs. */
export type SlackConfig = SlackAppConfig &
  ({ botToken: string; oauth?: never } | { botToken?: never; oauth: SlackOAuthConfig });

interface SlackAppConfig {
  signingSecret: string;
  cloud: 'commercial' | 'gov';
  /** SLACK_API_URL, with a slash at the end: instead of the Web API of that cloud. */
  apiUrl?: string;
  proxy?: Proxy;
}

export interface SlackOAuthConfig {
  clientId: string;
  clientSecret: string;
  /** Signs the states of installs: a forged one is refused without a look into the store. */
  stateSecret: string;
}

/** What PARTNERDESK_CONFIG says, defaults filled in. */
export interface Policy {
  roles: Record<PolicyAction, Role[]>;
  people: { platform: 'slack' | 'teams'; tenant: string; user: string; person: string }[];
  approvals: Approvals;
  /**
   * `byEmail`: a chat user without a link is linked to whoever has their confirmed e-mail address; `believed`: in these
   * workspaces alone, whose administrators could give anybody any address. Absent: in all that may use the desk, which are the
   * one of SLACK_BOT_TOKEN, or those of `workspaces`.
   */
  links: { byEmail: boolean; believed?: readonly string[] };
  /** Slack's workspaces (T…) and organisations (E…) that may install the app of SLACK_CLIENT_ID; absent: any. */
  workspaces?: readonly string[];
  /** How changes made elsewhere are looked for. */
  watch: { pollEveryMs: number };
  /** What rooms are spoken to in, BCP 47: `channels` by their names as in `places`. In 1:1 chats everybody has their own. */
  languages: { default: string; channels: Record<string, string> };
  /** How many turns a person, and a place, may have in a minute, where it is not as in core/limits.ts. */
  limits?: { person?: number; place?: number };
  /** How long things are kept; absent: as long as by default (core/jobs/retention.ts). */
  retention?: Partial<Retention> | undefined;
}

/** What a role can be needed for: the rows of the role table under Commands in the README. */
export const policyActions = [
  'use the desk',
  'view customers',
  'update account',
  'ask permission',
  'manage links',
  'examine the desk',
] as const;
export type PolicyAction = (typeof policyActions)[number];
