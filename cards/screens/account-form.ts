import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { FormField } from '../../core/views.js';
import type { FieldPath } from '../../core/partner/fields.js';
import type { Card, Element, Input } from '../card.js';
import type { Option } from '../names.js';
import type { TextKey } from '../texts.js';
import type { Voice } from '../voice.js';
import { NO_VALUE } from '../values.js';
import { discardOf } from './discard.js';
import { errorSentence, failureElements } from './failure.js';
import { button, cloudName, driftRows, labelOf, namesInOrder, valueText } from './parts.js';

/** The order in which people think of an address, not that of the record. */
const groups: { heading: TextKey; paths: FieldPath[] }[] = [
  { heading: 'form.company', paths: ['companyName'] },
  { heading: 'form.contact', paths: ['firstName', 'middleName', 'lastName', 'email', 'phoneNumber'] },
  {
    heading: 'form.billTo',
    paths: [
      'defaultAddress.country',
      'defaultAddress.firstName',
      'defaultAddress.middleName',
      'defaultAddress.lastName',
      'defaultAddress.addressLine1',
      'defaultAddress.addressLine2',
      'defaultAddress.city',
      'defaultAddress.state',
      'defaultAddress.postalCode',
      'defaultAddress.phoneNumber',
    ],
  },
  { heading: 'form.languages', paths: ['language', 'culture'] },
];

/** The form for a customer's billing information. */
export function accountFormScreen(answer: AnswerOf<'accountForm'>, voice: Voice): Card {
  const { t } = voice;
  const { change, account, fields, errors, failure, drift } = answer;
  const name = account.customer.name;
  const byPath = new Map(fields.map((field) => [field.path, field]));
  return {
    title: t('form.title', { customer: name }),
    shortTitle: t('form.short'),
    subtitle: cloudName(voice),
    body: [
      ...noticesOf(answer, voice),
      ...(failure ? failureElements(failure, voice) : []),
      ...(drift?.length ? [notice('warning', t('form.drifted')), driftRows(drift, voice)] : []),
      ...groups.flatMap(({ heading, paths }) => {
        const shown = namesInOrder(paths, voice).flatMap((path) => byPath.get(path) ?? []);
        if (shown.length === 0) return [];
        return [
          { type: 'heading', text: t(heading) } as const,
          ...shown.flatMap((field) => element(field, answer, voice)),
          ...(heading === 'form.company' ? registrationElements(answer, voice) : []),
        ];
      }),
    ],
    buttons: [],
    form: {
      action: action('review', change.id, change.version),
      submit: t('buttons.review'),
      cancel: t('buttons.cancel'),
      discard: discardOf(change),
    },
    summary: errors.length > 0 ? t('form.correct', { count: errors.length }) : t('form.summary', { customer: name }),
  };
}

/** The number in the company's register, and what is wrong with it: it can be seen here and not be changed. */
function registrationElements({ account, errors }: AnswerOf<'accountForm'>, voice: Voice): Element[] {
  const { registration } = account;
  const error = errors.find(({ path }) => path === 'organizationRegistrationId');
  const elements: Element[] = [];
  if (registration !== undefined)
    elements.push({ type: 'facts', facts: [{ label: voice.t('fields.registration'), value: registration }] });
  if (error !== undefined) elements.push(notice('attention', errorSentence(error, voice)));
  return elements;
}

function noticesOf({ account, errors, countryUnknown }: AnswerOf<'accountForm'>, { t }: Voice): Element[] {
  const company = account.company?.name ?? account.customer.name;
  const readOnly = t('form.readOnly', { company, domain: account.customer.domain });
  return [
    ...(errors.length > 0 ? [notice('attention', t('form.correct', { count: errors.length }))] : []),
    ...(countryUnknown ? [notice('warning', t('form.countryUnknown'))] : []),
    { type: 'text', text: readOnly, style: 'subtle' },
  ];
}

const notice = (tone: 'warning' | 'attention', text: string): Element => ({ type: 'notice', tone, text });

/** An input; or, for what the form itself depends on, the value with a button to the step that changes it. */
function element(field: FormField, answer: AnswerOf<'accountForm'>, voice: Voice): Element[] {
  const error = answer.errors.find((candidate) => candidate.path === field.path);
  const sentence = error && errorSentence(error, voice);
  if (field.kind !== 'fixed') return [inputOf(field, sentence, countryOf(answer), voice)];
  const value = valueText(field.path, field.value, undefined, voice) || voice.t('empty');
  const { id, version } = answer.change;
  return [
    { type: 'facts', facts: [{ label: labelOf(field.path, voice), value }] },
    ...(sentence === undefined ? [] : [notice('attention', sentence)]),
    ...(field.path === 'defaultAddress.country'
      ? [
          {
            type: 'buttons' as const,
            buttons: [button(voice.t('buttons.changeCountry'), action('country', id, version))],
          },
        ]
      : []),
  ];
}

function countryOf({ fields, account }: AnswerOf<'accountForm'>): string {
  const field = fields.find(({ path }) => path === 'defaultAddress.country');
  return field?.value ?? account.billing['defaultAddress.country'] ?? '';
}

function inputOf(field: FormField, error: string | undefined, country: string, voice: Voice): Input {
  const common = {
    id: field.path,
    label: labelOf(field.path, voice),
    required: field.required,
    ...(error === undefined ? {} : { error }),
  };
  if (field.kind === 'choice') {
    return {
      type: 'choiceInput',
      ...common,
      value: field.value === '' && !field.required ? NO_VALUE : field.value,
      style: 'compact',
      options: optionsOf(field, country, voice),
      placeholder: voice.t('choose'),
    };
  }
  return {
    type: 'textInput',
    ...common,
    value: field.value,
    style: field.kind === 'phone' ? 'tel' : field.kind === 'email' ? 'email' : 'text',
    ...(field.maxLength === undefined ? {} : { maxLength: field.maxLength }),
  };
}

/** The options by name. A value that the country's rules do not list stays choosable, else opening the form would erase it. */
function optionsOf(field: FormField, country: string, voice: Voice): readonly Option[] {
  const codes = field.options ?? [];
  const known = field.value === '' || codes.includes(field.value) ? codes : [field.value, ...codes];
  const options = namedOptions(field.path, known, country, voice);
  return field.required ? options : [{ value: NO_VALUE, title: voice.t('noChoice') }, ...options];
}

function namedOptions(path: FieldPath, codes: string[], country: string, { names }: Voice): readonly Option[] {
  if (path === 'defaultAddress.state') return names.stateOptions(country, codes);
  if (path === 'culture') return names.cultureOptions(codes);
  if (path === 'language') return names.languageOptions(codes);
  if (path === 'defaultAddress.country') return names.countryOptions(codes);
  return codes.map((code) => ({ value: code, title: code }));
}
