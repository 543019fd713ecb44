import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { Card } from '../card.js';
import type { Voice } from '../voice.js';
import { button, cloudName, commandWord, customersButton, findButton } from './parts.js';

/** What choosing one leads to: the sentence above the list, and the button of each. */
const keys = {
  account: ['customers.pickAccount', 'buttons.account'],
  update: ['customers.pickUpdate', 'buttons.update'],
  permission: ['customers.pickPermission', 'buttons.permissions'],
  history: ['customers.pickHistory', 'buttons.history'],
  watchCustomer: ['customers.pickWatch', 'buttons.watch'],
} as const;

/** A list to choose from. */
export function customersScreen(answer: AnswerOf<'customers'>, voice: Voice): Card {
  const { t } = voice;
  const { items, pick, query, named, more, watch } = answer;
  const [hint, label] = keys[pick];
  return {
    title: named ? t('customers.named') : query === undefined ? t('customers.title') : t('customers.found', { query }),
    shortTitle: t('customers.title'),
    subtitle: cloudName(voice),
    body:
      items.length === 0
        ? [{ type: 'text', text: t('customers.none') }]
        : [
            { type: 'text', text: t(hint), style: 'subtle' },
            {
              type: 'choices',
              items: items.map((item) => ({
                title: item.name,
                detail: item.domain,
                button: button(
                  t(label),
                  action(pick, pick === 'watchCustomer' ? `${watch ?? ''}/${item.id}` : item.id),
                ),
              })),
              more: (count) => t('more', { count }),
            },
          ],
    buttons: [
      ...(more === undefined ? [] : [button(t('buttons.moreCustomers'), more)]),
      ...(named && pick !== 'watchCustomer' ? [findButton(pick, voice)] : []),
    ],
    summary: t('customers.summary', { count: items.length }),
  };
}

/** Nobody matches. */
export function nothingFoundScreen(answer: AnswerOf<'nothingFound'>, voice: Voice): Card {
  const { t } = voice;
  const text = t('nothingFound.text', { query: answer.query });
  return {
    title: t('nothingFound.title'),
    body: [
      { type: 'text', text },
      { type: 'text', text: t('nothingFound.hint'), style: 'subtle' },
    ],
    buttons: [customersButton(voice)],
    summary: text,
  };
}

/** A command was given without the customer that it is about. */
export function customerMissingScreen(answer: AnswerOf<'customerMissing'>, voice: Voice): Card {
  const { t } = voice;
  const example = t('customerMissing.example', { command: commandWord(answer.command, voice) });
  const text = t('customerMissing.text', { example });
  return {
    title: t('customerMissing.title'),
    body: [{ type: 'text', text }],
    buttons: [customersButton(voice)],
    summary: text,
  };
}
