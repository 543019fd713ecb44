import type { Answer, AnswerOf } from '../../core/answer.js';
import type {
  CustomerRef,
  DeliveryRow,
  PlaceView,
  WatchFormError,
  WatchFormValues,
  WatchView,
} from '../../core/views.js';
import { newsKinds, placeProblems, type WatchFilter } from '../../core/watch/watch.js';
import { decided } from './approval-samples.js';
import { digest, elsewhere, keyed, manyNews, newsSamples, noticeView, permissionNotice } from './news-samples.js';
import { customer } from './sample-data.js';

const at = Date.UTC(2026, 10, 20, 17, 5);

export const slackPlace: PlaceView = { platform: 'slack', kind: 'channel', name: '#customers' };
export const teamsPlace: PlaceView = { platform: 'teams', kind: 'group', name: 'Customer desk' };
const nameless: PlaceView = { platform: 'teams', kind: 'channel' };

export const everything: WatchFilter = { stage: 'outcomes', origin: 'anywhere', muteOwn: false };

/** A watch of everything, at once. */
export function watchView(more: Partial<WatchView> = {}): WatchView {
  return {
    id: 'watch-1',
    version: 3,
    state: 'active',
    topic: 'changes',
    filter: everything,
    rhythm: { every: 'change' },
    timeZone: 'Europe/Madrid',
    place: slackPlace,
    owner: 'Sofia Marín',
    held: 0,
    mayEdit: true,
    ...more,
  };
}

/** A watch that uses everything that there is. */
export const fullWatch = watchView({
  filter: { customer, kind: 'account', stage: 'requests', origin: 'elsewhere', muteOwn: true },
  rhythm: { every: 'day', at: 9 * 60 },
  quiet: { from: 18 * 60, to: 8 * 60 },
  held: 12,
  lastSentAt: at,
});

export const broken = (problem: WatchView['problem'] & string, place: PlaceView = slackPlace): WatchView =>
  watchView({ state: 'broken', problem, problemSince: at, place, held: 3 });

export const formValues: WatchFormValues = {
  about: 'everything',
  country: '',
  kind: 'any',
  field: 'any',
  stage: 'outcomes',
  origin: 'anywhere',
  muteOwn: 'no',
  rhythm: 'day',
  dailyAt: '09:00',
  quietFrom: '18:00',
  quietTo: '08:00',
  timeZone: 'Europe/Madrid',
};

export const formErrors: WatchFormError[] = [
  { path: 'about', rule: 'notInList' },
  { path: 'country', rule: 'required' },
  { path: 'dailyAt', rule: 'time' },
  { path: 'quietTo', rule: 'both' },
  { path: 'timeZone', rule: 'timeZone' },
];

export function watchForm(more: Partial<AnswerOf<'watchForm'>> = {}): Answer {
  return {
    type: 'watchForm',
    watch: { id: 'watch-1', version: 3 },
    place: slackPlace,
    values: formValues,
    errors: [],
    ...more,
  };
}

export const deliveryStates: DeliveryRow['state'][] = ['delivered', 'waiting', 'held', 'failed', 'gone'];
const row = (index: number, name = '#channel'): DeliveryRow => {
  const state = deliveryStates[index % 5] ?? 'delivered';
  return {
    place: index % 2 === 0 ? { ...slackPlace, name: `${name}-${index}` } : { ...teamsPlace, name: `${name} ${index}` },
    state,
    ...(state === 'delivered' ? { at } : {}),
    ...(state === 'gone' ? { problem: 'archived', error: 'is_archived' } : {}),
    ...(state === 'failed' ? { error: 'internal_error' } : {}),
  };
};

export function report(count: number, name?: string): Answer {
  return {
    type: 'deliveryReport',
    notice: noticeView(),
    rows: Array.from({ length: count }, (_, index) => row(index, name)),
    others: count > 0 ? { delivered: 1200, failed: 1 } : {},
  };
}

export function watches(more: Partial<AnswerOf<'watches'>> = {}): Answer {
  return { type: 'watches', place: slackPlace, here: [], mine: [], recent: [], ...more };
}

const newsRows = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    notice: noticeView({ id: `news-${index}` }),
    delivered: index,
    waiting: index % 2,
    failed: index % 3,
  }));

const approvals = watchView({ topic: 'approvals', place: teamsPlace });

/** Every kind of answer about watches and news, by a name for the test's report. */
export const watchSamples: Record<string, Answer> = {
  ...keyed(['made', 'saved', 'tested', 'already'], 'watch', (because) => ({
    type: 'watch',
    watch: fullWatch,
    because,
  })),
  'watch of approvals': { type: 'watch', watch: approvals, because: 'made' },
  'watch that ended': { type: 'watch', watch: watchView({ state: 'ended' }), because: 'tested' },
  'watch of another': { type: 'watch', watch: watchView({ mayEdit: false, place: nameless }), because: 'tested' },
  ...keyed(placeProblems, 'watch in Slack,', (problem) => ({ type: 'watch', watch: broken(problem), because: 'made' })),
  ...keyed(placeProblems, 'watch in Teams,', (problem) => ({
    type: 'watch',
    watch: broken(problem, teamsPlace),
    because: 'tested',
  })),
  ...keyed(newsKinds, 'watch of the kind', (kind) => ({
    type: 'watch',
    watch: watchView({
      filter: { ...everything, kind, country: 'DE' },
      rhythm: { every: 'hour' },
      quiet: { from: 0, to: 1 },
    }),
    because: 'saved',
  })),
  watchForm: watchForm(),
  'watchForm of a customer': watchForm({ customer, values: { ...formValues, about: 'customer', country: 'DE' } }),
  'watchForm with errors': watchForm({
    values: { ...formValues, about: 'x', country: 'ZZ', dailyAt: 'nine', quietFrom: '', timeZone: 'Mars' },
    errors: formErrors,
  }),
  'no watches': watches(),
  watches: watches({
    here: [fullWatch, broken('notMember'), approvals, watchView({ mayEdit: false })],
    mine: [broken('archived', teamsPlace), watchView({ place: nameless })],
    recent: newsRows(5),
  }),
  'many watches': watches({
    here: Array.from({ length: 60 }, (_, index) => ({ ...fullWatch, id: `watch-${index}`, mayEdit: index % 7 !== 0 })),
    mine: Array.from({ length: 60 }, (_, index) => ({ ...broken('gone'), id: `mine-${index}` })),
    recent: newsRows(60),
  }),
  unwatched: { type: 'unwatched', ended: [fullWatch, watchView()] },
  'unwatched, nothing': { type: 'unwatched', ended: [] },
  ...keyed(['external', 'unreadable', 'notYours', 'tooMany', 'gone'], 'watchRefused', (reason) => ({
    type: 'watchRefused',
    reason,
  })),
  'deliveryReport, nowhere': report(0),
  'deliveryReport, 2,000 places': report(2000),
  ...newsSamples,
  watchTest: { type: 'watchTest', watch: fullWatch },
  'watchTest of approvals': { type: 'watchTest', watch: approvals },
  ...keyed(placeProblems, 'watchTrouble', (problem) => ({
    type: 'watchTrouble',
    watch: broken(problem, teamsPlace),
    mended: false,
  })),
  'watchTrouble, mended': { type: 'watchTrouble', watch: watchView({ held: 2 }), mended: true },
  'customers to watch': { type: 'customers', items: [customer], pick: 'watchCustomer', watch: 'watch-1', query: 'co' },
};

/** The same with a name and texts that a renderer could stumble over. */
export function nastyWatches(name: string): Record<string, Answer> {
  const ref: CustomerRef = { ...customer, name };
  const place: PlaceView = { ...slackPlace, name };
  const watch = watchView({
    ...fullWatch,
    filter: { ...fullWatch.filter, customer: ref },
    state: 'broken',
    problem: 'notMember',
    place,
    owner: name,
    timeZone: name,
  });
  const notice = permissionNotice('failed', {
    customer: ref,
    by: name,
    reason: name,
    until: name,
    failure: { source: 'partnerCenter', kind: 'invalid', said: name },
    decisions: [decided('approve', { person: name, reason: name, onBehalfOf: name })],
  });
  const title = name.slice(0, 20);
  const typed = Object.fromEntries(Object.keys(formValues).map((key) => [key, name])) as unknown as WatchFormValues;
  return {
    [`watch of ${title}`]: { type: 'watch', watch, because: 'made' },
    [`watchForm of ${title}`]: watchForm({ place, customer: ref, values: typed, errors: formErrors }),
    [`watches of ${title}`]: watches({ place, here: Array(9).fill(watch), mine: [watch], recent: newsRows(3) }),
    [`unwatched of ${title}`]: { type: 'unwatched', ended: [watch, watch] },
    [`deliveryReport of ${title}`]: report(90, name),
    [`notice of ${title}`]: { type: 'notice', notice },
    [`notice from elsewhere of ${title}`]: { type: 'notice', notice: elsewhere({ customer: ref, by: name }) },
    [`followUp of ${title}`]: { type: 'followUp', notice },
    [`digest of ${title}`]: digest(manyNews(90, 45, name)),
    [`watchTest of ${title}`]: { type: 'watchTest', watch },
    [`watchTrouble of ${title}`]: { type: 'watchTrouble', watch, mended: false },
  };
}
