import { randomBytes, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { CheckName, FindingCode } from '../../../core/doctor/codes.js';
import { teamsAppId } from '../../../manifest/teams-app-id.js';
import { SERVICE_ACCOUNT, STRANGER_TENANT } from '../../../sandbox/entra/stand-in.js';
import { makeLink } from '../../../sandbox/partner-center/webhook-chain.js';
import type { Ward } from './ward.js';

/** What is planted: settings that differ, and how to take the rest of it away again. */
export interface Planted {
  env?: Record<string, string | undefined>;
  undo?: () => unknown;
}

/** A fault: what it is called, what the doctor has to find of it, and a word of the fix that fits no other. */
export interface Fault {
  name: string;
  check: CheckName;
  code: FindingCode;
  facts?: Record<string, unknown>;
  fix: RegExp;
  plant(ward: Ward): Planted | Promise<Planted>;
}

const NOWHERE = 'http://127.0.0.1:1';
const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;
const env = (settings: Record<string, string | undefined>) => () => ({ env: settings });
const after = (undo: () => unknown): Planted => ({ undo });
const graphPermissions = ['User.Read.All', 'GroupMember.Read.All', 'RoleManagement.Read.Directory'];
const everything = ['Directory.Read.All'];

function settingsOf(): Fault[] {
  const common = { check: 'settings', code: 'settingWrong' } as const;
  return [
    {
      ...common,
      name: 'a setting that is missing',
      facts: { name: 'PARTNER_CLIENT_SECRET' },
      fix: /Set PARTNER_CLIENT_SECRET/,
      plant: env({ PARTNER_CLIENT_SECRET: undefined }),
    },
    {
      ...common,
      name: 'half a platform',
      facts: { name: 'SLACK_BOT_TOKEN' },
      fix: /Set SLACK_BOT_TOKEN/,
      plant: env({ SLACK_BOT_TOKEN: undefined }),
    },
    {
      ...common,
      name: 'a policy file with an unknown key',
      facts: { name: 'PARTNERDESK_CONFIG › rolez' },
      fix: /PARTNERDESK_CONFIG/,
      plant: ({ world }) => ({ env: { PARTNERDESK_CONFIG: policy(world.dataDir, 'rolez: {}') } }),
    },
    {
      name: 'a role that may approve but not use the desk',
      check: 'settings',
      code: 'settingWarning',
      fix: /says what is meant/,
      plant: ({ world }) => ({
        env: { PARTNERDESK_CONFIG: policy(world.dataDir, 'roles: { use the desk: [Sales agent] }') },
      }),
    },
    {
      name: 'a data folder that cannot be written to',
      check: 'dataDir',
      code: 'dataDirUnwritable',
      facts: { reason: 'ENOTDIR' },
      fix: /right to write to/,
      plant: ({ world }) => ({ env: { DATA_DIR: join(policy(world.dataDir, ''), 'data') } }),
    },
  ];
}

let policies = 0;
function policy(folder: string, text: string): string {
  const path = join(folder, `planted-${(policies += 1)}.yaml`);
  writeFileSync(path, text);
  return path;
}

function storeFaults(): Fault[] {
  return [
    {
      name: 'a database that does not answer',
      check: 'store',
      code: 'storeUnreachable',
      facts: { reason: 'ECONNREFUSED' },
      fix: /DATABASE_URL names the right host/,
      plant: env({ DATABASE_URL: 'postgres://partnerdesk:canary-password@127.0.0.1:1/desk' }),
    },
    {
      name: 'a migration that did not run',
      check: 'store',
      code: 'storeBehind',
      facts: { missing: '0004-journal' },
      fix: /Restart the desk with this release/,
      async plant({ store: { db } }) {
        await sql`update kysely_migration set name = ${'0000-planted'} where name = ${'0004-journal'}`.execute(db);
        return after(() =>
          sql`update kysely_migration set name = ${'0004-journal'} where name = ${'0000-planted'}`.execute(db),
        );
      },
    },
    {
      name: 'tables of a newer release',
      check: 'store',
      code: 'storeAhead',
      facts: { unknown: '9999-future' },
      fix: /Start the newer release again/,
      async plant({ store: { db } }) {
        await sql`insert into kysely_migration (name, timestamp) values (${'9999-future'}, ${'x'})`.execute(db);
        return after(() => sql`delete from kysely_migration where name = ${'9999-future'}`.execute(db));
      },
    },
    {
      name: 'a request that nobody answers',
      check: 'work',
      code: 'workStuck',
      facts: { queue: 'inbox' },
      fix: /Is the desk running/,
      async plant({ store: { db } }) {
        const now = Date.now();
        const lease = { leaseOwner: 'planted', leaseUntil: now + DAY_MS, receivedAt: now - 2 * HOUR_MS, doneAt: null };
        const sealed = { turnSealed: '', replyToSealed: '', answerSealed: null };
        await db
          .insertInto('inbox')
          .values({ delivery: 'planted', state: 'received', attempts: 1, ...sealed, ...lease })
          .execute();
        return after(() => db.deleteFrom('inbox').where('delivery', '=', 'planted').execute());
      },
    },
    {
      name: 'a parked message',
      check: 'work',
      code: 'messagesParked',
      facts: { platform: 'teams', number: 1 },
      fix: /mend the place/,
      async plant({ store: { db } }) {
        const at = Date.now();
        const rest = { attempts: 9, dueAt: at, leaseOwner: null, leaseUntil: null, createdAt: at, sentAt: null };
        await db
          .insertInto('outbox')
          .values({
            id: 'planted',
            dedupeKey: 'planted',
            platform: 'teams',
            copy: null,
            startedAt: null,
            state: 'parked',
            toSealed: '',
            answerSealed: '',
            lastError: 'x',
            ...rest,
          })
          .execute();
        return after(() => db.deleteFrom('outbox').where('id', '=', 'planted').execute());
      },
    },
    {
      name: 'a key that is gone',
      check: 'keys',
      code: 'keyMissing',
      facts: { tables: 'inbox, secrets' },
      fix: /Add the former key/,
      plant: env({ ENCRYPTION_KEY: randomBytes(32).toString('base64') }),
    },
    {
      name: 'a former key that is still needed',
      check: 'keys',
      code: 'keyOldInUse',
      fix: /Leave it in ENCRYPTION_KEY/,
      plant: (ward) => ({
        env: { ENCRYPTION_KEY: [randomBytes(32).toString('base64'), ward.env['ENCRYPTION_KEY']].join(',') },
      }),
    },
    {
      name: 'an entry of the journal that was edited',
      check: 'journal',
      code: 'journalTampered',
      facts: { wrong: 'altered', position: 1 },
      fix: /journal -- verify/,
      async plant({ store: { db } }) {
        await db.updateTable('journal').set({ fact: 'change.applied' }).where('position', '=', 1).execute();
        return after(() => db.updateTable('journal').set({ fact: 'refused' }).where('position', '=', 1).execute());
      },
    },
    {
      name: 'a journal whose end was cut off',
      check: 'journal',
      code: 'journalTruncated',
      facts: { position: 1 },
      fix: /if a backup was restored/,
      async plant({ store: { db } }) {
        const rows = await db.selectFrom('journal').selectAll().execute();
        await db.deleteFrom('journal').execute();
        return after(() => db.insertInto('journal').values(rows).execute());
      },
    },
    {
      name: 'a watch whose channel is gone',
      check: 'watches',
      code: 'watchBroken',
      facts: { place: 'slack:T0PARTNER/C0GONE', problem: 'gone' },
      fix: /Invite the bot there again/,
      async plant({ store: { db } }) {
        const at = Date.now();
        const texts = {
          placeJson: '{}',
          filterJson: '{}',
          rhythmJson: '{}',
          ownerReaderSealed: '',
          timeZone: 'UTC',
          locale: 'en',
          owner: SERVICE_ACCOUNT,
          ownerName: 'Canary Person',
          placeName: 'canary-channel',
        };
        const times = {
          problemSince: at,
          retryAt: at + DAY_MS,
          digestAt: null,
          digestFrom: null,
          lastSentAt: null,
          createdAt: at,
          updatedAt: at,
        };
        await db
          .insertInto('watches')
          .values({
            id: 'planted',
            version: 1,
            state: 'broken',
            topic: 'changes',
            platform: 'slack',
            placeKey: 'slack:T0PARTNER/C0GONE',
            customer: null,
            country: null,
            quietJson: null,
            problem: 'gone',
            ...texts,
            ...times,
          })
          .execute();
        return after(() => db.deleteFrom('watches').where('id', '=', 'planted').execute());
      },
    },
  ];
}

function tokenFaults(): Fault[] {
  const clean = ({ world }: Ward) =>
    after(() => {
      world.entra.failClient(undefined);
      world.entra.failRefresh(undefined);
      world.entra.setMfa(true);
      world.entra.alterClaims({});
    });
  const entra = (plant: (entra: Ward['world']['entra']) => void) => (ward: Ward) => {
    plant(ward.world.entra);
    return clean(ward);
  };
  return [
    {
      name: 'a secret that is none',
      check: 'appToken',
      code: 'secretWrong',
      facts: { secret: 'PARTNER_CLIENT_SECRET' },
      fix: /not its Secret ID/,
      plant: env({ PARTNER_CLIENT_SECRET: 'canary-wrong-secret' }),
    },
    {
      name: 'a secret that has expired',
      check: 'appToken',
      code: 'secretExpired',
      fix: /into PARTNER_CLIENT_SECRET and restart/,
      plant: entra((one) => one.failClient(7000222)),
    },
    {
      name: 'an app that is not there',
      check: 'appToken',
      code: 'appUnknown',
      fix: /into PARTNER_CLIENT_ID/,
      plant: env({ PARTNER_CLIENT_ID: randomUUID() }),
    },
    {
      name: 'a tenant that is not there',
      check: 'appToken',
      code: 'tenantUnknown',
      fix: /Set PARTNER_TENANT_ID/,
      plant: env({ PARTNER_TENANT_ID: randomUUID() }),
    },
    {
      name: 'a sign-in service that does not answer',
      check: 'appToken',
      code: 'loginUnreachable',
      facts: { reason: 'ECONNREFUSED' },
      fix: /LOGIN_URL/,
      plant: env({ LOGIN_URL: NOWHERE }),
    },
    {
      name: 'a sign-in that wants a second factor',
      check: 'userToken',
      code: 'mfaRequired',
      facts: { code: 'AADSTS50076' },
      fix: /with a second factor/,
      plant: entra((one) => one.failRefresh(50076)),
    },
    {
      name: 'a refresh token that was revoked',
      check: 'userToken',
      code: 'refreshTokenEnded',
      fix: /set PARTNER_REFRESH_TOKEN to it/,
      plant: entra((one) => one.failRefresh(50173)),
    },
    {
      name: 'a token without a second factor',
      check: 'userToken',
      code: 'mfaMissing',
      fix: /Conditional Access/,
      plant: entra((one) => one.setMfa(false)),
    },
    {
      name: 'a token that does not say how one signed in',
      check: 'userToken',
      code: 'mfaUnknown',
      fix: /sign in anew/,
      plant: entra((one) => one.alterClaims({ amr: undefined })),
    },
    {
      name: 'a token for another API',
      check: 'appToken',
      code: 'audienceWrong',
      facts: { have: 'https://graph.windows.net' },
      fix: /PARTNER_CLOUD is the cloud/,
      plant: entra((one) => one.alterClaims({ aud: 'https://graph.windows.net' })),
    },
    {
      name: 'a token of another tenant',
      check: 'userToken',
      code: 'tenantWrong',
      facts: { have: STRANGER_TENANT },
      fix: /account of that tenant/,
      plant: entra((one) => one.alterClaims({ tid: STRANGER_TENANT })),
    },
  ];
}

function directoryFaults(): Fault[] {
  const until = (ms: number) => new Date(Date.now() + ms).toISOString();
  const credential = (ms: number, kind: 'passwordCredentials' | 'keyCredentials') => (ward: Ward) => {
    const { entra } = ward.world;
    const [id, none] = [ward.env['PARTNER_CLIENT_ID'] ?? '', { passwordCredentials: [], keyCredentials: [] }];
    entra.setCredentials(id, { ...none, [kind]: [{ endDateTime: until(ms) }] });
    return after(() => entra.setCredentials(id, none));
  };
  const agents =
    (...groups: 'SalesAgents'[]) =>
    ({ world: { entra } }: Ward) => {
      entra.setGroups(SERVICE_ACCOUNT, groups);
      return after(() => entra.setGroups(SERVICE_ACCOUNT, ['AdminAgents']));
    };
  const groups =
    (plant: (entra: Ward['world']['entra']) => void) =>
    ({ world: { entra } }: Ward) => {
      plant(entra);
      return after(() => {
        entra.removeGroup('HelpdeskAgents');
        entra.addGroup('HelpdeskAgents', true);
      });
    };
  return [
    {
      name: 'a service account without a role',
      check: 'serviceAccount',
      code: 'serviceAccountNoAgent',
      fix: /AdminAgents/,
      plant: agents(),
    },
    {
      name: 'a service account that is a Sales agent',
      check: 'serviceAccount',
      code: 'serviceAccountNotAdmin',
      facts: { have: 'Sales agent' },
      fix: /AdminAgents/,
      plant: agents('SalesAgents'),
    },
    {
      name: 'a service account that is switched off',
      check: 'serviceAccount',
      code: 'serviceAccountDisabled',
      fix: /Enable the account/,
      plant({ world: { entra } }) {
        entra.disable(SERVICE_ACCOUNT);
        return after(() => entra.disable(SERVICE_ACCOUNT, false));
      },
    },
    {
      name: 'a secret that ended yesterday',
      check: 'expiry',
      code: 'credentialExpired',
      facts: { credential: 'secret', app: 'PARTNER_CLIENT_ID' },
      fix: /make a new one/,
      plant: credential(-DAY_MS, 'passwordCredentials'),
    },
    {
      name: 'a secret that ends in three weeks',
      check: 'expiry',
      code: 'credentialEnds',
      facts: { credential: 'secret' },
      fix: /before then/,
      plant: credential(21 * DAY_MS, 'passwordCredentials'),
    },
    {
      name: 'a certificate that ends tomorrow',
      check: 'expiry',
      code: 'credentialEnds',
      facts: { credential: 'certificate' },
      fix: /before then/,
      plant: credential(DAY_MS, 'keyCredentials'),
    },
    {
      name: 'a permission for Graph that was not granted',
      check: 'graphPermissions',
      code: 'graphPermissionMissing',
      facts: { permission: 'RoleManagement.Read.Directory' },
      fix: /RoleManagement\.Read\.Directory, then Grant admin consent/,
      plant({ world: { entra } }) {
        entra.setPermissions(['User.Read.All', 'GroupMember.Read.All']);
        return after(() => entra.setPermissions(everything));
      },
    },
    {
      name: 'Graph that does not answer',
      check: 'agentGroups',
      code: 'graphUnreachable',
      fix: /GRAPH_URL/,
      plant: env({ GRAPH_URL: NOWHERE }),
    },
    {
      name: 'a group of agents that is gone',
      check: 'agentGroups',
      code: 'groupMissing',
      facts: { group: 'HelpdeskAgents' },
      fix: /Partner Center makes the group/,
      plant: groups((one) => one.removeGroup('HelpdeskAgents')),
    },
    {
      name: 'a second group that is no security group',
      check: 'agentGroups',
      code: 'groupDoubled',
      facts: { group: 'HelpdeskAgents', number: 2 },
      fix: /Delete or rename/,
      plant: groups((one) => one.addGroup('HelpdeskAgents')),
    },
    {
      name: 'two security groups of one name',
      check: 'agentGroups',
      code: 'groupAmbiguous',
      facts: { group: 'HelpdeskAgents', number: 2 },
      fix: /Delete or rename/,
      plant: groups((one) => one.addGroup('HelpdeskAgents', true)),
    },
  ];
}

function partnerFaults(): Fault[] {
  const refusing =
    (path: string) =>
    ({ world: { partnerCenter } }: Ward) => {
      partnerCenter.faults.failNext(20, 403, { path });
      return after(() => partnerCenter.faults.clear());
    };
  return [
    {
      name: 'Partner Center that does not answer',
      check: 'partnerCenter',
      code: 'partnerUnreachable',
      facts: { reason: 'ECONNREFUSED' },
      fix: /PARTNER_CENTER_URL/,
      plant: env({ PARTNER_CENTER_URL: NOWHERE }),
    },
    {
      name: 'Partner Center that refuses the app',
      check: 'partnerCenter',
      code: 'partnerRefused',
      facts: { status: 403 },
      fix: /App management/,
      plant: refusing('/v1/customers'),
    },
    {
      name: 'audit records that may not be read',
      check: 'auditRecords',
      code: 'auditRefused',
      fix: /read audit records/,
      plant: refusing('/v1/auditrecords'),
    },
    {
      name: 'permissions to purchase that may not be read',
      check: 'purchasePermission',
      code: 'purchaseRefused',
      fix: /account of AdminAgents/,
      plant: refusing('SelfServePolicy'),
    },
    {
      name: 'Partner Center that asks to wait',
      check: 'partnerCenter',
      code: 'partnerThrottled',
      fix: /Wait a minute/,
      plant({ world: { partnerCenter } }) {
        partnerCenter.faults.throttle(60);
        return after(() => partnerCenter.faults.clear());
      },
    },
    {
      name: 'a tenant without a webhook',
      check: 'webhook',
      code: 'webhookNone',
      fix: /webhook -- register/,
      plant: () => ({}),
    },
    {
      name: "another program's webhook",
      check: 'webhook',
      code: 'webhookOther',
      facts: { have: 'https://other.example' },
      fix: /--replace/,
      plant({ world }) {
        world.partnerCenter.webhooks.register('https://other.example/hook?key=canary-hook-key', ['test-created']);
        return {};
      },
    },
    {
      name: 'a clock that is two minutes ahead',
      check: 'clocks',
      code: 'clockOff',
      facts: { service: 'Partner Center' },
      fix: /time synchronization/,
      plant({ world }) {
        world.skewClocks(-120_000);
        return after(() => world.skewClocks(0));
      },
    },
    {
      name: 'a clock that is ten minutes behind',
      check: 'clocks',
      code: 'clockWrong',
      fix: /Set the clock of this machine now/,
      plant({ world }) {
        world.skewClocks(600_000);
        return after(() => world.skewClocks(0));
      },
    },
  ];
}

function publicUrlFaults(): Fault[] {
  const answering = (status: number) => (ward: Ward) => {
    ward.front((_request, response) => void response.writeHead(status).end('alive\n'));
    return after(() => ward.front(undefined));
  };
  return [
    {
      name: 'a PUBLIC_URL that reaches somebody else',
      check: 'publicUrl',
      code: 'publicUrlElsewhere',
      facts: { status: 200 },
      fix: /reverse proxy/,
      plant: answering(200),
    },
    {
      name: 'a PUBLIC_URL that reaches nobody',
      check: 'publicUrl',
      code: 'publicUrlUnreachable',
      facts: { reason: 'ECONNREFUSED' },
      fix: /firewall/,
      plant: env({ PUBLIC_URL: NOWHERE }),
    },
    {
      name: 'a certificate that nobody trusts',
      check: 'publicUrl',
      code: 'publicUrlCertificate',
      fix: /Renew the certificate/,
      plant: selfSigned,
    },
    {
      name: 'something that takes unsigned requests of Slack',
      check: 'slackDoor',
      code: 'doorOpen',
      fix: /remove whatever answers/,
      plant: answering(200),
    },
    {
      name: 'a proxy that does not pass requests on',
      check: 'slackDoor',
      code: 'doorMissing',
      facts: { status: 404 },
      fix: /proxy passes \/slack\/events on/,
      plant: answering(404),
    },
    {
      name: 'a proxy whose desk is down',
      check: 'teamsDoor',
      code: 'doorNotReady',
      facts: { status: 502 },
      fix: /log of the running desk/,
      plant: answering(502),
    },
  ];
}

async function selfSigned(): Promise<Planted> {
  const { pem, key } = await makeLink({ name: 'CN=localhost', authority: false });
  const server = createServer({ cert: pem, key: key.export({ type: 'pkcs8', format: 'pem' }) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    env: { PUBLIC_URL: `https://127.0.0.1:${(server.address() as AddressInfo).port}` },
    undo: () => new Promise((resolve) => server.close(resolve)),
  };
}

function platformFaults(): Fault[] {
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
      name: 'a scope too many',
      check: 'slackScopes',
      code: 'slackScopeNeedless',
      facts: { scopes: 'files:read' },
      fix: /Remove them/,
      plant: scope('files:read', true),
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

const catalog = (version?: string) => (ward: Ward) => {
  const { entra } = ward.world;
  entra.setPermissions([...graphPermissions, 'AppCatalog.Read.All']);
  const id = teamsAppId('public', ward.env['MicrosoftAppId'] ?? '');
  entra.setTeamsApps(version === undefined ? {} : { [id]: version });
  return after(() => entra.setPermissions(everything));
};

export const faults: readonly Fault[] = [
  ...settingsOf(),
  ...storeFaults(),
  ...tokenFaults(),
  ...directoryFaults(),
  ...partnerFaults(),
  ...publicUrlFaults(),
  ...platformFaults(),
];
