import type { Failure } from '../../failure.js';
import type { Policy } from '../../config.js';
import { colleague } from '../../roles/colleague.js';
import type { Directory } from '../../roles/directory.js';
import { may } from '../../roles/policy.js';
import type { Role } from '../../roles/role.js';
import type { Store } from '../../store/open.js';
import type { Change } from '../change.js';
import { askingFor } from '../kind.js';
import { approvalsOf, type Decision, decisionsOn, signedBy } from './decisions.js';
import { rightOf } from './rule.js';

export interface EntitlementParts {
  store: Store;
  directory: Directory;
  policy: Policy;
  now: () => number;
}

const lost: Failure = { source: 'desk', kind: 'roleLost' };

/**
 * Why a change may not be applied, read afresh: whoever asked lost the role, or too few of those who approved exactly this
 * still may. The scheduled removal of a temporary permission was signed with its giving and asks nobody again.
 *
 * @throws DirectoryError when the directory cannot tell: then the change waits
 */
export async function notEntitled(parts: EntitlementParts, change: Change): Promise<Failure | undefined> {
  if (change.scheduled) return undefined;
  if (await askerLost(parts, change)) return lost;
  if (!change.rule) return undefined;
  const decisions = await decisionsOn(parts.store.db, change.id);
  if (await brokeGlass(parts, change, decisions)) return undefined;
  const { approvers, count } = change.rule;
  let standing = 0;
  for (const { person } of approvalsOf(decisions, change.digest)) {
    if (person !== change.requester && (await mayStill(parts, change, person, approvers))) standing += 1;
  }
  return standing >= count ? undefined : lost;
}

/** Why whoever asked may not any more, read afresh. */
export async function askerLost(parts: EntitlementParts, change: Change): Promise<Failure | undefined> {
  const asker = await colleague(parts.directory, change.requester, { fresh: true });
  return asker && may(parts.policy, askingFor[change.kind], asker.roles) ? undefined : lost;
}

async function brokeGlass(parts: EntitlementParts, change: Change, decisions: readonly Decision[]): Promise<boolean> {
  const glass = decisions.find(
    ({ verdict, digest }) => verdict === 'breakGlass' && digest === signedBy('breakGlass', change),
  );
  const entry = glass && (await colleague(parts.directory, glass.person, { fresh: true }));
  return entry !== undefined && entry.roles.some((role) => parts.policy.approvals.breakGlass.includes(role));
}

async function mayStill(parts: EntitlementParts, change: Change, person: string, approvers: Role[]): Promise<boolean> {
  const entry = await colleague(parts.directory, person, { fresh: true });
  if (!entry) return false;
  const right = await rightOf(
    { ...parts, approvals: parts.policy.approvals },
    { id: person, roles: entry.roles },
    change,
    approvers,
    true,
  );
  return right.may;
}
