import type { Approvals, ApprovalRule } from '../../config/approval-rules.js';
import { colleague } from '../../roles/colleague.js';
import type { Directory } from '../../roles/directory.js';
import type { Role } from '../../roles/role.js';
import { type Change, differencesOf } from '../change.js';

/** The rule under which a change has to be approved; undefined: it applies at once. */
export function ruleFor(
  approvals: Approvals,
  change: Pick<Change, 'kind' | 'before' | 'after'>,
): ApprovalRule | undefined {
  if (change.kind === 'purchase') return approvals.purchase;
  const { rule, fields } = approvals.account;
  const touched = differencesOf(change.before, change.after).some(({ path }) => fields.includes(path));
  return touched ? rule : undefined;
}

/** Whether somebody may decide under a rule, and with whose right. */
export type Right = { may: true; onBehalfOf?: string } | { may: false; because: 'notApprover' | 'delegateOfRequester' };

/**
 * Looks for the right to decide: one's own roles, or those of somebody who delegated and has them now. A delegate of
 * whoever asked has none: nobody approves their own change through another. Delegations are not passed on.
 *
 * @param barred others whose delegates have no right here: those whose deed is to be reviewed
 */
export async function rightOf(
  parts: { approvals: Approvals; directory: Directory; now: () => number },
  person: { id: string; roles: readonly Role[] },
  change: Pick<Change, 'requester'>,
  approvers: readonly Role[],
  fresh: boolean,
  barred: readonly string[] = [],
): Promise<Right> {
  const qualifies = (roles: readonly Role[]) => roles.some((role) => approvers.includes(role));
  if (qualifies(person.roles)) return { may: true };
  const delegations = parts.approvals.delegations.filter(({ to, until }) => to === person.id && until > parts.now());
  for (const { from } of delegations.filter((one) => one.from !== change.requester && !barred.includes(one.from))) {
    const entry = await colleague(parts.directory, from, { fresh });
    if (entry && qualifies(entry.roles)) return { may: true, onBehalfOf: from };
  }
  const ownOnly = delegations.length > 0 && delegations.every(({ from }) => from === change.requester);
  return { may: false, because: ownOnly ? 'delegateOfRequester' : 'notApprover' };
}
