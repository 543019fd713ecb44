import { z } from 'zod';
import { type Group, groupNames, groupsNamed } from '../../roles/agent-groups.js';
import { DirectoryError } from '../../roles/directory-error.js';
import { Skipped, type Check } from '../check.js';
import { claimsOf } from '../claims.js';
import { type Found, found } from '../codes.js';
import { misdirected, tryToken } from '../token-findings.js';

/**
 * The least permission for each thing that is read, and others that include it (the "Permissions" tables of
 * learn.microsoft.com/graph/api: get user, list groups, list transitive memberships).
 */
const permissions: readonly (readonly [least: string, ...others: string[]])[] = [
  ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  [
    'GroupMember.Read.All',
    'GroupMember.ReadWrite.All',
    'Group.Read.All',
    'Group.ReadWrite.All',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
  ],
  [
    'RoleManagement.Read.Directory',
    'RoleManagement.Read.All',
    'RoleManagement.ReadWrite.Directory',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
  ],
];

/** Whether the app may read people, groups and roles: its token lists what was consented to. */
export const graphPermissions: Check = {
  name: 'graphPermissions',
  async run(patient) {
    const { partner } = patient.config();
    const { tokens, graph } = patient.services();
    const result = await tryToken(tokens.graph, { app: 'PARTNER_CLIENT_ID', secret: 'PARTNER_CLIENT_SECRET' });
    if ('findings' in result) return result.findings;
    const claims = claimsOf(result.token);
    const wrong = misdirected(claims, { audience: partner.audiences.graph, tenant: partner.tenantId });
    const granted = claims?.roles ?? [];
    const missing = permissions.filter((enough) => !enough.some((name) => granted.includes(name)));
    if (claims?.roles)
      return [...wrong, ...missing.map(([permission]) => found('graphPermissionMissing', { permission }))];
    // A token that says nothing of them: then a call has to.
    return [...wrong, ...(await calls(() => graph.get('organization', '/v1.0/groups?$top=1', z.object({}))))];
  },
};

async function calls(call: () => Promise<unknown>): Promise<Found[]> {
  try {
    await call();
    return [];
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error;
    return [
      error.kind === 'forbidden'
        ? found('graphPermissionMissing', { permission: 'GroupMember.Read.All' })
        : found('graphUnreachable', { reason: error.kind }),
    ];
  }
}

/** Whether each group of agents is there, once: roles are read from them. */
export const agentGroups: Check = {
  name: 'agentGroups',
  async run(patient) {
    const { graph, token } = patient.services();
    await token('graph');
    try {
      const all = await Promise.all(
        Object.values(groupNames).map(async (name) => judge(name, await groupsNamed(graph, name))),
      );
      return all.flat();
    } catch (error) {
      if (!(error instanceof DirectoryError)) throw error;
      // Said by the check of the permissions.
      if (error.kind === 'forbidden') throw new Skipped('skippedPermission', { permission: 'GroupMember.Read.All' });
      return [found('graphUnreachable', { reason: error.kind })];
    }
  },
};

/** As core/roles/agent-groups.ts chooses. */
function judge(group: string, all: readonly Group[]): Found[] {
  const usable = all.filter(({ securityEnabled }) => securityEnabled !== false);
  if (usable.length === 0) return [found('groupMissing', { group })];
  if (all.length === 1) return [];
  const secure = all.filter(({ securityEnabled }) => securityEnabled === true);
  const ids = all.map(({ id }) => id).join(', ');
  return [found(secure.length === 1 ? 'groupDoubled' : 'groupAmbiguous', { group, number: all.length, ids })];
}
