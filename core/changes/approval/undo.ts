import type { Answer } from '../../answer.js';
import { callOptions, type Visit } from '../../context.js';
import type { Fields } from '../../partner/fields.js';
import { openDraft } from '../account/draft.js';
import { openPermissionDraft } from '../permission/draft.js';
import { type Change, differencesOf } from '../change.js';
import { compare } from '../merge.js';
import { notNow, showApproval } from './view.js';

/** Opens the inverse of an applied change: for review, under the same policy; refused once the record has moved on. */
export async function undo(visit: Visit, change: Change): Promise<Answer> {
  if (change.state !== 'applied' || change.scheduled) return notNow(visit, change, 'notUndoable');
  if (visit.now() >= (change.appliedAt ?? 0) + visit.policy.approvals.undoWithinMs)
    return notNow(visit, change, 'tooLateToUndo');
  const { fields } = await visit.kinds[change.kind].read(change.customer.id, callOptions(visit));
  if (!compare(change.before, change.after, fields).alreadySo) return notNow(visit, change, 'movedSince');
  const inverse: Fields = Object.fromEntries(
    differencesOf(change.before, change.after).map(({ path, before }) => [path, before]),
  );
  return change.kind === 'purchase'
    ? openPermissionDraft(visit, change.customer, { before: fields, after: inverse, undoes: change.id })
    : openDraft(visit, change.customer.id, { after: inverse, undoes: change.id, stage: 'review' });
}

/** Whoever asked takes it back, while it waits or has not begun. */
export async function withdraw(visit: Visit, change: Change): Promise<Answer> {
  if (change.requester !== visit.person.id) return notNow(visit, change, 'notYours');
  const waits = change.state === 'awaiting' || (change.state === 'approved' && !change.scheduled);
  const withdrawn = waits && (await visit.changes.move(change, { to: 'withdrawn', fact: 'change.withdrawn' }));
  if (withdrawn) {
    visit.wake();
    return showApproval(visit, withdrawn, { id: visit.person.id, roles: visit.roles }, 'withdrawn');
  }
  const now = (await visit.changes.get(change.id)) ?? change;
  if (waits && now.state === 'awaiting') return withdraw(visit, now);
  return notNow(visit, now, 'tooLateToWithdraw');
}
