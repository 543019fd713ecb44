import type { Visit } from '../../context.js';
import { insertCopies } from '../../jobs/copies.js';
import type { DecisionView } from '../../views.js';
import type { Change } from '../change.js';
import type { Move } from '../changes.js';
import { ending } from '../ending.js';
import { approvalsOf, breakersOf, type Decision, decisionsOn, recordDecision, signedBy } from './decisions.js';
import { recipientsOf } from './recipients.js';
import { rightOf } from './rule.js';
import { expiryOf } from './timers.js';

type Verdict = DecisionView['verdict'];

/**
 * Writes one person's word, what it does to the change, and who is told: all of it, or nothing.
 *
 * @returns the change as it stands then; undefined when somebody was first and nothing was written
 */
export async function writeWord(
  visit: Visit,
  change: Change,
  verdict: Verdict,
  reason: string,
): Promise<Change | undefined> {
  const decisions = await decisionsOn(visit.store.db, change.id);
  const onBehalfOf = await behalf(visit, change, verdict, decisions);
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
  const next = nexts(change, enough)[verdict];
  // Break-glass is loud: everybody who could have decided hears of it anew, besides the copies that follow.
  const alarm =
    verdict === 'breakGlass' && change.rule
      ? await recipientsOf(visit, { ...change, rule: change.rule }, ':broken glass')
      : [];
  const told = verdict === 'decline' ? ending.declined().tell : undefined;
  return visit.changes.move(change, {
    ...next,
    by: { id: visit.person.id, name: visit.person.name, platform: visit.turn.user.platform },
    roles: visit.roles,
    detail: { digest: decision.digest, ...(reason ? { reason } : {}), ...(onBehalfOf ? { onBehalfOf } : {}) },
    set: {
      ...(next.to === 'approved' && change.state === 'awaiting'
        ? { expiresAt: expiryOf(visit.now(), change.rule?.expiresAfterMs ?? 0, change.until) }
        : {}),
      ...(verdict === 'breakGlass' ? { owesReview: 1 } : {}),
      ...(verdict === 'reviewed' ? { owesReview: 0 } : {}),
    },
    also: async (tx, after) => {
      await recordDecision(tx, change.id, decision);
      await told?.(visit.outbox, tx, after);
      if (alarm.length > 0) await insertCopies(visit, tx, { about: 'change', id: after.id }, alarm);
    },
  });
}

/** Where each word takes a change. */
function nexts(change: Change, enough: boolean): Record<Verdict, Pick<Move, 'to' | 'fact'>> {
  return {
    approve: enough ? { to: 'approved', fact: 'change.approved' } : { to: 'awaiting', fact: 'change.seconded' },
    decline: { to: 'declined', fact: 'change.declined' },
    breakGlass: { to: 'approved', fact: 'change.brokenGlass' },
    reviewed: { to: change.state, fact: 'change.reviewed' },
  };
}

/** The name of whoever delegated the right that is used. */
async function behalf(
  visit: Visit,
  change: Change,
  verdict: Verdict,
  decisions: readonly Decision[],
): Promise<string | null> {
  if (verdict === 'breakGlass') return null;
  const who = { id: visit.person.id, roles: visit.roles };
  const right = await rightOf(
    { ...visit, approvals: visit.policy.approvals },
    who,
    change,
    change.rule?.approvers ?? [],
    false,
    verdict === 'reviewed' ? breakersOf(decisions) : [],
  );
  if (!right.may || right.onBehalfOf === undefined) return null;
  return (await visit.directory.look(right.onBehalfOf, { fresh: false })).name || right.onBehalfOf;
}
