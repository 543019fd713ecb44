import type { Answer } from '../../answer.js';
import { callOptions, type Visit } from '../../context.js';
import type { Fields } from '../../partner/fields.js';
import { openDraft } from '../account/draft.js';
import { openPermissionDraft } from '../permission/draft.js';
import { type Change, differencesOf } from '../change.js';
import { compare } from '../merge.js';
import { decisionsOn } from './decisions.js';
import { approvalViewOf, showApproval } from './view.js';

/** Opens the inverse of an applied change: for review, under the same policy; refused once the record has moved on. */
export async function undo(visit: Visit, change: Change): Promise<Answer> {
  const notNow = async (reason: Extract<Answer, { type: 'notNow' }>['reason']): Promise<Answer> => ({
    type: 'notNow',
    reason,
    approval: approvalViewOf(change, await decisionsOn(visit.store.db, change.id)),
  });
  if (change.state !== 'applied' || change.scheduled) return notNow('notUndoable');
  if (visit.now() >= (change.appliedAt ?? 0) + visit.policy.approvals.undoWithinMs) return notNow('tooLateToUndo');
  const { fields } = await visit.kinds[change.kind].read(change.customer.id, callOptions(visit));
  if (!compare(change.before, change.after, fields).alreadySo) return notNow('movedSince');
  const inverse: Fields = Object.fromEntries(
    differencesOf(change.before, change.after).map(({ path, before }) => [path, before]),
  );
  return change.kind === 'purchase'
    ? openPermissionDraft(visit, change.customer, { before: fields, after: inverse, undoes: change.id })
    : openDraft(visit, change.customer.id, { after: inverse, undoes: change.id, stage: 'review' });
}

/** Whoever asked takes it back, while it waits or has not begun. */
export async function withdraw(visit: Visit, change: Change): Promise<Answer> {
  const decisions = await decisionsOn(visit.store.db, change.id);
  const approval = approvalViewOf(change, decisions);
  if (change.requester !== visit.person.id) return { type: 'notNow', reason: 'notYours', approval };
  const waits = change.state === 'awaiting' || (change.state === 'approved' && !change.scheduled);
  const withdrawn = waits && (await visit.changes.move(change, { to: 'withdrawn', fact: 'change.withdrawn' }));
  if (withdrawn) {
    visit.wake();
    return showApproval(visit, withdrawn, { id: visit.person.id, roles: visit.roles }, 'withdrawn');
  }
  const now = (await visit.changes.get(change.id)) ?? change;
  if (waits && now.state === 'awaiting') return withdraw(visit, now);
  return {
    type: 'notNow',
    reason: 'tooLateToWithdraw',
    approval: approvalViewOf(now, await decisionsOn(visit.store.db, now.id)),
  };
}
