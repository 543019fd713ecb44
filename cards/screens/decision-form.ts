import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { Card, Element } from '../card.js';
import type { Voice } from '../voice.js';
import { askedElements, askElement, breakGlassNotice, consequence, decisionElements } from './approval-parts.js';
import { errorSentence } from './failure.js';
import { button, cloudName, driftRows } from './parts.js';
import { reasonInput } from './reason.js';

/** One person's word on a change: exactly what it is about, and why. */
export function decisionFormScreen(answer: AnswerOf<'decisionForm'>, voice: Voice): Card {
  const { t } = voice;
  const { approval, verdict, errors } = answer;
  const title = t(`decision.${verdict}.title`, { customer: approval.customer.name });
  const required = verdict !== 'approve';
  const hint = t(required ? 'decision.reasonNeeded' : 'decision.reasonWanted');
  return {
    title,
    shortTitle: t(`decision.${verdict}.short`),
    subtitle: cloudName(voice),
    ...(verdict === 'breakGlass' ? { tone: 'attention' } : {}),
    body: [
      ...errors
        .filter(({ path }) => path !== 'reason')
        .map((error): Element => ({ type: 'notice', tone: 'attention', text: errorSentence(error, voice) })),
      ...drifted(answer, voice),
      askElement(approval, voice),
      ...askedElements(approval, voice),
      ...about(answer, voice),
      ...decisionElements(approval, voice),
      reasonInput({ value: answer.reason, required, errors, hint }, voice),
    ],
    buttons: [{ ...button(t('buttons.back'), action('change', approval.id)), ignoresInputs: true }],
    form: {
      action: action(verdict, approval.id, approval.revision),
      submit: t(`decision.${verdict}.submit`),
      cancel: t('buttons.cancel'),
    },
    summary: title,
  };
}

/** The record moved: what follows is put on top of what Partner Center holds now. */
function drifted({ drift }: AnswerOf<'decisionForm'>, voice: Voice): Element[] {
  if (!drift?.length) return [];
  return [{ type: 'notice', tone: 'warning', text: voice.t('decision.drifted') }, driftRows(drift, voice, 'asked')];
}

/** What saying it brings with it. */
function about({ approval, verdict }: AnswerOf<'decisionForm'>, voice: Voice): Element[] {
  const text = voice.t(`decision.${verdict}.text`);
  switch (verdict) {
    case 'approve':
      return [...consequence(approval, voice), { type: 'text', text, style: 'subtle' }];
    case 'breakGlass':
      return [...consequence(approval, voice), { type: 'notice', tone: 'attention', text }];
    case 'decline':
      return [{ type: 'text', text, style: 'subtle' }];
    case 'reviewed':
      return [...breakGlassNotice(approval, voice), { type: 'text', text, style: 'subtle' }];
  }
}
