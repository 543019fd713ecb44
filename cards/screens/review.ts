import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { Card } from '../card.js';
import type { Voice } from '../voice.js';
import { discardOf } from './discard.js';
import { accountButton, backButton, cloudName, differenceRows } from './parts.js';

/** What will change, before it does. */
export function reviewScreen(
  { change, customer, differences, warnings, country }: AnswerOf<'review'>,
  voice: Voice,
): Card {
  const { t } = voice;
  return {
    title: t('review.title', { customer: customer.name }),
    shortTitle: t('review.short'),
    subtitle: cloudName(voice),
    body: [
      { type: 'text', text: t('review.text', { count: differences.length }) },
      differenceRows(differences, voice, country),
      ...warnings.map((warning) => ({ type: 'notice', tone: 'warning', text: t(`review.${warning}`) }) as const),
    ],
    buttons: [backButton(change, voice)],
    form: {
      action: action('submit', change.id, change.version),
      submit: t('buttons.submit'),
      cancel: t('buttons.cancel'),
      discard: discardOf(change),
    },
    summary: t('review.summary', { customer: customer.name }),
  };
}

/** What was filled in is what is there already. */
export function unchangedScreen({ customer }: AnswerOf<'unchanged'>, voice: Voice): Card {
  const text = voice.t('unchanged.text', { customer: customer.name });
  return {
    title: voice.t('unchanged.title'),
    body: [{ type: 'notice', tone: 'info', text }],
    buttons: [accountButton(customer, voice)],
    summary: text,
  };
}

export function discardedScreen({ customer }: AnswerOf<'discarded'>, voice: Voice): Card {
  const text = voice.t('discarded.text', { customer: customer.name });
  return {
    title: voice.t('discarded.title'),
    body: [{ type: 'text', text }],
    buttons: [accountButton(customer, voice)],
    summary: text,
  };
}
