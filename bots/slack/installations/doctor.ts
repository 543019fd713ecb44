import { Skipped } from '../../../core/doctor/check.js';
import { type Found, found } from '../../../core/doctor/codes.js';
import type { Patient } from '../../../core/doctor/patient.js';
import { grantContext } from '../../../core/installations/installations.js';
import { createSealer } from '../../../core/store/sealer.js';
import { createAllowed } from './allowed.js';
import { grantSchema } from './grant.js';
import { INSTALL_PATH } from './pages.js';

/**
 * Where the app of many workspaces is installed, and where it may be. Tokens are not tried: the desk renews them, and another try
 * would spend one.
 */
export async function installed(patient: Patient): Promise<Found[]> {
  const { publicUrl, policy } = patient.config();
  const address = publicUrl + INSTALL_PATH;
  const rows = await rowsOf(patient);
  const findings = [
    ...(policy.workspaces ? [] : [found('slackAnyWorkspace', { address })]),
    ...(rows.length === 0 ? [found('slackNotInstalled', { address })] : []),
    ...rows
      .filter(({ state }) => state === 'refused')
      .map(({ key }) => found('slackInstallationRefused', { team: key, address })),
    ...unlisted(rows, patient).map((team) => found('slackInstallationUnlisted', { team })),
  ];
  return findings.length > 0 ? findings : [found('ok', { installations: rows.length })];
}

/** Those that installed the app before the policy listed others. */
function unlisted(rows: Awaited<ReturnType<typeof rowsOf>>, patient: Patient): string[] {
  const { policy, encryptionKeys } = patient.config();
  const allowed = createAllowed(policy.workspaces);
  const sealer = createSealer(encryptionKeys);
  const enterpriseOf = ({ id, grantSealed }: (typeof rows)[number]): string | undefined => {
    try {
      return grantSchema.parse(JSON.parse(sealer.open(grantSealed, grantContext(id)))).enterprise;
    } catch {
      // Sealed with a key that is gone: the check of the keys says so.
      return undefined;
    }
  };
  return rows.filter((row) => !allowed(row.key, policy.workspaces && enterpriseOf(row))).map(({ key }) => key);
}

/** The scopes that every workspace granted: what one of them misses, the desk cannot rely on. */
export async function grantedEverywhere(patient: Patient): Promise<readonly string[]> {
  // Written by this program alone.
  const [first, ...others] = (await rowsOf(patient)).map(({ scopesJson }) => JSON.parse(scopesJson) as string[]);
  if (!first) throw new Skipped('skippedToken', { token: 'slack' });
  return first.filter((scope) => others.every((scopes) => scopes.includes(scope)));
}

function rowsOf(patient: Patient) {
  return patient
    .db()
    .selectFrom('installations')
    .select(['id', 'key', 'state', 'scopesJson', 'grantSealed'])
    .where('platform', '=', 'slack')
    .orderBy('key')
    .execute();
}
