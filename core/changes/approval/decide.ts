import type { Answer, AnswerOf } from '../../answer.js';
import type { Visit } from '../../context.js';
import type { DecisionView, Drift } from '../../views.js';
import type { Change } from '../change.js';
import { reasonErrors } from '../reason.js';
import { decisionsOn } from './decisions.js';
import { rebase } from './rebase.js';
import { refusal } from './refusal.js';
import { approvalViewOf, showApproval } from './view.js';
import { writeWord } from './word.js';

type Verdict = DecisionView['verdict'];

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
  const reason = word.reason.trim();
  const refused = await refusal(visit, change, verdict);
  if (refused) return refused;
  const errors = reasonErrors(reason, { required: verdict !== 'approve' });
  if (errors.length > 0) return decisionForm(visit, change, verdict, reason, errors);
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

/** Writes the word, and applies what it approves. */
async function write(visit: Visit, change: Change, verdict: Verdict, reason: string): Promise<Answer> {
  const moved = await writeWord(visit, change, verdict, reason);
  if (!moved) {
    // Somebody was first. If it still waits (more approvals are needed, or it was retried), the word is given again.
    const now = await visit.changes.get(change.id);
    if (!now) return { type: 'stale', reason: 'gone' };
    return decide(visit, now, { verdict, revision: change.revision, reason });
  }
  visit.wake();
  if (moved.state === 'approved') {
    // The word is written, whatever comes now: what cannot be applied at once is tried again.
    await visit.applier.apply(moved.id).catch((error: unknown) => {
      visit.log.error({ change: moved.id, err: error }, 'a change could not be applied now');
    });
  }
  const now = (await visit.changes.get(moved.id)) ?? moved;
  return showApproval(visit, now, { id: visit.person.id, roles: visit.roles }, 'decided');
}

async function decisionForm(
  visit: Visit,
  change: Change,
  verdict: Verdict,
  reason: string,
  errors: AnswerOf<'decisionForm'>['errors'],
  drift?: Drift[],
): Promise<Answer> {
  const approval = approvalViewOf(change, await decisionsOn(visit.store.db, change.id));
  return { type: 'decisionForm', approval, verdict, reason, errors, ...(drift ? { drift } : {}) };
}
