import type { Answer, AnswerOf } from '../../answer.js';
import type { Visit } from '../../context.js';
import { journal } from '../../journal/journal.js';
import type { ApprovalView, DecisionView } from '../../views.js';
import type { Change } from '../change.js';
import { type Decision, decisionsOn } from './decisions.js';
import { rightOf } from './rule.js';
import { approvalViewOf } from './view.js';

type Verdict = DecisionView['verdict'];

/** Why this person's word cannot count now, if it cannot. Attempts without the right are journalled. */
export async function refusal(visit: Visit, change: Change, verdict: Verdict): Promise<Answer | undefined> {
  const decisions = await decisionsOn(visit.store.db, change.id);
  const view = approvalViewOf(change, decisions);
  if (verdict === 'reviewed') {
    if (!change.owesReview) return { type: 'notNow', reason: 'alreadyDecided', approval: view, ...lastBy(view) };
  } else if (change.state !== 'awaiting') return over(change, view);
  else if (change.expiresAt !== null && change.expiresAt <= visit.now())
    return { type: 'notNow', reason: 'expired', approval: view };

  const reason = await lacksRight(visit, change, verdict, decisions);
  if (!reason) return undefined;
  if (reason !== 'decidedByYou') {
    await journal(visit.store.db, {
      fact: 'decision.refused',
      at: visit.now(),
      person: visit.person.id,
      personName: visit.person.name,
      platform: visit.turn.user.platform,
      roles: visit.roles,
      customer: change.customer.id,
      change: change.id,
      detail: { verdict, reason },
      correlationId: visit.correlationId,
    });
  }
  return { type: 'notNow', reason, approval: view };
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
  if (verdict === 'reviewed' && decisions.some((one) => one.verdict === 'breakGlass' && one.person === person.id))
    return 'ownChange';
  if (verdict !== 'reviewed' && decisions.some((one) => one.person === person.id && one.digest === change.digest))
    return 'decidedByYou';
  const right = await rightOf(
    { ...visit, approvals: policy.approvals },
    { id: person.id, roles },
    change,
    change.rule?.approvers ?? [],
    true,
  );
  return right.may ? undefined : right.because;
}

function over(change: Change, approval: ApprovalView): Answer {
  if (change.state === 'expired') return { type: 'notNow', reason: 'expired', approval };
  if (change.state === 'withdrawn') return { type: 'notNow', reason: 'withdrawn', approval };
  return { type: 'notNow', reason: 'alreadyDecided', approval, ...lastBy(approval) };
}

function lastBy(approval: ApprovalView): { by?: string } {
  const last = approval.decisions.at(-1);
  return last ? { by: last.person } : {};
}
