import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { clouds } from '../partner/clouds.js';
import type { Role } from '../roles/role.js';
import {
  botCredential,
  type Certificates,
  certificateWarnings,
  partnerCredential,
  readCertificates,
} from './credentials.js';
import { ConfigError, type Problem } from './error.js';
import { defaultApprovals } from './approval-rules.js';
import { emptyPolicyFile, parsePolicyFile, type PolicyFile } from './policy-file.js';
import { defaultLanguages } from './languages-file.js';
import { proxyOf } from './proxy.js';
import { defaultRoles } from './role-table.js';
import { crossProblems } from './rules.js';
import { uselessList } from './slack-file.js';
import { laterSharedSettings, present, settings, type Settings } from './settings.js';
import { policyActions, type Config, type Policy, type SlackConfig, type TeamsConfig } from './shape.js';

/**
 * Makes a Config of the environment and of the file that PARTNERDESK_CONFIG names.
 *
 * @param readFile reads that file as text; by default from the disk
 * @throws {ConfigError} naming every wrong setting at once, and no value
 */
export function parseConfig(env: NodeJS.ProcessEnv, readFile = (path: string) => readFileSync(path, 'utf8')): Config {
  const given = present(env);
  const parsed = settings.safeParse(Object.fromEntries(given));
  const policy = readPolicy(given.get('PARTNERDESK_CONFIG'), readFile);
  const { certificates, problems: unreadable } = readCertificates(given, readFile);
  const problems = [
    ...fieldProblems(parsed),
    ...crossProblems(given),
    ...unreadable,
    ...policy.problems,
    ...tooTrusting(given, policy.file),
    ...uselessList(given, policy.file.workspaces),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return assemble(parsed.data, policy.file, { env: given, certificates });
}

/** Whoever runs a workspace gives its people their addresses, and any workspace may install an app of OAuth that is not listed. */
function tooTrusting(env: Map<string, string>, { links, workspaces }: PolicyFile): Problem[] {
  if (!env.has('SLACK_CLIENT_ID') || !links.byEmail || links.believed || workspaces) return [];
  const expected =
    'with SLACK_CLIENT_ID expected a list of the Slack workspaces (T…) whose addresses are believed, or slack › workspaces';
  return [{ name: 'PARTNERDESK_CONFIG › links › by email', expected }];
}

/** Where the state of the desk is, and the keys to it: all that tools need which only look at the store. */
export type StoreConfig = Pick<Config, 'databaseUrl' | 'dataDir' | 'encryptionKeys'>;

/**
 * The part of the Config that names the store, from an environment that need not hold the rest.
 *
 * @throws {ConfigError}
 */
export function parseStoreConfig(env: NodeJS.ProcessEnv): StoreConfig {
  const parsed = settings
    .pick({ DATABASE_URL: true, DATA_DIR: true, ENCRYPTION_KEY: true })
    .safeParse(Object.fromEntries(present(env)));
  if (!parsed.success) throw new ConfigError(fieldProblems(parsed));
  return storeConfig(parsed.data);
}

function storeConfig(given: Pick<Settings, 'DATABASE_URL' | 'DATA_DIR' | 'ENCRYPTION_KEY'>): StoreConfig {
  return {
    databaseUrl: given.DATABASE_URL ?? `sqlite:${join(given.DATA_DIR, 'partnerdesk.db')}`,
    dataDir: given.DATA_DIR,
    encryptionKeys: given.ENCRYPTION_KEY,
  };
}

/** One problem for each setting: the first is the one that explains the others. */
function fieldProblems(parsed: { error?: z.ZodError | undefined }): Problem[] {
  const byName = new Map<string, string>();
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0]);
    if (!byName.has(name)) byName.set(name, issue.message);
  }
  return [...byName].map(([name, expected]) => ({ name, expected }));
}

function readPolicy(
  path: string | undefined,
  readFile: (path: string) => string,
): { file: PolicyFile; problems: Problem[] } {
  if (path === undefined) return { file: emptyPolicyFile, problems: [] };
  let source: string;
  try {
    source = readFile(path);
  } catch {
    return {
      file: emptyPolicyFile,
      problems: [{ name: 'PARTNERDESK_CONFIG', expected: 'expected the path of a file that can be read' }],
    };
  }
  return parsePolicyFile(source);
}

function assemble(
  given: Settings,
  file: PolicyFile,
  { env, certificates }: { env: Map<string, string>; certificates: Certificates },
): Config {
  const endpoints = clouds[given.PARTNER_CLOUD];
  const proxy = given.HTTPS_PROXY ? { proxy: proxyOf(given.HTTPS_PROXY, given.NO_PROXY) } : {};
  const policy: Policy = {
    roles: { ...defaultRoles(given.PARTNER_CLOUD), ...file.roles },
    people: file.people,
    approvals: { ...defaultApprovals, ...file.approvals },
    links: file.links,
    ...(file.workspaces ? { workspaces: file.workspaces } : {}),
    watch: file.watch,
    languages: { ...defaultLanguages, ...file.languages },
    ...(file.limits ? { limits: file.limits } : {}),
    retention: file.retention,
  };
  const teams = teamsConfig(given, botCredential(given, certificates));
  const slack = slackConfig(given);
  const config: Config = {
    host: given.HOST,
    port: given.PORT,
    publicUrl: given.PUBLIC_URL,
    ...storeConfig(given),
    customerIndex: given.CUSTOMER_INDEX,
    logLevel: given.LOG_LEVEL,
    partner: {
      cloud: given.PARTNER_CLOUD,
      tenantId: given.PARTNER_TENANT_ID,
      clientId: given.PARTNER_CLIENT_ID,
      credential: partnerCredential(given, certificates),
      ...(given.PARTNER_REFRESH_TOKEN ? { refreshToken: given.PARTNER_REFRESH_TOKEN } : {}),
      urls: {
        partnerCenter: given.PARTNER_CENTER_URL ?? endpoints.partnerCenter,
        login: given.LOGIN_URL ?? endpoints.login,
        graph: given.GRAPH_URL ?? endpoints.graph,
      },
      audiences: { partnerCenter: endpoints.partnerCenter, graph: endpoints.graph },
      ...proxy,
    },
    webhooks: {
      certificateOrigins: given.PARTNER_WEBHOOK_CERT_ORIGINS ?? [],
      ...(given.PARTNER_WEBHOOK_CA_FILE ? { authorityFile: given.PARTNER_WEBHOOK_CA_FILE } : {}),
    },
    ...(teams ? { teams: { ...teams, ...proxy } } : {}),
    ...(slack ? { slack: { ...slack, ...proxy } } : {}),
    policy,
    warnings: [...unusedWarnings(env), ...policyWarnings(policy)],
  };
  config.warnings.push(...certificateWarnings(config, Date.now()));
  return config;
}

function teamsConfig(given: Settings, credential: TeamsConfig['credential'] | undefined): TeamsConfig | undefined {
  if (!given.MicrosoftAppId || !credential) return undefined;
  return {
    appId: given.MicrosoftAppId,
    credential,
    appType: given.MicrosoftAppType,
    appTenantId: given.MicrosoftAppTenantId ?? given.PARTNER_TENANT_ID,
    cloud: given.TEAMS_CLOUD ?? clouds[given.PARTNER_CLOUD].teams,
    auth: given.TEAMS_AUTH,
    tenantIds: given.TEAMS_TENANT_IDS ?? [given.PARTNER_TENANT_ID],
    ...(given.TEAMS_OPENID_METADATA_URL ? { openIdMetadataUrl: given.TEAMS_OPENID_METADATA_URL } : {}),
    ...(given.TEAMS_LOGIN_URL ? { loginUrl: given.TEAMS_LOGIN_URL } : {}),
  };
}

function slackConfig(given: Settings): SlackConfig | undefined {
  if (!given.SLACK_SIGNING_SECRET) return undefined;
  const app = {
    signingSecret: given.SLACK_SIGNING_SECRET,
    cloud: given.SLACK_CLOUD,
    ...(given.SLACK_API_URL ? { apiUrl: `${given.SLACK_API_URL}/` } : {}),
  };
  if (given.SLACK_BOT_TOKEN) return { ...app, botToken: given.SLACK_BOT_TOKEN };
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: stateSecret } = given;
  return clientId && clientSecret && stateSecret
    ? { ...app, oauth: { clientId, clientSecret, stateSecret } }
    : undefined;
}

function unusedWarnings(env: Map<string, string>): string[] {
  return laterSharedSettings
    .filter((name) => env.has(name))
    .map((name) => `${name} is set and is not supported in this version yet.`);
}

/** The door comes first: a role that may do something but not use the desk is refused all the same. */
function policyWarnings({ roles, approvals }: Policy): string[] {
  const withoutDesk = policyActions.flatMap((action) =>
    refused(
      roles[action].filter((role) => !roles['use the desk'].includes(role)),
      `may "${action}" but not "use the desk"`,
    ),
  );
  // To decide one has to see what it is about.
  const sees = (role: Role) => roles['use the desk'].includes(role) && roles['view customers'].includes(role);
  const deciders = [...approvals.purchase.approvers, ...approvals.account.rule.approvers, ...approvals.breakGlass];
  const blind = [...new Set(deciders)].filter((role) => !sees(role));
  return [...withoutDesk, ...refused(blind, 'may approve but not "use the desk" or not "view customers"')];
}

function refused(outside: Role[], what: string): string[] {
  if (outside.length === 0) return [];
  return [`PARTNERDESK_CONFIG: ${outside.join(', ')} ${what}, and is therefore refused.`];
}
