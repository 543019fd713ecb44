import { action } from '../../core/action.js';
import type { ApprovalView, Viewer } from '../../core/views.js';
import type { Button } from '../card.js';
import type { Voice } from '../voice.js';
import { goingOn, moving } from './change.js';
import { accountButton, button, permissionButton } from './parts.js';

/** From then on it is being written, or is over. */
const withdrawable = ['proposed', 'awaiting', 'approved'];

/**
 * What the reader may do now. A button is never dead: what the state rules out is left out whatever the viewer may. Each
 * carries the revision that was shown.
 */
export function approvalButtons(approval: ApprovalView, viewer: Viewer, voice: Voice): Button[] {
  const { t } = voice;
  const { id, version, state, revision, owesReview } = approval;
  const about = (verb: Parameters<typeof action>[0]) => action(verb, id, revision);
  const buttons: Button[] = [];
  if (state === 'awaiting' && viewer.mayDecide) {
    buttons.push(
      { ...button(t('buttons.approve'), about('approving')), tone: 'primary' },
      { ...button(t('buttons.decline'), about('declining')), tone: 'danger' },
    );
  }
  if (state === 'awaiting' && viewer.mayBreakGlass) buttons.push(button(t('buttons.breakGlass'), about('breaking')));
  if (owesReview && viewer.mayReview) {
    buttons.push({ ...button(t('buttons.reviewDecision'), about('reviewing')), tone: 'primary' });
  }
  if (withdrawable.includes(state) && viewer.mayWithdraw) {
    buttons.push({ ...button(t('buttons.withdraw'), about('withdraw')), tone: 'danger', confirm: withdrawing(voice) });
  }
  if (state === 'applied' && viewer.mayUndo) buttons.push(button(t('buttons.undo'), about('undo')));
  if (goingOn.includes(state) && viewer.mayGoOn) {
    buttons.push({ ...button(t('buttons.again'), action('again', id, version)), tone: 'primary' });
  }
  return [...buttons, ...ways(approval, viewer, voice)];
}

/** Where to look further. */
function ways(approval: ApprovalView, viewer: Viewer, voice: Voice): Button[] {
  const { t } = voice;
  const { id, state, kind, customer, undoes, owesReview } = approval;
  const status = moving.includes(state) ? [button(t('buttons.status'), action('change', id))] : [];
  if (viewer.is === 'room') {
    return status.length > 0 || owesReview ? [button(t('buttons.show'), action('change', id))] : [];
  }
  return [
    // Whoever can act on it sees how it stands by doing so.
    ...(viewer.mayDecide && state === 'awaiting' ? [] : status),
    ...(undoes === undefined ? [] : [button(t('buttons.showUndone'), action('change', undoes))]),
    (kind === 'purchase' ? permissionButton : accountButton)(customer, voice),
  ];
}

function withdrawing({ t }: Voice): NonNullable<Button['confirm']> {
  return {
    title: t('withdrawConfirm.title'),
    text: t('withdrawConfirm.text'),
    yes: t('buttons.withdraw'),
    no: t('buttons.keep'),
  };
}
