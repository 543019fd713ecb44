import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { Card } from '../card.js';
import type { Voice } from '../voice.js';
import { approvalCard } from './approval.js';
import { moving } from './change.js';
import { accountButton, button, permissionButton } from './parts.js';

/** A click that could not have its effect: why, who was first, and how the change stands. */
export function notNowScreen(answer: AnswerOf<'notNow'>, voice: Voice): Card {
  const { approval } = answer;
  const text = sentence(answer, voice);
  const toCustomer = approval.kind === 'purchase' ? permissionButton : accountButton;
  return {
    ...approvalCard(approval, [{ type: 'notice', tone: 'warning', text }], voice),
    shortTitle: voice.t('notNow.short'),
    buttons: [
      ...(moving.includes(approval.state) ? [button(voice.t('buttons.status'), action('change', approval.id))] : []),
      toCustomer(approval.customer, voice),
    ],
    summary: text,
  };
}

function sentence({ reason, by, approval }: AnswerOf<'notNow'>, { t, dateTime }: Voice): string {
  const { state, at, expiresAt = at, requester } = approval;
  // What has expired may still await the clock that says so.
  const time = dateTime(reason === 'expired' ? expiresAt : at);
  const params = { state: t(`states.${state}`), time, requester };
  // Whoever broke the glass cannot review that either.
  if (reason === 'ownChange' && approval.owesReview) return t('notNow.ownReview');
  if (reason === 'alreadyDecided' && by !== undefined) return t('notNow.decidedBy', { ...params, by });
  return t(`notNow.${reason}`, params);
}
