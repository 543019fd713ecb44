import type { AnswerOf } from '../../core/answer.js';
import type { Card } from '../card.js';
import type { Voice } from '../voice.js';
import { accountButton } from './parts.js';

/** What everybody in a conversation may read of a customer: the name and the domain. The button gives each a view of their own. */
export function sharedCustomerScreen({ customer }: AnswerOf<'sharedCustomer'>, voice: Voice): Card {
  const { t } = voice;
  const domain = customer.domain === '' ? [] : [{ label: t('fields.domain'), value: customer.domain }];
  return {
    title: customer.name,
    body: [
      ...(domain.length === 0 ? [] : [{ type: 'facts', facts: domain } as const]),
      { type: 'text', text: t('shared.text'), style: 'subtle' },
    ],
    buttons: [accountButton(customer, voice)],
    summary: customer.name,
  };
}
