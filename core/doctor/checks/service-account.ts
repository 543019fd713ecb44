import { createDirectory, DirectoryError } from '../../roles/directory.js';
import type { Role } from '../../roles/role.js';
import { Skipped, type Check } from '../check.js';
import { claimsOf } from '../claims.js';
import { type Found, found } from '../codes.js';

const agents: readonly Role[] = ['Admin agent', 'Sales agent', 'Helpdesk agent'];

/** The roles of the account whose refresh token the desk has: Partner Center lets the desk do what it may do. */
export const serviceAccount: Check = {
  name: 'serviceAccount',
  async run(patient) {
    const { partner } = patient.config();
    const { tokens, token } = patient.services();
    const id = claimsOf(await token('user'))?.oid;
    await token('graph');
    if (id === undefined) throw new Skipped('skippedToken', { token: 'user' });
    const { log, metrics, now } = patient;
    const directory = createDirectory({ config: partner, tokens: tokens.graph, log, metrics, now });
    try {
      const { enabled, roles } = await directory.look(id, { fresh: true });
      if (!enabled) return [found('serviceAccountDisabled', { code: 'accountEnabled' })];
      return judge(roles);
    } catch (error) {
      if (!(error instanceof DirectoryError)) throw error;
      throw error.kind === 'forbidden'
        ? new Skipped('skippedPermission', { permission: 'User.Read.All' })
        : new Skipped('skippedUnreachable');
    }
  },
};

function judge(roles: readonly Role[]): Found[] {
  if (roles.includes('Admin agent')) return [];
  const have = roles.join(', ') || '–';
  return [
    found(roles.some((role) => agents.includes(role)) ? 'serviceAccountNotAdmin' : 'serviceAccountNoAgent', { have }),
  ];
}
