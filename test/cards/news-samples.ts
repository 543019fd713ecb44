import type { Answer, AnswerOf } from '../../core/answer.js';
import { changePaths } from '../../core/changes/change.js';
import type { ChangeState, CustomerRef, NoticeView, RelationshipOperation } from '../../core/views.js';
import { decided, states } from './approval-samples.js';
import { customer } from './sample-data.js';

const at = Date.UTC(2026, 10, 20, 17, 5);
const minute = 60_000;

/** Sofia changed a city. */
export function noticeView(more: Partial<NoticeView> = {}): NoticeView {
  return {
    id: 'news-1',
    kind: 'account',
    origin: 'desk',
    customer,
    differences: [{ path: 'defaultAddress.city', before: 'Seattle', after: 'Redmond' }],
    by: 'Sofia Marín',
    at,
    state: 'applied',
    change: 'chg-1',
    decisions: [],
    ...more,
  };
}

/** The same city, changed by somebody in Partner Center. */
export function elsewhere(more: Partial<NoticeView> = {}): NoticeView {
  const { state: _, change: __, by: ___, ...view } = noticeView();
  return { ...view, origin: 'elsewhere', ...more };
}

export function permissionNotice(state: ChangeState, more: Partial<NoticeView> = {}): NoticeView {
  return noticeView({
    kind: 'purchase',
    state,
    differences: [{ path: 'permission.AzureReservedInstances', before: '', after: 'on' }],
    reason: 'A project\nuntil December.',
    until: '2026-12-31',
    decisions: [decided('approve', { reason: 'Agreed by phone.' })],
    ...more,
  });
}

export const operations: RelationshipOperation[] = [
  'added',
  'removed',
  'accepted',
  'adminApproved',
  'adminEnded',
  'agreementSigned',
  'qualificationChanged',
  'other',
];

/** A relationship, as Partner Center tells of it. */
export const relationship = (operation: RelationshipOperation, more: Partial<NoticeView> = {}): NoticeView =>
  elsewhere({ kind: 'relationship', differences: [], operation, ...more });

export function digest(items: NoticeView[], more: Partial<AnswerOf<'digest'>> = {}): Answer {
  return { type: 'digest', items, more: 0, from: at - 60 * minute, to: at, because: 'hour', ...more };
}

/** News of many customers, some of them with several. */
export const manyNews = (count: number, customers: number, name = 'Contoso'): NoticeView[] =>
  Array.from({ length: count }, (_, index) => {
    const number = index % customers;
    const of: CustomerRef = { ...customer, id: `customer-${number}`, name: `${name} ${number}` };
    return index % 3 === 0 ? permissionNotice('awaiting', { customer: of }) : elsewhere({ customer: of, by: name });
  });

/** One answer a name. */
export const keyed = <T extends string>(names: readonly T[], title: string, make: (name: T) => Answer) =>
  Object.fromEntries(names.map((name): [string, Answer] => [`${title} ${name}`, make(name)]));

const failure = {
  source: 'partnerCenter',
  kind: 'invalid',
  said: 'State is not valid.',
  correlationId: 'c-1',
} as const;

/** News in every state, and several together, by a name for the test's report. */
export const newsSamples: Record<string, Answer> = {
  ...keyed(states, 'notice', (state) => ({ type: 'notice', notice: noticeView({ state }) })),
  ...keyed(states, 'notice of a permission', (state) => ({ type: 'notice', notice: permissionNotice(state) })),
  ...keyed(operations, 'notice of a relationship', (operation) => ({
    type: 'notice',
    notice: relationship(operation),
  })),
  'notice of much': {
    type: 'notice',
    notice: noticeView({
      country: 'US',
      undo: true,
      differences: changePaths
        .filter((path) => !path.startsWith('permission.'))
        .map((path) => ({ path, before: 'x', after: '' })),
    }),
  },
  'notice of a failure': { type: 'notice', notice: permissionNotice('failed', { failure }) },
  'notice that waits': { type: 'notice', notice: permissionNotice('approved', { failure }) },
  'notice of broken glass': {
    type: 'notice',
    notice: permissionNotice('applied', { decisions: [decided('breakGlass', { reason: 'Tonight.' })] }),
  },
  'notice of a scheduled removal': {
    type: 'notice',
    notice: permissionNotice('applied', {
      scheduled: true,
      decisions: [],
      differences: [{ path: 'permission.AzureReservedInstances', before: 'on', after: '' }],
    }),
  },
  'notice from elsewhere': { type: 'notice', notice: elsewhere() },
  'notice from elsewhere, by': { type: 'notice', notice: elsewhere({ by: 'admin@partner.example' }) },
  'notice of nobody and nothing': {
    type: 'notice',
    notice: { id: 'news-2', kind: 'purchase', origin: 'elsewhere', differences: [], at, decisions: [] },
  },
  ...keyed(states, 'followUp', (state) => ({ type: 'followUp', notice: permissionNotice(state, { failure }) })),
  'followUp without a word': { type: 'followUp', notice: noticeView() },
  'followUp from elsewhere': { type: 'followUp', notice: elsewhere() },
  'digest of one': digest([noticeView()]),
  'digest of 200 of one customer': digest(manyNews(200, 1), { because: 'quiet', more: 100 }),
  'digest of 200 of 200 customers': digest(manyNews(200, 200), { because: 'unreachable' }),
  'digest with relationships': digest([relationship('added'), elsewhere({ differences: [] })], { because: 'day' }),
};
