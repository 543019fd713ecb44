import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { teamsAppId } from '../../../../bots/teams/app-id.js';
import { STRANGER_TENANT } from '../../../../sandbox/entra/stand-in.js';
import type { Ward } from '../ward.js';
import { after, env, everything, NOWHERE, type Fault } from './fault.js';

const graphPermissions = ['User.Read.All', 'GroupMember.Read.All', 'RoleManagement.Read.Directory'];

const manyWorkspaces = {
  SLACK_BOT_TOKEN: undefined,
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'canary-secret',
  SLACK_STATE_SECRET: 'canary-state-secret-of-32-letters',
};

/** Slack and Teams. */
export function platformFaults(): Fault[] {
  const scope =
    (name: string, granted: boolean) =>
    ({ slack }: Ward) => {
      slack.alterScope(name, granted);
      return after(() => slack.alterScope(name, !granted));
    };
  return [
    {
      name: 'a token that Slack does not know',
      check: 'slackToken',
      code: 'slackTokenRefused',
      facts: { error: 'invalid_auth' },
      fix: /Bot User OAuth Token into SLACK_BOT_TOKEN/,
      plant: env({ SLACK_BOT_TOKEN: 'xoxb-canary-token' }),
    },
    {
      name: 'a token that rotates',
      check: 'slackToken',
      code: 'slackTokenRotates',
      fix: /rotation off/,
      plant: env({ SLACK_BOT_TOKEN: 'xoxe.xoxb-1-canary-token' }),
    },
    {
      name: 'an app for many workspaces that nobody installed',
      check: 'slackToken',
      code: 'slackNotInstalled',
      fix: /\/slack\/install in a browser, once/,
      plant: env(manyWorkspaces),
    },
    {
      name: 'a workspace that gets no more tokens',
      check: 'slackToken',
      code: 'slackInstallationRefused',
      facts: { team: 'T0PLANTED' },
      fix: /install the app there again/,
      plant: installation('refused'),
    },
    {
      name: 'an app that any workspace may install',
      check: 'slackToken',
      code: 'slackAnyWorkspace',
      fix: /slack: \{ workspaces/,
      plant: installation('active'),
    },
    {
      name: 'a workspace that installed the app before others were listed',
      check: 'slackToken',
      code: 'slackInstallationUnlisted',
      facts: { team: 'T0PLANTED' },
      fix: /Add T0PLANTED.*slack › workspaces/,
      async plant(ward) {
        const file = join(ward.world.dataDir, 'listed.yaml');
        writeFileSync(file, 'slack: { workspaces: [T0OTHER] }');
        const planted = await installation('active')(ward);
        return { ...planted, env: { ...planted.env, PARTNERDESK_CONFIG: file } };
      },
    },
    {
      name: 'Slack that does not answer',
      check: 'slackToken',
      code: 'slackUnreachable',
      facts: { reason: 'HTTP ECONNREFUSED' },
      fix: /SLACK_API_URL/,
      plant: env({ SLACK_API_URL: NOWHERE }),
    },
    {
      name: 'a scope that is missing',
      check: 'slackScopes',
      code: 'slackScopeMissing',
      facts: { scope: 'chat:write' },
      fix: /Add the scope chat:write/,
      plant: scope('chat:write', false),
    },
    {
      name: 'an optional scope that is missing',
      check: 'slackScopes',
      code: 'slackScopeOptional',
      facts: { scope: 'im:write' },
      fix: /or leave it/,
      plant: scope('im:write', false),
    },
    {
      name: 'the scope for public channels that is missing',
      check: 'slackScopes',
      code: 'slackScopePublic',
      facts: { scope: 'chat:write.public' },
      fix: /or invite the bot/,
      plant: scope('chat:write.public', false),
    },
    {
      name: 'a scope too many',
      check: 'slackScopes',
      code: 'slackScopeNeedless',
      facts: { scopes: 'reactions:write' },
      fix: /Remove them/,
      plant: scope('reactions:write', true),
    },
    {
      name: 'the signing secret of another app',
      check: 'slackDoor',
      code: 'slackSecretDiffers',
      fix: /Signing Secret from/,
      plant: env({ SLACK_SIGNING_SECRET: 'canary-signing-secret' }),
    },
    {
      name: 'a password that is not the bot’s',
      check: 'teamsToken',
      code: 'secretWrong',
      facts: { secret: 'MicrosoftAppPassword' },
      fix: /into MicrosoftAppPassword/,
      plant: env({ MicrosoftAppPassword: 'canary-bot-password' }),
    },
    {
      name: 'keys of the Bot Connector that are not there',
      check: 'teamsKeys',
      code: 'teamsKeysUnreachable',
      fix: /TEAMS_OPENID_METADATA_URL/,
      plant: env({ TEAMS_OPENID_METADATA_URL: NOWHERE }),
    },
    {
      name: 'tenants without the partner tenant',
      check: 'teamsSettings',
      code: 'teamsTenantMissing',
      fix: /to TEAMS_TENANT_IDS/,
      plant: env({ TEAMS_TENANT_IDS: STRANGER_TENANT }),
    },
    {
      name: 'a foreign tenant for a bot of a single one',
      check: 'teamsSettings',
      code: 'teamsTenantsForeign',
      facts: { tenants: STRANGER_TENANT },
      fix: /MultiTenant/,
      plant: (ward) => ({ env: { TEAMS_TENANT_IDS: `${ward.env['PARTNER_TENANT_ID']},${STRANGER_TENANT}` } }),
    },
    {
      name: 'Teams of another cloud',
      check: 'teamsSettings',
      code: 'teamsCloudDiffers',
      facts: { have: 'gcch' },
      fix: /Remove TEAMS_CLOUD/,
      plant: env({ TEAMS_CLOUD: 'gcch' }),
    },
    {
      name: 'a Teams app that was not uploaded',
      check: 'teamsManifest',
      code: 'teamsManifestMissing',
      fix: /Upload/,
      plant: catalog(),
    },
    {
      name: 'an old version of the Teams app',
      check: 'teamsManifest',
      code: 'teamsManifestOld',
      facts: { have: '0.0.9' },
      fix: /Update/,
      plant: catalog('0.0.9'),
    },
  ];
}

const installation = (state: 'active' | 'refused') => async (ward: Ward) => {
  const { db } = ward.store;
  const row = { id: 'slack/T0PLANTED', platform: 'slack', key: 'T0PLANTED', kind: 'workspace', app: 'A1' } as const;
  const rest = { botUser: 'U1', scopesJson: '[]', grantSealed: '', expiresAt: null, version: 1 };
  const times = { leaseOwner: null, leaseUntil: null, installedAt: 1, updatedAt: 1 };
  await db
    .insertInto('installations')
    .values({ ...row, ...rest, ...times, state })
    .execute();
  return { env: manyWorkspaces, ...after(() => db.deleteFrom('installations').execute()) };
};

const catalog = (version?: string) => (ward: Ward) => {
  const { entra } = ward.world;
  entra.setPermissions([...graphPermissions, 'AppCatalog.Read.All']);
  const id = teamsAppId('public', ward.env['MicrosoftAppId'] ?? '');
  entra.setTeamsApps(version === undefined ? {} : { [id]: version });
  return after(() => entra.setPermissions(everything));
};
