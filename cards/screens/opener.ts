import { type Action, action } from '../../core/action.js';
import type { Answer, AnswerOf } from '../../core/answer.js';
import type { Card } from '../card.js';
import type { TextKey } from '../texts.js';
import type { Voice } from '../voice.js';
import { button, cloudName } from './parts.js';
import { placeName } from './place-words.js';

export type FormAnswer = AnswerOf<
  | 'accountForm'
  | 'countryForm'
  | 'addressChoice'
  | 'review'
  | 'permissionForm'
  | 'decisionForm'
  | 'watchForm'
  | 'findForm'
>;

const sentences: Record<FormAnswer['type'], TextKey> = {
  accountForm: 'form.opener',
  countryForm: 'country.opener',
  addressChoice: 'address.opener',
  review: 'review.opener',
  permissionForm: 'permissionForm.opener',
  decisionForm: 'decision.opener',
  watchForm: 'watchForm.opener',
  findForm: 'findForm.opener',
};

/** The verb that opens the form of a decision. */
const opening = { approve: 'approving', decline: 'declining', breakGlass: 'breaking', reviewed: 'reviewing' } as const;

/** Whether an answer is one of the family that fills or reviews a form. */
export function isForm(answer: Answer): answer is FormAnswer {
  return Object.hasOwn(sentences, answer.type);
}

/** For a message, which has no inputs: a button that opens the form, and nothing but the name of what it is about. */
export function openerScreen(answer: FormAnswer, voice: Voice): Card {
  const { t } = voice;
  const subject = subjectOf(answer, voice);
  const text = t(sentences[answer.type], { customer: subject });
  const label = t(answer.type === 'review' ? 'buttons.openReview' : 'buttons.openForm');
  return {
    title: subject,
    subtitle: cloudName(voice),
    body: [{ type: 'text', text }],
    buttons: [{ ...button(label, openerOf(answer)), tone: 'primary' }],
    summary: text,
  };
}

/** The customer, the place of a watch, or what a search is for. */
function subjectOf(answer: FormAnswer, voice: Voice): string {
  if (answer.type === 'watchForm') return placeName(answer.place, voice);
  if (answer.type === 'findForm') return voice.t('findForm.title');
  if (answer.type === 'accountForm') return answer.account.customer.name;
  return (answer.type === 'decisionForm' ? answer.approval.customer : answer.customer).name;
}

function openerOf(answer: FormAnswer): Action {
  if (answer.type === 'watchForm') return action('watching', answer.watch.id);
  if (answer.type === 'findForm') return action('finding', answer.pick);
  if (answer.type !== 'decisionForm') return action('form', answer.change.id);
  return action(opening[answer.verdict], answer.approval.id, answer.approval.revision);
}
