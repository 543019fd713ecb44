import type { Answer, AnswerOf } from '../../answer.js';
import type { ApprovalView, Viewer } from '../../views.js';
import type { Approvals } from '../../config/approval-rules.js';
import type { Policy } from '../../config.js';
import type { Directory } from '../../roles/directory.js';
import { may } from '../../roles/policy.js';
import type { Role } from '../../roles/role.js';
import type { Store } from '../../store/open.js';
import type { Db } from '../../store/tables.js';
import { canGoOn, type Change, viewOf } from '../change.js';
import { askingFor } from '../kind.js';
import { approvalsOf, breakersOf, type Decision, decisionsOn, decisionView } from './decisions.js';
import { rightOf } from './rule.js';

/** What is needed to say how a change stands and what somebody may do about it. */
export interface ViewParts {
  store: Store;
  directory: Directory;
  policy: Policy;
  now: () => number;
}

export function approvalViewOf(change: Change, decisions: readonly Decision[]): ApprovalView {
  return {
    ...viewOf(change),
    revision: change.revision,
    approvalsNeeded: change.rule?.count ?? 0,
    decisions: decisions.map(decisionView),
    owesReview: change.owesReview,
    scheduled: change.scheduled,
    ...(foundSo(change, decisions) ? { foundSo: true } : {}),
    ...(change.reason ? { reason: change.reason } : {}),
    ...(change.until ? { until: change.until } : {}),
    ...(change.state === 'awaiting' && change.expiresAt !== null ? { expiresAt: change.expiresAt } : {}),
    ...(change.undoes ? { undoes: change.undoes } : {}),
  };
}

/** Applied without the approvals that it needed: then it was so already, and nothing was written. */
export function foundSo(change: Change, decisions: readonly Decision[]): boolean {
  if (change.state !== 'applied' || change.rule === null) return false;
  const enough = approvalsOf(decisions, change.digest).length >= change.rule.count;
  return !enough && !decisions.some(({ verdict }) => verdict === 'breakGlass');
}

/** Everybody in a place sees the same buttons; whoever may not press one is told so. */
export function roomViewer(change: Change): Viewer {
  return {
    is: 'room',
    mayDecide: change.state === 'awaiting',
    mayBreakGlass: false,
    mayReview: change.owesReview,
    mayWithdraw: false,
    mayUndo: false,
    mayGoOn: false,
  };
}

export async function viewerOf(
  parts: ViewParts,
  change: Change,
  decisions: readonly Decision[],
  person: { id: string; roles: readonly Role[] },
): Promise<Viewer> {
  const { policy, now } = parts;
  const approvals: Approvals = policy.approvals;
  const own = change.requester === person.id;
  const rule = change.rule;
  const asked = change.state === 'awaiting' || change.owesReview;
  // A request that waits has none yet.
  const breakers = breakersOf(decisions);
  const right =
    rule && asked
      ? await rightOf({ approvals, directory: parts.directory, now }, person, change, rule.approvers, false, breakers)
      : { may: false };
  const decided = decisions.some((one) => one.person === person.id && one.digest === change.digest);
  const action = askingFor[change.kind];
  const undoable =
    change.state === 'applied' &&
    !change.scheduled &&
    change.appliedAt !== null &&
    !(await isUndone(parts.store.db, change.id));
  return {
    is: 'person',
    mayDecide: change.state === 'awaiting' && !own && right.may && !decided,
    mayBreakGlass: change.state === 'awaiting' && person.roles.some((role) => approvals.breakGlass.includes(role)),
    mayReview: change.owesReview && right.may && !own && !breakers.includes(person.id),
    mayWithdraw:
      own &&
      (change.state === 'awaiting' || (change.state === 'approved' && change.rule !== null && !change.scheduled)),
    mayUndo:
      undoable && may(policy, action, [...person.roles]) && now() < (change.appliedAt ?? 0) + approvals.undoWithinMs,
    mayGoOn: own && canGoOn(change) && !change.scheduled,
  };
}

/** Whether a change was taken back already, or that is asked for. */
async function isUndone(db: Db, change: string): Promise<boolean> {
  const inverse = await db
    .selectFrom('changes')
    .select('id')
    .where('undoes', '=', change)
    .where('state', 'in', ['proposed', 'awaiting', 'approved', 'applying', 'applied'])
    .executeTakeFirst();
  return inverse !== undefined;
}

/** How a change stands, for one person. */
export async function showApproval(
  parts: ViewParts,
  change: Change,
  person: { id: string; roles: readonly Role[] },
  because?: AnswerOf<'approval'>['because'],
): Promise<AnswerOf<'approval'>> {
  const decisions = await decisionsOn(parts.store.db, change.id);
  return {
    type: 'approval',
    approval: approvalViewOf(change, decisions),
    viewer: await viewerOf(parts, change, decisions, person),
    ...(because ? { because } : {}),
  };
}

/** A click that cannot have its effect, and how the change stands. */
export async function notNow(
  { store }: Pick<ViewParts, 'store'>,
  change: Change,
  reason: AnswerOf<'notNow'>['reason'],
): Promise<Answer> {
  return { type: 'notNow', reason, approval: approvalViewOf(change, await decisionsOn(store.db, change.id)) };
}

/** How a change that is no draft stands, for whoever looks: with its approval, where it needs one. */
export async function showStanding(
  parts: ViewParts & { person: { id: string }; roles: Role[] },
  change: Change,
): Promise<Answer> {
  const person = { id: parts.person.id, roles: parts.roles };
  if (change.rule !== null || change.scheduled || change.kind === 'purchase')
    return showApproval(parts, change, person);
  const { mayGoOn, mayUndo } = await viewerOf(parts, change, [], person);
  return { type: 'change', change: viewOf(change), mayGoOn, ...(mayUndo ? { mayUndo } : {}) };
}
