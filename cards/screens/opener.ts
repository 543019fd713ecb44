import { type Action, action } from '../../core/action.js';
import type { Answer, AnswerOf } from '../../core/answer.js';
import type { CustomerRef } from '../../core/views.js';
import type { Card } from '../card.js';
import type { TextKey } from '../texts.js';
import type { Voice } from '../voice.js';
import { button, cloudName } from './parts.js';

export type FormAnswer = AnswerOf<
  'accountForm' | 'countryForm' | 'addressChoice' | 'review' | 'permissionForm' | 'decisionForm'
>;

const sentences: Record<FormAnswer['type'], TextKey> = {
  accountForm: 'form.opener',
  countryForm: 'country.opener',
  addressChoice: 'address.opener',
  review: 'review.opener',
  permissionForm: 'permissionForm.opener',
  decisionForm: 'decision.opener',
};

/** The verb that opens the form of a decision. */
const opening = { approve: 'approving', decline: 'declining', breakGlass: 'breaking', reviewed: 'reviewing' } as const;

/** Whether an answer is one of the family that fills or reviews a form. */
export function isForm(answer: Answer): answer is FormAnswer {
  return Object.hasOwn(sentences, answer.type);
}

/** For a message, which has no inputs: a button that opens the form, and nothing of the customer but the name. */
export function openerScreen(answer: FormAnswer, voice: Voice): Card {
  const { t } = voice;
  const customer = customerOf(answer);
  const text = t(sentences[answer.type], { customer: customer.name });
  const label = t(answer.type === 'review' ? 'buttons.openReview' : 'buttons.openForm');
  return {
    title: customer.name,
    subtitle: cloudName(voice),
    body: [{ type: 'text', text }],
    buttons: [{ ...button(label, openerOf(answer)), tone: 'primary' }],
    summary: text,
  };
}

function customerOf(answer: FormAnswer): CustomerRef {
  if (answer.type === 'accountForm') return answer.account.customer;
  return answer.type === 'decisionForm' ? answer.approval.customer : answer.customer;
}

function openerOf(answer: FormAnswer): Action {
  if (answer.type !== 'decisionForm') return action('form', answer.change.id);
  return action(opening[answer.verdict], answer.approval.id, answer.approval.revision);
}
