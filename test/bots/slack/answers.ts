import type { AnswerOf } from '../../../core/answer.js';

/** Answers as the desk gives them, small. */
export const contoso = { id: 'c0000000-0000-4000-8000-000000000001', name: 'Contoso Ltd', domain: 'contoso.example' };

export const found: AnswerOf<'customers'> = { type: 'customers', query: 'cont', items: [contoso], pick: 'account' };

export const accountAnswer: AnswerOf<'account'> = {
  type: 'account',
  account: { customer: contoso, billing: { companyName: 'Contoso Ltd', 'defaultAddress.city': 'Seattle' } },
  mayUpdate: true,
};

/** A form with two fields; the second holds what was typed. */
export function form(version: number, city: string, errors: AnswerOf<'accountForm'>['errors'] = []) {
  const answer: AnswerOf<'accountForm'> = {
    type: 'accountForm',
    change: { id: 'change-1', version },
    account: accountAnswer.account,
    fields: [
      { path: 'companyName', value: 'Contoso Ltd', kind: 'text', required: true },
      { path: 'defaultAddress.country', value: 'US', kind: 'fixed', required: true },
      { path: 'defaultAddress.city', value: city, kind: 'text', required: false, maxLength: 40 },
    ],
    errors,
  };
  return answer;
}

export const review: AnswerOf<'review'> = {
  type: 'review',
  change: { id: 'change-1', version: 2 },
  customer: contoso,
  differences: [{ path: 'defaultAddress.city', before: 'Seattle', after: 'Tacoma' }],
  warnings: [],
};
