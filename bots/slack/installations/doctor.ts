import { Skipped } from '../../../core/doctor/check.js';
import { type Found, found } from '../../../core/doctor/codes.js';
import type { Patient } from '../../../core/doctor/patient.js';
import { INSTALL_PATH } from './pages.js';

/** Where the app of many workspaces is installed. Tokens are not tried: the desk renews them, and another try would spend one. */
export async function installed(patient: Patient): Promise<Found[]> {
  const rows = await rowsOf(patient);
  const address = patient.config().publicUrl + INSTALL_PATH;
  if (rows.length === 0) return [found('slackNotInstalled', { address })];
  const refused = rows.filter(({ state }) => state === 'refused');
  if (refused.length === 0) return [found('ok', { installations: rows.length })];
  return refused.map(({ key }) => found('slackInstallationRefused', { team: key, address }));
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
    .select(['key', 'state', 'scopesJson'])
    .where('platform', '=', 'slack')
    .orderBy('key')
    .execute();
}
