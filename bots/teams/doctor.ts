import { z } from 'zod';
import type { TeamsConfig } from '../../core/config.js';
import { type Check, Skipped } from '../../core/doctor/check.js';
import { isOlder } from '../../core/doctor/checks/version.js';
import { type Found, found } from '../../core/doctor/codes.js';
import { knock, unsignedFindings } from '../../core/doctor/door.js';
import type { Patient } from '../../core/doctor/patient.js';
import { tryToken } from '../../core/doctor/token-findings.js';
import { clouds } from '../../core/partner/clouds.js';
import { createOutbound, OutboundError } from '../../core/partner/outbound.js';
import { createTokenSource } from '../../core/partner/tokens.js';
import { DirectoryError } from '../../core/roles/directory-error.js';
import { teamsAppId } from './app-id.js';
import { endpointsOf } from './clouds.js';

const TIMEOUT_MS = 10_000;
const MESSAGES_PATH = '/api/messages';

/** Whether the bot gets its token. */
const teamsToken: Check = {
  name: 'teamsToken',
  async run(patient) {
    const config = teamsOf(patient);
    const { tokenUrl, scope } = endpointsOf(config);
    const source = createTokenSource({
      from: { tokenUrl },
      clientId: config.appId,
      credential: config.credential,
      scope,
      log: patient.log,
      now: patient.now,
    });
    const result = await tryToken(source, { app: 'MicrosoftAppId', secret: 'MicrosoftAppPassword' });
    return 'findings' in result ? result.findings : [];
  },
};

const metadataSchema = z.object({ jwks_uri: z.url() });
const keysSchema = z.object({ keys: z.array(z.object({ endorsements: z.array(z.string()).optional() })) });

/** Whether the keys can be had by which a message is known to come from Teams. */
const teamsKeys: Check = {
  name: 'teamsKeys',
  async run(patient) {
    const config = teamsOf(patient);
    const metadataUrl = endpointsOf(config).settings.ToBotFromChannelOpenIdMetadataUrl;
    const metadata = await readJson(config, metadataUrl, metadataSchema);
    if ('reason' in metadata) return [found('teamsKeysUnreachable', metadata)];
    const keys = await readJson(config, metadata.value.jwks_uri, keysSchema);
    if ('reason' in keys) return [found('teamsKeysUnreachable', keys)];
    const endorsed = keys.value.keys.some(({ endorsements }) => endorsements?.includes('msteams'));
    return endorsed ? [] : [found('teamsKeysUnendorsed')];
  },
};

/** Settings that are right one by one and do not fit together. */
const teamsSettings: Check = {
  name: 'teamsSettings',
  async run(patient) {
    const { auth, cloud, tenantIds, appType, appTenantId } = teamsOf(patient);
    const { partner } = patient.config();
    const foreign = tenantIds.filter((id) => id !== appTenantId);
    const usual = clouds[partner.cloud].teams;
    return [
      ...(auth === 'none' ? [found('teamsOpen')] : []),
      ...(tenantIds.includes(partner.tenantId) ? [] : [found('teamsTenantMissing', { tenant: partner.tenantId })]),
      ...(appType === 'SingleTenant' && foreign.length > 0
        ? [found('teamsTenantsForeign', { tenants: foreign.join(', '), tenant: appTenantId })]
        : []),
      ...(sameAuthority(cloud) === sameAuthority(usual) ? [] : [found('teamsCloudDiffers', { have: cloud, usual })]),
    ];
  },
};

/** GCC High and DoD have one authority. */
const sameAuthority = (cloud: TeamsConfig['cloud']) => (cloud === 'dod' ? 'gcch' : cloud);

const appsSchema = z.object({
  value: z.array(z.object({ appDefinitions: z.array(z.object({ version: z.string().nullish() })).default([]) })),
});

/** Which version of the app the organization has, against the one that this release makes. */
const teamsManifest: Check = {
  name: 'teamsManifest',
  async run(patient) {
    const { cloud, appId } = teamsOf(patient);
    const { graph, token } = patient.services();
    await token('graph');
    const filter = encodeURIComponent(`externalId eq '${teamsAppId(cloud, appId)}'`);
    try {
      const { value } = await graph.get(
        'teamsApps',
        `/v1.0/appCatalogs/teamsApps?$filter=${filter}&$expand=appDefinitions($select=id,version)`,
        appsSchema,
      );
      return judgeVersions(
        value.flatMap(({ appDefinitions }) => appDefinitions.flatMap(({ version }) => version ?? [])),
        patient.version,
      );
    } catch (error) {
      if (!(error instanceof DirectoryError)) throw error;
      if (error.kind === 'forbidden') throw new Skipped('skippedPermission', { permission: 'AppCatalog.Read.All' });
      throw new Skipped('skippedUnreachable');
    }
  },
};

function judgeVersions(versions: readonly string[], want: string): Found[] {
  const [have] = [...versions].sort((one, other) => (isOlder(one, other) ? 1 : -1));
  if (have === undefined) return [found('teamsManifestMissing')];
  return isOlder(have, want) ? [found('teamsManifestOld', { have, want })] : [];
}

/** Whether the desk refuses what the Bot Connector did not sign. */
const teamsDoor: Check = {
  name: 'teamsDoor',
  async run(patient) {
    const { auth } = teamsOf(patient);
    if (auth === 'none') return [];
    const body = JSON.stringify({ type: 'message', channelId: 'msteams', serviceUrl: 'https://doctor.invalid/' });
    const headers = { 'content-type': 'application/json' };
    const { status } = await knock(patient.config(), MESSAGES_PATH, { headers, body });
    return unsignedFindings('Teams', MESSAGES_PATH, status);
  },
};

export const teamsChecks: readonly Check[] = [teamsToken, teamsKeys, teamsSettings, teamsManifest, teamsDoor];

function teamsOf(patient: Patient): TeamsConfig {
  const { teams } = patient.config();
  if (!teams) throw new Skipped('skippedPlatform', { platform: 'Teams' });
  return teams;
}

/** Asked without any token, so that the address of the keys may be on another host, as it is at Microsoft's. */
async function readJson<T>(
  { proxy }: TeamsConfig,
  url: string,
  schema: z.ZodType<T>,
): Promise<{ value: T } | { reason: string }> {
  try {
    const send = createOutbound({
      origin: new URL(url).origin,
      proxy,
      timeoutMs: TIMEOUT_MS,
      maxAnswerBytes: 1024 * 1024,
    });
    const { status, text } = await send({ method: 'GET', url, headers: { accept: 'application/json' } });
    if (status !== 200) return { reason: `HTTP ${status}` };
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? { value: parsed.data } : { reason: 'unreadable' };
  } catch (error) {
    return { reason: error instanceof OutboundError ? error.reason : 'unreadable' };
  }
}
