import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { Card, Element } from '../card.js';
import type { Voice } from '../voice.js';
import { addressOf, addressOption, addressText } from './address-lines.js';
import { backButton, cloudName } from './parts.js';

/** Partner Center's verdict on an address: take a suggestion, keep what was typed, or go back. */
export function addressChoiceScreen(answer: AnswerOf<'addressChoice'>, voice: Voice): Card {
  const { t } = voice;
  const { change, customer, mayKeep, said } = answer;
  const options = optionsOf(answer, voice);
  const first = options[0];
  const typed = addressText(addressOf(answer.typed), voice);
  const hint = options.length === 0 ? t('address.nothingToChoose') : t('address.mayNotKeep');
  const body: Element[] = [
    { type: 'notice', tone: 'warning', text: verdict(answer, voice) },
    ...(said ? [{ type: 'text', text: t('said', { said }), style: 'subtle' } as const] : []),
    { type: 'facts', facts: [{ label: t('address.typed'), value: typed || t('empty') }] },
    ...(mayKeep ? [] : [{ type: 'text', text: hint } as const]),
  ];
  const card = {
    title: t('address.title', { customer: customer.name }),
    shortTitle: t('address.short'),
    subtitle: cloudName(voice),
    buttons: [backButton(change, voice)],
    summary: t('address.summary', { customer: customer.name }),
  };
  if (first === undefined) return { ...card, body };
  return {
    ...card,
    body: [
      ...body,
      {
        type: 'choiceInput',
        id: 'address',
        label: t('address.choose'),
        value: first.value,
        required: true,
        style: 'expanded',
        options,
      },
    ],
    form: {
      action: action('address', change.id, change.version),
      submit: t('buttons.continue'),
      cancel: t('buttons.cancel'),
    },
  };
}

function optionsOf({ suggestions, mayKeep }: AnswerOf<'addressChoice'>, voice: Voice) {
  const options = suggestions.map((suggestion, index) => ({
    value: String(index),
    ...addressOption(addressOf(suggestion), voice),
  }));
  return mayKeep ? [...options, { value: 'keep', title: voice.t('address.keep') }] : options;
}

function verdict({ status, suggestions }: AnswerOf<'addressChoice'>, { t }: Voice): string {
  if (status === 'NotValidated') return t('address.unchecked');
  if (status === 'StreetPartial' || status === 'PremisesPartial') return t('address.partial');
  return suggestions.length > 0 ? t('address.suggested', { count: suggestions.length }) : t('address.wrong');
}
