import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { CustomerCommand } from '../../core/turn.js';
import type { Card, Element, Input } from '../card.js';
import type { TextKey } from '../texts.js';
import type { Voice } from '../voice.js';
import { errorSentence } from './failure.js';
import { cloudName, labelOf } from './parts.js';

type Form = AnswerOf<'findForm'>;

const pickKeys: Record<CustomerCommand, TextKey> = {
  account: 'buttons.account',
  update: 'buttons.update',
  permission: 'buttons.permissions',
  history: 'buttons.history',
};

/** A search for a customer by any part of it, and what to do with the one that is chosen. */
export function findFormScreen(form: Form, voice: Voice): Card {
  const { t } = voice;
  const title = t('findForm.title');
  const nobody = form.because === 'nobodyNamed' ? t('findForm.nobodyNamed') : undefined;
  return {
    title,
    subtitle: cloudName(voice),
    body: [
      ...(nobody === undefined ? [] : [{ type: 'notice', tone: 'info', text: nobody } as const]),
      customerInput(form, voice),
      ...whatToDo(form, voice),
    ],
    buttons: [],
    form: { action: action('find'), submit: t('buttons.continue'), cancel: t('buttons.cancel') },
    summary: nobody ?? title,
  };
}

function customerInput({ errors }: Form, voice: Voice): Input {
  const [error] = errors;
  return {
    type: 'customerInput',
    id: 'customer',
    label: labelOf('customer', voice),
    required: true,
    placeholder: voice.t('findForm.placeholder'),
    hint: voice.t('findForm.hint'),
    ...(error === undefined ? {} : { error: errorSentence(error, voice) }),
  };
}

/** Left out for whoever may do one thing only: the core knows which. */
function whatToDo({ pick, picks }: Form, voice: Voice): Element[] {
  if (picks.length < 2) return [];
  const { t } = voice;
  return [
    {
      type: 'choiceInput',
      id: 'pick',
      label: t('findForm.pick'),
      value: pick,
      required: true,
      style: 'compact',
      options: picks.map((one) => ({
        value: one,
        title: t(pickKeys[one]),
      })),
    },
  ];
}
