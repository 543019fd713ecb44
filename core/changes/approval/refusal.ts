import type { Answer, AnswerOf } from '../../answer.js';
import type { Visit } from '../../context.js';
import { journal } from '../../journal/journal.js';
import type { ApprovalView, DecisionView } from '../../views.js';
import type { Change } from '../change.js';
import { breakersOf, type Decision, decisionsOn } from './decisions.js';
import { rightOf } from './rule.js';
import { approvalViewOf } from './view.js';

type Verdict = DecisionView['verdict'];

/** Why this person's word cannot count now, if it cannot. Every such attempt is journalled, but for a second click. */
export async function refusal(visit: Visit, change: Change, verdict: Verdict): Promise<Answer | undefined> {
  const decisions = await decisionsOn(visit.store.db, change.id);
  const approval = approvalViewOf(change, decisions);
  const late = tooLate(visit, change, verdict);
  const reason = late ?? (await lacksRight(visit, change, verdict, decisions));
  if (!reason) return undefined;
  if (reason !== 'decidedByYou') await journalRefusal(visit, { verdict, reason, change });
  return { type: 'notNow', reason, approval, ...(late === 'alreadyDecided' ? lastBy(approval) : {}) };
}

/** Records that somebody's word was not taken. Without a change: what they named does not exist. */
export function journalRefusal(
  visit: Visit,
  what: { verdict: Verdict; reason: string; change?: Change },
): Promise<void> {
  const { verdict, reason, change } = what;
  return journal(visit.store.db, {
    fact: 'decision.refused',
    at: visit.now(),
    person: visit.person.id,
    personName: visit.person.name,
    platform: visit.turn.user.platform,
    roles: visit.roles,
    ...(change ? { customer: change.customer.id, change: change.id } : {}),
    detail: { verdict, reason },
    correlationId: visit.correlationId,
  });
}

/** Why there is nothing left to decide. */
function tooLate(visit: Visit, change: Change, verdict: Verdict): AnswerOf<'notNow'>['reason'] | undefined {
  if (verdict === 'reviewed') return change.owesReview ? undefined : 'alreadyDecided';
  if (change.state === 'awaiting') {
    return change.expiresAt !== null && change.expiresAt <= visit.now() ? 'expired' : undefined;
  }
  return change.state === 'expired' || change.state === 'withdrawn' ? change.state : 'alreadyDecided';
}

async function lacksRight(
  visit: Visit,
  change: Change,
  verdict: Verdict,
  decisions: readonly Decision[],
): Promise<AnswerOf<'notNow'>['reason'] | undefined> {
  const { person, roles, policy } = visit;
  if (verdict === 'breakGlass')
    return roles.some((role) => policy.approvals.breakGlass.includes(role)) ? undefined : 'notApprover';
  // A Person is one human on whatever platform and through whatever account: nobody decides their own change.
  if (change.requester === person.id) return 'ownChange';
  const reviewed = verdict === 'reviewed' ? breakersOf(decisions) : [];
  if (reviewed.includes(person.id)) return 'ownChange';
  if (verdict !== 'reviewed' && decisions.some((one) => one.person === person.id && one.digest === change.digest))
    return 'decidedByYou';
  const right = await rightOf(
    { ...visit, approvals: policy.approvals },
    { id: person.id, roles },
    change,
    change.rule?.approvers ?? [],
    true,
    reviewed,
  );
  return right.may ? undefined : right.because;
}

function lastBy(approval: ApprovalView): { by?: string } {
  const last = approval.decisions.at(-1);
  return last ? { by: last.person } : {};
}
