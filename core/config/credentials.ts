import { type ClientCertificate, CertificateError, readClientCertificate } from '../partner/client-certificate.js';
import type { Problem } from './error.js';
import type { Settings } from './settings.js';
import { clouds } from '../partner/clouds.js';
import type { ClientCredential, Config, ManagedIdentity, PartnerConfig, TeamsConfig } from './shape.js';
import { isLinkLocal, isLoopback } from './values.js';

const partnerKinds = [
  'PARTNER_CLIENT_SECRET',
  'PARTNER_CLIENT_CERTIFICATE_FILE',
  'PARTNER_MANAGED_IDENTITY_CLIENT_ID',
] as const;
const botKinds = ['MicrosoftAppPassword', 'MicrosoftAppCertificateFile'] as const;
const certificateFiles = ['PARTNER_CLIENT_CERTIFICATE_FILE', 'MicrosoftAppCertificateFile'] as const;

type CertificateSetting = (typeof certificateFiles)[number];
/** The certificates that were read, by the setting that names their file. */
export type Certificates = Partial<Record<CertificateSetting, ClientCertificate>>;

/** Where a virtual machine's managed identity is (learn.microsoft.com/azure/virtual-machines/instance-metadata-service). */
const IMDS = 'http://169.254.169.254';
const IMDS_PATH = '/metadata/identity/oauth2/token';

/** An application proves itself in exactly one way. @param teamsTrigger a setting of Teams that is given, if any */
export function credentialProblems(env: Map<string, string>, teamsTrigger: string | undefined): Problem[] {
  const identityOfBot = env.get('MicrosoftAppType') === 'UserAssignedMSI';
  return [
    ...exactlyOne(env, partnerKinds, 'expected the client secret of the Partner Center app'),
    ...botProblems(env, teamsTrigger, identityOfBot),
    ...identityProblems(env, identityOfBot || env.has('PARTNER_MANAGED_IDENTITY_CLIENT_ID')),
  ];
}

function exactlyOne(env: Map<string, string>, kinds: readonly string[], missing: string): Problem[] {
  const [name = '', ...others] = kinds;
  const [first, ...more] = kinds.filter((kind) => env.has(kind));
  if (first === undefined)
    return [{ name, expected: `is not set; ${missing} (or instead of it ${others.join(' or ')})` }];
  return more.map((kind) => ({ name: kind, expected: `is set beside ${first}; exactly one of them proves the app` }));
}

function botProblems(env: Map<string, string>, trigger: string | undefined, isIdentity: boolean): Problem[] {
  if (trigger === undefined) return [];
  if (!isIdentity) return exactlyOne(env, botKinds, `Teams needs it, because ${trigger} is set`);
  return botKinds
    .filter((kind) => env.has(kind))
    .map((name) => ({ name, expected: 'is set beside MicrosoftAppType=UserAssignedMSI; a managed identity has none' }));
}

/** IDENTITY_ENDPOINT and IDENTITY_HEADER are set by App Service and the like, for whatever runs there. */
function identityProblems(env: Map<string, string>, used: boolean): Problem[] {
  const override = env.get('MANAGED_IDENTITY_URL');
  if (!used)
    return override === undefined
      ? []
      : [{ name: 'MANAGED_IDENTITY_URL', expected: 'is set, and no managed identity is used' }];
  if (override !== undefined)
    return hostIs(override, isLoopback)
      ? []
      : [{ name: 'MANAGED_IDENTITY_URL', expected: 'expected a loopback address' }];
  const endpoint = env.get('IDENTITY_ENDPOINT');
  if ((endpoint === undefined) !== !env.has('IDENTITY_HEADER')) {
    const [missing, given] = endpoint === undefined ? ['ENDPOINT', 'HEADER'] : ['HEADER', 'ENDPOINT'];
    return [{ name: `IDENTITY_${missing}`, expected: `is not set; IDENTITY_${given} is, and both belong together` }];
  }
  // The header is a secret of the machine: it goes nowhere else.
  const isNear = endpoint === undefined || hostIs(endpoint, (host) => isLoopback(host) || isLinkLocal(host));
  return isNear
    ? []
    : [{ name: 'IDENTITY_ENDPOINT', expected: 'expected an address of this machine (loopback or 169.254.…)' }];
}

const hostIs = (url: string, test: (host: string) => boolean): boolean =>
  URL.canParse(url) && test(new URL(url).hostname);

/** Reads the certificate files that are named. */
export function readCertificates(
  env: Map<string, string>,
  readFile: (path: string) => string,
): { certificates: Certificates; problems: Problem[] } {
  const certificates: Certificates = {};
  const problems: Problem[] = [];
  for (const name of certificateFiles) {
    const path = env.get(name);
    if (path === undefined) continue;
    try {
      certificates[name] = readClientCertificate(readFile(path));
    } catch (error) {
      const what = error instanceof CertificateError ? error.message : 'the path of a file that can be read';
      problems.push({ name, expected: `expected ${what}` });
    }
  }
  return { certificates, problems };
}

/** @throws when nothing proves the app: `credentialProblems` was not asked */
export function partnerCredential(given: Settings, certificates: Certificates): PartnerConfig['credential'] {
  const certificate = certificates.PARTNER_CLIENT_CERTIFICATE_FILE;
  if (given.PARTNER_CLIENT_SECRET) return { type: 'secret', secret: given.PARTNER_CLIENT_SECRET };
  if (certificate) return { type: 'certificate', certificate };
  if (!given.PARTNER_MANAGED_IDENTITY_CLIENT_ID) throw new Error('Nothing proves the Partner Center app');
  const identity = identityOf(given, given.PARTNER_MANAGED_IDENTITY_CLIENT_ID);
  return { type: 'federated', identity, audience: clouds[given.PARTNER_CLOUD].federatedAudience };
}

/** Undefined: Teams is off. */
export function botCredential(given: Settings, certificates: Certificates): TeamsConfig['credential'] | undefined {
  const certificate = certificates.MicrosoftAppCertificateFile;
  if (!given.MicrosoftAppId) return undefined;
  if (given.MicrosoftAppType === 'UserAssignedMSI')
    return { type: 'managedIdentity', identity: identityOf(given, given.MicrosoftAppId) };
  if (given.MicrosoftAppPassword) return { type: 'secret', secret: given.MicrosoftAppPassword };
  return certificate && { type: 'certificate', certificate };
}

function identityOf(given: Settings, clientId: string): ManagedIdentity {
  const { IDENTITY_ENDPOINT: url, IDENTITY_HEADER: header, MANAGED_IDENTITY_URL: override } = given;
  if (override === undefined && url !== undefined && header !== undefined)
    return { clientId, endpoint: { kind: 'appService', url, header } };
  return { clientId, endpoint: { kind: 'imds', url: (override ?? IMDS) + IMDS_PATH } };
}

/** When the certificates of a configuration expire, ms since the epoch, by the setting that names their file. */
export function certificateExpiries({
  partner,
  teams,
}: Pick<Config, 'partner' | 'teams'>): { setting: CertificateSetting; expiresAt: number }[] {
  const of = (setting: CertificateSetting, credential: ClientCredential | undefined) =>
    credential?.type === 'certificate' ? [{ setting, expiresAt: credential.certificate.expiresAt }] : [];
  return [
    ...of('PARTNER_CLIENT_CERTIFICATE_FILE', partner.credential),
    ...of('MicrosoftAppCertificateFile', teams?.credential),
  ];
}

const WARN_BEFORE_MS = 30 * 24 * 3_600_000;

/** What whoever starts the desk should know of its certificates. @param now ms since the epoch */
export function certificateWarnings(config: Pick<Config, 'partner' | 'teams'>, now: number): string[] {
  return certificateExpiries(config)
    .filter(({ expiresAt }) => expiresAt - now < WARN_BEFORE_MS)
    .map(({ setting, expiresAt }) => {
      const day = new Date(expiresAt).toISOString().slice(0, 10);
      return `${setting}: the certificate ${expiresAt <= now ? 'expired' : 'expires'} on ${day}.`;
    });
}
