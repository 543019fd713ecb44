import { z } from 'zod';
import { type Cloud, ConfigError, type SlackConfig, type TeamsConfig } from '../core/config.js';
import { present, settings } from '../core/config/settings.js';
import * as form from '../core/config/values.js';
import { clouds } from '../core/partner/clouds.js';

/** What the manifests are made for. */
export interface ManifestOptions {
  publicUrl: string;
  /** Whose words and commands the menus have. */
  partnerCloud: Cloud;
  slackCloud: SlackConfig['cloud'];
  /** Whether the Slack app may read e-mail addresses. */
  slackEmail: boolean;
  /** Whether workspaces of Slack install the app by themselves. */
  oauth: boolean;
  teamsCloud: TeamsConfig['cloud'];
  /** Absent: no Teams package. */
  appId?: string;
  version: string;
  developer: { name: string; websiteUrl: string; privacyUrl: string; termsOfUseUrl: string };
}

/** The settings that flags stand for, by flag. The other flags have no setting. */
const settingOf = {
  publicUrl: 'PUBLIC_URL',
  appId: 'MicrosoftAppId',
  teamsCloud: 'TEAMS_CLOUD',
  slackCloud: 'SLACK_CLOUD',
} as const;

/** The flags as they were typed. */
export type Flags = { slackEmail?: boolean; slackOauth?: boolean } & Partial<
  Record<keyof typeof settingOf | 'appVersion' | 'developer' | 'websiteUrl' | 'privacyUrl' | 'termsUrl', string>
>;

const given = settings.shape;
const page = form.url('a page of the developer').refine(isHttps, { error: 'expected an https:// address' }).optional();
const schema = z.object({
  publicUrl: given.PUBLIC_URL.refine(isHttps, {
    error: 'expected an https:// address: Slack and Teams reach no other',
  }),
  appId: given.MicrosoftAppId,
  teamsCloud: given.TEAMS_CLOUD,
  slackCloud: given.SLACK_CLOUD,
  slackOauth: z.boolean(),
  partnerCloud: given.PARTNER_CLOUD,
  slackEmail: z.boolean().default(false),
  appVersion: form.text(/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/, 'a version of three numbers, such as 1.2.3'),
  developer: z.string().max(32, { error: 'expected at most 32 characters' }).default('partnerdesk'),
  websiteUrl: page,
  privacyUrl: page,
  termsUrl: page,
});

/**
 * What to make: flags first, then the environment's settings.
 *
 * @param version used without `--app-version`
 * @throws {ConfigError} naming every wrong flag or setting at once
 */
export function optionsFrom(flags: Flags, environment: NodeJS.ProcessEnv, version: string): ManifestOptions {
  const env = present(environment);
  const fromEnvironment = Object.entries(settingOf).map(([flag, setting]) => [flag, env.get(setting)]);
  const parsed = schema.safeParse({
    partnerCloud: env.get('PARTNER_CLOUD'),
    appVersion: version,
    slackOauth: env.has('SLACK_CLIENT_ID'),
    ...Object.fromEntries(fromEnvironment),
    ...flags,
  });
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map(({ path, message }) => ({ name: label(String(path[0])), expected: message })),
    );
  }
  const { publicUrl, appId, slackCloud, slackEmail, slackOauth, partnerCloud, appVersion, developer, ...rest } =
    parsed.data;
  const websiteUrl = rest.websiteUrl ?? publicUrl;
  return {
    publicUrl,
    partnerCloud,
    slackCloud,
    slackEmail,
    oauth: slackOauth,
    teamsCloud: rest.teamsCloud ?? clouds[partnerCloud].teams,
    ...(appId === undefined ? {} : { appId }),
    version: appVersion,
    developer: {
      name: developer,
      websiteUrl,
      privacyUrl: rest.privacyUrl ?? websiteUrl,
      termsOfUseUrl: rest.termsUrl ?? websiteUrl,
    },
  };
}

function isHttps(url: string): boolean {
  return url.startsWith('https://');
}

/** `publicUrl` → `--public-url or PUBLIC_URL` */
function label(key: string): string {
  if (key === 'partnerCloud') return 'PARTNER_CLOUD';
  const flag = `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const setting = Object.entries(settingOf).find(([name]) => name === key)?.[1];
  return setting === undefined ? flag : `${flag} or ${setting}`;
}
