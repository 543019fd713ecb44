import type { Answer } from '../answer.js';
import type { Visit } from '../context.js';
import { purchasePaths } from '../partner/fields.js';
import { goOn } from './account/deeds.js';
import { present } from './account/draft.js';
import { showStanding } from './approval/view.js';
import type { Change } from './change.js';
import { askFor, permissionForm } from './permission/draft.js';
import { ON } from './purchase.js';

/** A change as it stands, draft or not. */
export async function showAnything(visit: Visit, change: Change): Promise<Answer> {
  return change.state === 'draft' ? showDraft(visit, change) : showStanding(visit, change);
}

/** The form of a draft, as far as it is filled in. */
export async function showDraft(visit: Visit, draft: Change): Promise<Answer> {
  return draft.kind === 'purchase' ? permissionForm(visit, draft) : present(visit, draft);
}

/** The successor of a change that ended without being applied. */
export async function goOnWith(visit: Visit, change: Change): Promise<Answer> {
  if (change.kind === 'account') return goOn(visit, change);
  const path = purchasePaths.find((one) => one in change.after);
  const resource = path?.slice('permission.'.length) ?? '';
  const deed = path && change.after[path] === ON ? 'give' : 'remove';
  return askFor(visit, `${change.customer.id}/${deed}/${resource}`);
}
