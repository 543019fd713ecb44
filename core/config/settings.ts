import { z } from 'zod';
import { nearest } from './nearest.js';
import * as form from './values.js';

/** The settings that this version acts on, in the order of the README. */
export const settings = z.object({
  HOST: form.text(/^[^\s/]+$/, 'a host name or IP address to listen on').default('127.0.0.1'),
  PORT: form.port.default(3978),
  PUBLIC_URL: form.url('the address that Slack, Teams and browsers reach'),
  DATABASE_URL: form
    .text(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/s, 'sqlite: and a path, or a postgres:// address')
    .optional(),
  DATA_DIR: z.string().default('./data'),
  ENCRYPTION_KEY: form.encryptionKeys,
  LOG_LEVEL: form.oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  PARTNERDESK_CONFIG: z.string().optional(),
  CUSTOMER_INDEX: form.oneOf(['full', 'list', 'off']).default('full'),
  HTTPS_PROXY: form.proxyAddress.optional(),
  NO_PROXY: z.string().optional(),

  PARTNER_CLOUD: form.oneOf(['global', 'us-government', '21vianet']).default('global'),
  PARTNER_TENANT_ID: form.guid("the partner's tenant id"),
  PARTNER_CLIENT_ID: form.guid('the client id of the Partner Center app'),
  PARTNER_CLIENT_SECRET: form.secret('the client secret of the Partner Center app').optional(),
  PARTNER_CLIENT_CERTIFICATE_FILE: z.string().optional(),
  PARTNER_MANAGED_IDENTITY_CLIENT_ID: form.guid('the client id of a user-assigned managed identity').optional(),
  PARTNER_REFRESH_TOKEN: form.secret('a refresh token').optional(),
  PARTNER_CENTER_URL: form.url('where Partner Center is').optional(),
  LOGIN_URL: form.url('where Entra ID is').optional(),
  GRAPH_URL: form.url('where Microsoft Graph is').optional(),
  PARTNER_WEBHOOK_CERT_ORIGINS: form.originList.optional(),
  PARTNER_WEBHOOK_CA_FILE: z.string().optional(),

  MicrosoftAppId: form.guid('the app id of the bot').optional(),
  MicrosoftAppPassword: form.secret('the client secret of the bot').optional(),
  MicrosoftAppCertificateFile: z.string().optional(),
  MicrosoftAppType: form.oneOf(['SingleTenant', 'MultiTenant', 'UserAssignedMSI']).default('SingleTenant'),
  MicrosoftAppTenantId: form.guid("the tenant id of the bot's app").optional(),
  TEAMS_CLOUD: form.oneOf(['public', 'gcch', 'dod', '21vianet']).optional(),
  TEAMS_AUTH: form.oneOf(['jwt', 'none']).default('jwt'),
  TEAMS_TENANT_IDS: form.guidList.optional(),
  TEAMS_OPENID_METADATA_URL: form.url('where the OpenID metadata of the Bot Connector is').optional(),
  TEAMS_LOGIN_URL: form.url('where the bot gets its tokens').optional(),

  IDENTITY_ENDPOINT: z.string().optional(),
  IDENTITY_HEADER: z.string().optional(),
  MANAGED_IDENTITY_URL: form.url('where managed identities get their tokens').optional(),

  SLACK_SIGNING_SECRET: form.secret("the app's signing secret").optional(),
  SLACK_BOT_TOKEN: form.text(/^(xoxe\.)?xoxb-\S+$/, 'a bot token (xoxb-…)').optional(),
  SLACK_CLIENT_ID: form.text(/^\d+\.\d+$/, 'the client id of the Slack app (two numbers with a dot)').optional(),
  SLACK_CLIENT_SECRET: form.secret('the client secret of the Slack app').optional(),
  SLACK_STATE_SECRET: form
    .text(/^\S{32,}$/, 'a long random text of your own, at least 32 characters without white space')
    .optional(),
  SLACK_CLOUD: form.oneOf(['commercial', 'gov']).default('commercial'),
  SLACK_API_URL: form.url('where the Slack Web API is').optional(),
});

export type Settings = z.output<typeof settings>;
export type SettingName = keyof Settings;

export const settingNames = settings.keyof().options;

/** Settings of later versions: setting one is an error, because somebody expects something of it. */
export const laterSettings = ['SLACK_APP_TOKEN'] as const;

/** The same, but often set for a whole machine and meant for other programs: only a warning. */
export const laterSharedSettings = ['OTEL_EXPORTER_OTLP_ENDPOINT'] as const;

/** Settings that belong to the machine: alone they do not mean that somebody configured the desk. */
export const machineSettings: readonly string[] = ['HTTPS_PROXY', 'NO_PROXY'];

const known: readonly string[] = [...settingNames, ...laterSettings, ...laterSharedSettings];
const ours = known.filter((name) => /^(PARTNER|SLACK_|TEAMS_|Microsoft)/.test(name));

/** An environment without the variables that are set to nothing, as container tools set them; white space trimmed. */
export function present(env: NodeJS.ProcessEnv): Map<string, string> {
  const entries = Object.entries(env).map(([name, value]) => [name, value?.trim() ?? ''] as const);
  return new Map(entries.filter(([, value]) => value !== ''));
}

/** Variables that are no settings and look like one that was misspelt. Names like HOST are too short to tell. */
export function misspelt(env: Map<string, string>): { name: string; meant: string }[] {
  return [...env.keys()].flatMap((name) => {
    const meant = known.includes(name) ? undefined : nearest(name, ours);
    return meant ? [{ name, meant }] : [];
  });
}
