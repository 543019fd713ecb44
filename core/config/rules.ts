import { credentialProblems } from './credentials.js';
import type { Problem } from './error.js';
import { laterSettings, misspelt } from './settings.js';
import { isLoopback, isLoopbackUrl } from './values.js';

const teamsCredentials = ['MicrosoftAppId'];
const teamsOthers = [
  'MicrosoftAppPassword',
  'MicrosoftAppCertificateFile',
  'MicrosoftAppType',
  'MicrosoftAppTenantId',
  'TEAMS_CLOUD',
  'TEAMS_AUTH',
  'TEAMS_TENANT_IDS',
  'TEAMS_OPENID_METADATA_URL',
  'TEAMS_LOGIN_URL',
];
const slackCredentials = ['SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN'];
/** Instead of the one token: the app that workspaces install by themselves. */
const slackApp = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'];
const slackOthers = ['SLACK_CLOUD', 'SLACK_API_URL'];

/**
 * What is wrong with the settings taken together. Looks at the raw values, so that these problems are reported along
 * with those of single values.
 */
export function crossProblems(env: Map<string, string>): Problem[] {
  return [
    ...halfPlatform(env, 'Teams', teamsCredentials, teamsOthers),
    ...credentialProblems(env, triggerOf(env, teamsCredentials, teamsOthers)),
    ...halfPlatform(env, 'Slack', slackNeeds(env), slackOthers),
    ...twoSlacks(env),
    ...noPlatform(env),
    ...openTeams(env),
    ...laterSettings
      .filter((name) => env.has(name))
      .map((name) => ({ name, expected: 'is not supported in this version yet' })),
    ...misspelt(env).map(({ name, meant }) => ({ name, expected: `is no setting; probably ${meant} was meant` })),
  ];
}

/** A platform is on with all its credentials, off with none of its settings. */
function halfPlatform(env: Map<string, string>, platform: string, credentials: string[], others: string[]): Problem[] {
  const trigger = triggerOf(env, credentials, others);
  if (!trigger) return [];
  return credentials
    .filter((name) => !env.has(name))
    .map((name) => ({ name, expected: `is not set; ${platform} needs it, because ${trigger} is set` }));
}

/** A setting by which somebody wants a platform. */
function triggerOf(env: Map<string, string>, credentials: string[], others: string[]): string | undefined {
  return [...credentials, ...others].find((name) => env.has(name));
}

/** One workspace by its token, or many by the app: whichever is begun is to be complete. */
function slackNeeds(env: Map<string, string>): string[] {
  return slackApp.some((name) => env.has(name)) ? ['SLACK_SIGNING_SECRET', ...slackApp] : slackCredentials;
}

function twoSlacks(env: Map<string, string>): Problem[] {
  const begun = slackApp.filter((name) => env.has(name));
  if (!env.has('SLACK_BOT_TOKEN') || begun.length === 0) return [];
  return [
    {
      name: 'SLACK_BOT_TOKEN',
      expected: `is the token of one workspace, and ${begun.join(', ')} the app for many: set one or the other`,
    },
  ];
}

function noPlatform(env: Map<string, string>): Problem[] {
  const all = [...teamsCredentials, ...teamsOthers, ...slackCredentials, ...slackApp, ...slackOthers];
  if (all.some((name) => env.has(name))) return [];
  return [
    {
      name: [...teamsCredentials, 'MicrosoftAppPassword', ...slackCredentials].join(', '),
      expected: 'no platform is on; expected the credentials of Teams or of Slack or of both',
    },
  ];
}

/** Without authentication anybody who reaches the port may be anybody: only for tools on the same machine. */
function openTeams(env: Map<string, string>): Problem[] {
  const closed = isLoopback(env.get('HOST') ?? '127.0.0.1') && isLoopbackUrl(env.get('PUBLIC_URL') ?? '');
  if (env.get('TEAMS_AUTH') !== 'none' || closed) return [];
  return [{ name: 'TEAMS_AUTH', expected: 'none is allowed only when HOST and PUBLIC_URL are loopback' }];
}
