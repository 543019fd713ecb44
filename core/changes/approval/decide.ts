import type { Answer } from '../../answer.js';
import type { Failure } from '../../failure.js';
import type { ApprovalView, DecisionView, Drift } from '../../views.js';
import { callOptions, type Visit } from '../../context.js';
import { journal } from '../../journal/journal.js';
import { type Change, differencesOf, pick } from '../change.js';
import { digestOf } from '../digest.js';
import { ending } from '../ending.js';
import { compare } from '../merge.js';
import { approvalsOf, type Decision, decisionsOn, recordDecision, signedBy } from './decisions.js';
import { askerLost } from './entitlement.js';
import { insertCopies } from './copies.js';
import { recipientsOf } from './recipients.js';
import { rightOf } from './rule.js';
import { approvalViewOf, showApproval } from './view.js';

type Verdict = DecisionView['verdict'];
type NotNow = Extract<Answer, { type: 'notNow' }>['reason'];

/** Longest reason, in characters; fits every card. */
const LONGEST_REASON = 500;

/** Shows what would be decided, as it stands at Partner Center now, with room for a reason. */
export async function openDecision(visit: Visit, change: Change, verdict: Verdict): Promise<Answer> {
  const refused = await refusal(visit, change, verdict);
  if (refused) return refused;
  const fresh = verdict === 'approve' || verdict === 'breakGlass' ? await rebase(visit, change) : { change };
  return 'answer' in fresh ? fresh.answer : decisionForm(visit, fresh.change, verdict, '', [], fresh.drift);
}

/**
 * One person's word. It counts for exactly what they were shown (the revision); roles and Partner Center's present state
 * are read again first. Of two words at the same moment one is written, and the other hears who was first.
 */
export async function decide(
  visit: Visit,
  change: Change,
  word: { verdict: Verdict; revision: number | undefined; reason: string },
): Promise<Answer> {
  const { verdict } = word;
  const reason = word.reason.trim().slice(0, LONGEST_REASON);
  const refused = await refusal(visit, change, verdict);
  if (refused) return refused;
  if (reason === '' && verdict !== 'approve') {
    return decisionForm(visit, change, verdict, '', [{ path: 'reason', rule: 'required', params: {} }]);
  }
  if (verdict === 'approve' || verdict === 'breakGlass') {
    const fresh = await rebase(visit, change);
    if ('answer' in fresh) return fresh.answer;
    if (fresh.change.revision !== word.revision)
      return decisionForm(visit, fresh.change, verdict, reason, [], fresh.drift);
    return write(visit, fresh.change, verdict, reason);
  }
  if (change.revision !== word.revision) return decisionForm(visit, change, verdict, reason, []);
  return write(visit, change, verdict, reason);
}

async function write(visit: Visit, change: Change, verdict: Verdict, reason: string): Promise<Answer> {
  const decisions = await decisionsOn(visit.store.db, change.id);
  const onBehalfOf = await behalf(visit, change, verdict);
  const decision: Decision = {
    person: visit.person.id,
    personName: visit.person.name,
    onBehalfOf,
    verdict,
    digest: signedBy(verdict, change),
    reason: reason || null,
    roles: visit.roles,
    at: visit.now(),
  };
  const enough = approvalsOf(decisions, change.digest).length + 1 >= (change.rule?.count ?? 1);
  const next = {
    approve: { to: enough ? 'approved' : 'awaiting', fact: enough ? 'change.approved' : 'change.seconded' },
    decline: { to: 'declined', fact: 'change.declined' },
    breakGlass: { to: 'approved', fact: 'change.brokenGlass' },
    reviewed: { to: change.state, fact: 'change.reviewed' },
  }[verdict] as { to: Change['state']; fact: 'change.approved' };
  // Break-glass is loud: everybody who could have decided hears of it anew, besides the copies that follow.
  const alarm =
    verdict === 'breakGlass' && change.rule
      ? await recipientsOf(visit, { ...change, rule: change.rule }, ':broken glass')
      : [];
  const told = verdict === 'decline' ? ending.declined().tell : undefined;
  const moved = await visit.changes.move(change, {
    ...next,
    by: { id: visit.person.id, name: visit.person.name, platform: visit.turn.user.platform },
    roles: visit.roles,
    detail: { digest: decision.digest, ...(reason ? { reason } : {}), ...(onBehalfOf ? { onBehalfOf } : {}) },
    set: {
      ...(next.to === 'approved' && change.state === 'awaiting'
        ? { expiresAt: visit.now() + (change.rule?.expiresAfterMs ?? 0) }
        : {}),
      ...(verdict === 'breakGlass' ? { owesReview: 1 } : {}),
      ...(verdict === 'reviewed' ? { owesReview: 0 } : {}),
    },
    also: async (tx, after) => {
      await recordDecision(tx, change.id, decision);
      await told?.(visit.outbox, tx, after);
      if (alarm.length > 0) await insertCopies(visit, tx, after, alarm);
    },
  });
  if (!moved) {
    // Somebody was first. If it still waits (more approvals are needed, or it was retried), the word is given again.
    const now = await visit.changes.get(change.id);
    if (!now) return { type: 'stale', reason: 'gone' };
    return decide(visit, now, { verdict, revision: change.revision, reason });
  }
  visit.wake();
  if (moved.state === 'approved') await visit.applier.apply(moved.id);
  const now = (await visit.changes.get(moved.id)) ?? moved;
  return showApproval(visit, now, { id: visit.person.id, roles: visit.roles }, 'decided');
}

/** Why this person's word cannot count now, if it cannot. Attempts without the right are journalled. */
async function refusal(visit: Visit, change: Change, verdict: Verdict): Promise<Answer | undefined> {
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
): Promise<NotNow | undefined> {
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

/** The name of whoever delegated the right that is used. */
async function behalf(visit: Visit, change: Change, verdict: Verdict): Promise<string | null> {
  if (verdict === 'breakGlass') return null;
  const who = { id: visit.person.id, roles: visit.roles };
  const right = await rightOf(
    { ...visit, approvals: visit.policy.approvals },
    who,
    change,
    change.rule?.approvers ?? [],
    false,
  );
  if (!right.may || right.onBehalfOf === undefined) return null;
  return (await visit.directory.look(right.onBehalfOf, { fresh: false })).name || right.onBehalfOf;
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

/**
 * Looks at the record as it is now. Where a field that the change sets has moved, what is asked for is put on top of the
 * present value: another digest, another revision, and everybody who had approved the old one has to look again.
 */
async function rebase(visit: Visit, change: Change): Promise<{ change: Change; drift?: Drift[] } | { answer: Answer }> {
  const lost = await askerLost(visit, change);
  if (lost) return { answer: await fail(visit, change, lost) };
  const { fields } = await visit.kinds[change.kind].read(change.customer.id, callOptions(visit));
  const seen = compare(change.before, change.after, fields);
  if (seen.alreadySo) {
    const ended = await visit.changes.move(change, {
      ...endingMove(visit, ending.applied({ merged: false, byUs: false })),
    });
    const now = ended ?? (await visit.changes.get(change.id)) ?? change;
    visit.wake();
    return {
      answer: {
        type: 'notNow',
        reason: 'alreadySo',
        approval: approvalViewOf(now, await decisionsOn(visit.store.db, now.id)),
      },
    };
  }
  if (seen.drift.length === 0) return { change };
  const before = { ...change.before };
  for (const { path, theirs } of seen.drift) before[path] = theirs;
  const after = pick(
    change.after,
    differencesOf(before, change.after).map(({ path }) => path),
  );
  const moved = await visit.changes.move(change, {
    to: 'awaiting',
    fact: 'change.rebased',
    detail: { fields: seen.drift.map(({ path }) => path) },
    set: {
      beforeJson: JSON.stringify(before),
      afterJson: JSON.stringify(after),
      digest: digestOf(change.customer.id, change.kind, differencesOf(before, after), change.until),
      revision: change.revision + 1,
    },
  });
  return { change: moved ?? (await visit.changes.get(change.id)) ?? change, drift: seen.drift };
}

/** Whoever asked may not any more: there is nothing left to decide. */
async function fail(visit: Visit, change: Change, failure: Failure): Promise<Answer> {
  const to = ending.failed(failure);
  const failed = await visit.changes.move(change, { ...endingMove(visit, to), set: to.set });
  visit.wake();
  const now = failed ?? (await visit.changes.get(change.id)) ?? change;
  return showApproval(visit, now, { id: visit.person.id, roles: visit.roles });
}

function endingMove(visit: Visit, to: ReturnType<typeof ending.applied>) {
  return {
    to: to.state,
    fact: to.fact,
    detail: to.detail,
    set: { ...to.set, appliedAt: visit.now() },
    also: (tx: Parameters<typeof to.tell>[1], moved: Change) => to.tell(visit.outbox, tx, moved),
  };
}

async function decisionForm(
  visit: Visit,
  change: Change,
  verdict: Verdict,
  reason: string,
  errors: Extract<Answer, { type: 'decisionForm' }>['errors'],
  drift?: Drift[],
): Promise<Answer> {
  const approval = approvalViewOf(change, await decisionsOn(visit.store.db, change.id));
  return { type: 'decisionForm', approval, verdict, reason, errors, ...(drift ? { drift } : {}) };
}
