import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { Card } from '../card.js';
import type { Voice } from '../voice.js';
import { errorSentence } from './failure.js';
import { backButton, cloudName, labelOf } from './parts.js';

/** A step of its own, because the country decides which fields the form has. */
export function countryFormScreen(answer: AnswerOf<'countryForm'>, voice: Voice): Card {
  const { t, names } = voice;
  const { change, customer, country, countries, errors } = answer;
  const error = errors.find(({ path }) => path === 'defaultAddress.country') ?? errors[0];
  const codes = country === '' || countries.includes(country) ? countries : [country, ...countries];
  return {
    title: t('country.title', { customer: customer.name }),
    shortTitle: t('country.short'),
    subtitle: cloudName(voice),
    body: [
      { type: 'notice', tone: 'info', text: t('country.note') },
      {
        type: 'choiceInput',
        id: 'defaultAddress.country',
        label: labelOf('defaultAddress.country', voice),
        value: country,
        required: true,
        style: 'compact',
        options: names.countryOptions(codes),
        placeholder: t('choose'),
        ...(error === undefined ? {} : { error: errorSentence(error, voice) }),
      },
    ],
    buttons: [backButton(change, voice)],
    form: {
      action: action('setCountry', change.id, change.version),
      submit: t('buttons.continue'),
      cancel: t('buttons.cancel'),
    },
    summary: t('country.summary', { customer: customer.name }),
  };
}
