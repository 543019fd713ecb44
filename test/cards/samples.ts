import { action } from '../../core/action.js';
import type { Answer } from '../../core/answer.js';
import type { Failure } from '../../core/failure.js';
import type { AccountView, ChangeState, ChangeView, CustomerRef } from '../../core/views.js';
import type { Context } from '../../cards/context.js';
import { fieldPaths } from '../../core/partner/fields.js';
import { roles } from '../../core/roles/role.js';
import { commandNames, customerCommands } from '../../core/turn.js';
import { approvalSamples, nastyApprovals, states } from './approval-samples.js';
import { doctorSamples, nastyDoctor } from './doctor-samples.js';
import { homeSamples, nastyHome } from './home-samples.js';
import { historySamples, nastyHistory } from './history-samples.js';
import { account, countries, customer, fields, nastyNames } from './sample-data.js';
import { linkSamples, nastyLinks } from './link-samples.js';
import { nastyWatches, watchSamples } from './watch-samples.js';

export const english: Context = { locale: 'en-US', timeZone: 'Europe/Madrid', cloud: 'global' };

const change = { id: 'chg-1', version: 3 };

export const failure: Failure = {
  source: 'partnerCenter',
  kind: 'invalid',
  status: 400,
  code: '27002',
  said: 'State is not valid for the <country>.',
  correlationId: '85569ec5-7476-46bb-b336-3a99fa3a2705',
  requestId: 'bb845bcd-25c3-4d04-ad69-04c253425f98',
  fields: [{ path: 'defaultAddress.state', rule: 'refused', params: {}, said: 'StateInvalid' }],
};

const differences = [
  { path: 'defaultAddress.city', before: 'Seattle', after: 'Redmond' },
  { path: 'defaultAddress.addressLine2', before: 'Suite 5', after: '' },
] as const;

export function changeView(state: ChangeState, more: Partial<ChangeView> = {}): ChangeView {
  return {
    ...change,
    kind: 'account',
    state,
    customer,
    differences: [...differences],
    requester: 'Sofia Marín',
    at: Date.UTC(2026, 10, 20, 17, 5),
    ...more,
  };
}

const drift = [{ path: 'defaultAddress.city', before: 'Seattle', theirs: 'Tacoma', ours: 'Redmond' }] as const;

export function accountForm(more: Partial<Extract<Answer, { type: 'accountForm' }>> = {}): Answer {
  return { type: 'accountForm', change, account: account(customer), fields: fields(), errors: [], ...more };
}

const failureKinds: Failure['kind'][] = [
  'throttled',
  'conflict',
  'invalid',
  'notFound',
  'forbidden',
  'mfaRequired',
  'unauthenticated',
  'unavailable',
  'roleLost',
  'expired',
  'internal',
];

function named(name: string): CustomerRef {
  return { id: customer.id, name, domain: 'contoso.example' };
}

function nasty(name: string): Record<string, Answer> {
  const ref = named(name);
  const view: AccountView = account(ref, name);
  return {
    [`customers of ${name.slice(0, 20)}`]: { type: 'customers', items: [ref], pick: 'account', query: name },
    [`account of ${name.slice(0, 20)}`]: { type: 'account', account: view, mayUpdate: true },
    [`form of ${name.slice(0, 20)}`]: accountForm({ account: view, fields: fields(name) }),
    [`review of ${name.slice(0, 20)}`]: {
      type: 'review',
      change,
      customer: ref,
      differences: fieldPaths.map((path) => ({ path, before: '', after: name })),
      warnings: ['nameMayBeReviewed', 'addressNotVerified', 'addressUnchecked'],
    },
    [`unclear of ${name.slice(0, 20)}`]: { type: 'unclear', text: name, nearest: [] },
    [`change of ${name.slice(0, 20)}`]: {
      type: 'change',
      mayGoOn: true,
      change: changeView('failed', { customer: ref, requester: name, failure: { ...failure, said: name } }),
    },
  };
}

/** Every kind of answer at least once, by a name for the test's report. */
export const samples: Record<string, Answer> = {
  working: { type: 'working' },
  'language asked for': { type: 'language', outcome: 'asked', spoken: ['en', 'es', 'fr', 'ru', 'zh-Hans'] },
  'language chosen': { type: 'language', outcome: 'chosen', chosen: 'en', spoken: ['en', 'fr'] },
  'language of the chat': { type: 'language', outcome: 'chosen', spoken: ['en', 'fr'] },
  'language unknown': {
    type: 'language',
    outcome: 'unknown',
    asked: 'Klingon <!channel>',
    chosen: 'en',
    spoken: ['en', 'fr'],
  },
  'no customers': { type: 'customers', items: [], pick: 'account' },
  '3 customers': {
    type: 'customers',
    items: [customer, named('A'), named('B')],
    pick: 'update',
    more: action('customers', 'l1'),
  },
  '200 customers': {
    type: 'customers',
    query: 'co',
    pick: 'account',
    items: Array.from({ length: 200 }, (_, index) => named(`Contoso ${index} Gesellschaft mit beschränkter Haftung`)),
  },
  'customers, to see a history': { type: 'customers', items: [customer], pick: 'history' },
  'customers, to see permissions': { type: 'customers', items: [customer], pick: 'permission' },
  'customers of a message': { type: 'customers', items: [customer, named('A')], pick: 'account', named: true },
  findForm: { type: 'findForm', pick: 'update', picks: [...customerCommands], errors: [] },
  'findForm of somebody who may only look': { type: 'findForm', pick: 'account', picks: ['account'], errors: [] },
  'findForm after a message': {
    type: 'findForm',
    pick: 'account',
    picks: ['account', 'update'],
    because: 'nobodyNamed',
    errors: [],
  },
  'findForm with an error': {
    type: 'findForm',
    pick: 'history',
    picks: [...customerCommands],
    errors: [{ path: 'customer', rule: 'notInList', params: {} }],
  },
  nothingFound: { type: 'nothingFound', query: 'x' },
  customerMissing: { type: 'customerMissing', command: 'update' },
  account: { type: 'account', account: account(customer), mayUpdate: true },
  'account, two names': { type: 'account', account: account(customer, 'Contoso Billing'), mayUpdate: false },
  'account, bare': { type: 'account', account: { customer, billing: {} }, mayUpdate: false },
  form: accountForm(),
  'form with errors': accountForm({
    errors: [
      { path: 'defaultAddress.postalCode', rule: 'postalCode', params: { country: 'US' } },
      { path: 'defaultAddress.state', rule: 'refused', params: {}, said: 'StateInvalid' },
      { path: 'companyName', rule: 'tooLong', params: { max: 100 } },
    ],
  }),
  'form after a failure': accountForm({ failure }),
  'form after a conflict': accountForm({ drift: [...drift] }),
  'form of an unknown country': accountForm({
    countryUnknown: true,
    account: { ...account(customer), registration: '7800000028' },
    errors: [
      { path: 'defaultAddress.country', rule: 'miswrittenCountry', params: { country: 'UK', meant: 'GB' } },
      {
        path: 'organizationRegistrationId',
        rule: 'registrationFormat',
        params: {},
        said: 'It does not match ^\\d{10}$.',
      },
    ],
  }),
  'form with an error at what is fixed': accountForm({
    errors: [{ path: 'defaultAddress.country', rule: 'notInList', params: {} }],
  }),
  country: { type: 'countryForm', change, customer, country: 'US', countries, errors: [] },
  'country with an error': {
    type: 'countryForm',
    change,
    customer,
    country: '',
    countries,
    errors: [{ path: 'defaultAddress.country', rule: 'required', params: {} }],
  },
  'address choice': {
    type: 'addressChoice',
    change,
    customer,
    typed: account(customer).billing,
    suggestions: [account(customer).billing, { ...account(customer).billing, 'defaultAddress.city': 'Kirkland' }],
    status: 'Multiple',
    mayKeep: true,
    said: 'More than one match.',
  },
  'address that cannot stay': {
    type: 'addressChoice',
    change,
    customer,
    typed: {},
    suggestions: [],
    status: 'None',
    mayKeep: false,
  },
  review: { type: 'review', change, customer, differences: [...differences], warnings: ['addressUnchecked'] },
  unchanged: { type: 'unchanged', customer },
  discarded: { type: 'discarded', customer },
  ...Object.fromEntries(
    states.map((state): [string, Answer] => [
      `change ${state}`,
      { type: 'change', change: changeView(state), mayGoOn: true },
    ]),
  ),
  'change that waits': {
    type: 'change',
    mayGoOn: false,
    change: changeView('approved', { failure: { source: 'partnerCenter', kind: 'unavailable', correlationId: 'c-1' } }),
  },
  'change that failed': { type: 'change', mayGoOn: true, change: changeView('failed', { failure }) },
  'change in conflict': { type: 'change', mayGoOn: true, change: changeView('conflicted', { drift: [...drift] }) },
  'change that may be undone': { type: 'change', mayGoOn: false, mayUndo: true, change: changeView('applied') },
  'change merged': { type: 'change', mayGoOn: false, change: changeView('applied', { merged: true }) },
  'too many of one': { type: 'tooMany', of: 'person', seconds: 41 },
  'too many of a place': { type: 'tooMany', of: 'place', seconds: 1 },
  'refused by role': {
    type: 'refused',
    reason: 'role',
    command: 'update',
    needed: ['Admin agent', 'Sales agent'],
    have: ['Helpdesk agent'],
  },
  'refused without any': { type: 'refused', reason: 'role', needed: [...roles], have: [] },
  'refused by standing': { type: 'refused', reason: 'standing', needed: [], have: [] },
  'refused when disabled': { type: 'refused', reason: 'disabled', needed: [], have: [] },
  'refused as not theirs': { type: 'refused', reason: 'notYours', needed: [], have: ['Sales agent'] },
  linkNeeded: { type: 'linkNeeded', url: 'https://desk.example/link/abc?x=1&y=2', expiresAt: Date.UTC(2026, 10, 20) },
  linked: { type: 'linked', name: 'Tom Becker' },
  'linked, and on': { type: 'linked', name: 'Tom Becker', answer: accountForm() },
  ...Object.fromEntries(
    (['wrongCode', 'expired', 'tooManyTries', 'noneOpen', 'alreadyLinked'] as const).map((reason): [string, Answer] => [
      `linkRefused ${reason}`,
      { type: 'linkRefused', reason, ...(reason === 'wrongCode' ? { triesLeft: 1 } : {}) },
    ]),
  ),
  whoami: {
    type: 'whoami',
    user: { platform: 'teams', tenant: 't-1', user: 'u-1', name: 'Sofia', standing: 'member' },
    person: { id: 'u-1', name: 'Sofia Marín' },
    roles: ['Sales agent'],
    via: 'tenant',
    mayRun: [...commandNames],
  },
  'whoami, unknown': {
    type: 'whoami',
    user: { platform: 'slack', tenant: 'T1', user: 'U1', standing: 'member' },
    roles: [],
    mayRun: [],
  },
  help: { type: 'help', commands: [...commandNames] },
  welcome: { type: 'welcome', commands: ['find', 'update', 'help'] },
  'welcome of somebody without a role': { type: 'welcome', commands: ['help'] },
  sharedCustomer: { type: 'sharedCustomer', customer },
  'sharedCustomer without a domain': { type: 'sharedCustomer', customer: { ...customer, domain: '' } },
  unclear: { type: 'unclear', text: 'upate', nearest: ['update', 'account', 'find'] },
  ...Object.fromEntries(
    (['gone', 'version', 'done'] as const).map((reason): [string, Answer] => [
      `stale ${reason}`,
      { type: 'stale', reason },
    ]),
  ),
  'stale, gone on': { type: 'stale', reason: 'done', change: changeView('applied') },
  ...Object.fromEntries(
    (['partnerCenter', 'directory', 'desk'] as const).flatMap((source) =>
      failureKinds.map((kind): [string, Answer] => [
        `failed ${source} ${kind}`,
        { type: 'failed', failure: { source, kind, correlationId: 'c-1', retryAfterSeconds: 7 } },
      ]),
    ),
  ),
  ...approvalSamples,
  ...linkSamples,
  ...watchSamples,
  ...historySamples,
  ...doctorSamples,
  ...homeSamples,
  ...Object.assign(
    {},
    ...nastyNames.flatMap((name) => [
      nasty(name),
      nastyApprovals(name),
      nastyHistory(name),
      nastyLinks(name),
      nastyWatches(name),
      nastyDoctor(name),
      nastyHome(name),
    ]),
  ),
};
