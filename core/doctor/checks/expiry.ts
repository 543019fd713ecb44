import { z } from 'zod';
import type { ClientCredential } from '../../config.js';
import { DirectoryError } from '../../roles/directory-error.js';
import type { Graph } from '../../roles/graph.js';
import type { Check } from '../check.js';
import { type Found, found } from '../codes.js';

const SOON_MS = 30 * 24 * 3_600_000;

/** learn.microsoft.com/graph/api/resources/passwordcredential and …/keycredential */
const credentialSchema = z.object({ endDateTime: z.string().nullish(), hint: z.string().nullish() });
type Credential = z.output<typeof credentialSchema>;
const applicationSchema = z.object({
  passwordCredentials: z.array(credentialSchema).default([]),
  keyCredentials: z.array(credentialSchema).default([]),
});
type Application = z.output<typeof applicationSchema>;

/** How long the credentials of the desk's apps are still good. */
export const expiry: Check = {
  name: 'expiry',
  async run(patient) {
    const { partner, teams } = patient.config();
    const { graph, token } = patient.services();
    await token('graph');
    const apps = [
      { app: 'PARTNER_CLIENT_ID', id: partner.clientId, credential: partner.credential },
      ...(teams && teams.appId !== partner.clientId
        ? [{ app: 'MicrosoftAppId', id: teams.appId, credential: teams.credential }]
        : []),
    ];
    const findings = await Promise.all(apps.map((one) => look(graph, one, patient.now())));
    return findings.flat();
  },
};

interface Wanted {
  app: string;
  id: string;
  credential: ClientCredential;
}

async function look(graph: Graph, wanted: Wanted, now: number): Promise<Found[]> {
  const path = `/v1.0/applications(appId='${wanted.id}')?$select=id,passwordCredentials,keyCredentials`;
  try {
    return judge(await graph.get('application', path, applicationSchema), wanted, now);
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error;
    const { app } = wanted;
    if (error.kind === 'forbidden') return [found('skippedPermission', { permission: 'Application.Read.All' })];
    // Another tenant's app, which Graph does not show here.
    return [error.kind === 'notFound' ? found('skippedElsewhere', { app }) : found('skippedUnreachable')];
  }
}

function judge(application: Application, { app, credential }: Wanted, now: number): Found[] {
  // The certificate in use is known from its file, whatever else is entered at the app.
  if (credential.type === 'certificate') return endings(app, 'certificate', credential.certificate.expiresAt, now);
  // Its credentials are the platform's, which renews them.
  if (credential.type !== 'secret') return [];
  const { passwordCredentials, keyCredentials } = application;
  const passwords = ours(passwordCredentials, credential.secret).flatMap(endOf);
  const last = passwords.length > 0 ? Math.max(...passwords) : undefined;
  // The desk uses none of these, but another copy of it may: those that ended are history.
  const certificates = keyCredentials.flatMap(endOf).filter((until) => until > now && until < now + SOON_MS);
  return [
    ...(last === undefined ? [] : endings(app, 'secret', last, now)),
    ...certificates.flatMap((until) => endings(app, 'certificate', until, now)),
  ];
}

/** An app may have several secrets. Graph keeps the first characters of each (`hint`): that tells which one is ours. */
function ours(credentials: readonly Credential[], secret: string): readonly Credential[] {
  const matching = credentials.filter(
    ({ hint }) => hint !== null && hint !== undefined && hint !== '' && secret.startsWith(hint),
  );
  return matching.length > 0 ? matching : credentials;
}

function endOf({ endDateTime }: Credential): number[] {
  const at = Date.parse(endDateTime ?? '');
  return Number.isNaN(at) ? [] : [at];
}

function endings(app: string, credential: 'secret' | 'certificate', until: number, now: number): Found[] {
  if (until <= now) return [found('credentialExpired', { app, credential, until })];
  return until < now + SOON_MS ? [found('credentialEnds', { app, credential, until })] : [];
}
