import type { NoticeView } from '../../core/views.js';
import type { Card } from '../card.js';
import type { Voice } from '../voice.js';
import { changeTitle, moving, tones } from './change.js';
import { isPermission, labelOf, valueText } from './parts.js';

/** Fields that are named one by one in a title; of more, only their number. */
const MOST_NAMED = 2;

/** A piece of news in one short sentence that tells all of it: "Sofia Marín changed City of Contoso Ltd". */
export function noticeTitle(notice: NoticeView, voice: Voice): string {
  const { t } = voice;
  const { kind, origin, state = 'applied' } = notice;
  const customer = notice.customer?.name || t('notice.someCustomer');
  if (kind === 'relationship') return t(`notice.relationship.${notice.operation ?? 'other'}`, { customer });
  const params = { by: notice.by || t('notice.somebody'), customer, what: whatText(notice, voice) };
  if (origin === 'elsewhere') return t(`notice.${about(notice)}.elsewhere`, params);
  if (notice.scheduled && state === 'applied') return t('notice.scheduled', params);
  if (state === 'applied') return t(`notice.${about(notice)}.applied`, params);
  // As long as it is under way, what is asked for is the news; how it stands is said below.
  if (state === 'draft' || moving.includes(state)) return t(`notice.${about(notice)}.awaiting`, params);
  if (state === 'withdrawn' || state === 'conflicted') return t(`notice.${state}`, params);
  const decliner = notice.decisions.findLast(({ verdict }) => verdict === 'decline')?.person;
  if (state === 'declined' && decliner) return t('notice.declined', { ...params, person: decliner });
  const title = changeTitle({ kind, state, customer: { name: customer } }, voice);
  return t('notice.about', { title, what: params.what });
}

/** Which sentence a change has. */
function about({ kind, differences }: NoticeView): 'account' | 'give' | 'remove' | 'mixed' {
  if (kind === 'account') return 'account';
  const given = differences.filter(({ after }) => after === 'on').length;
  if (differences.length === 0 || (given > 0 && given < differences.length)) return 'mixed';
  return given > 0 ? 'give' : 'remove';
}

/** What changed, in a sentence: "City and Postal code", "4 fields". */
function whatText({ kind, differences }: NoticeView, voice: Voice): string {
  const labels = [...new Set(differences.map(({ path }) => labelOf(path, voice)))];
  if (labels.length === 0) return voice.t(kind === 'account' ? 'notice.billing' : 'permission.short');
  if (labels.length > MOST_NAMED) return voice.t('notice.fields', { count: labels.length });
  return voice.names.list(labels, 'and');
}

/** The same in one line under its customer's name: "City: Seattle → Redmond · Sofia Marín · Nov 20, 2026, 6:05 PM". */
export function newsLine(notice: NoticeView, voice: Voice): string {
  const { t } = voice;
  const { kind, origin, by, at, state = 'applied' } = notice;
  // That sentence says who did it, and where.
  if (kind !== 'relationship' && notice.differences.length === 0) {
    return [noticeTitle(notice, voice), voice.dateTime(at)].join(' · ');
  }
  return [
    kind === 'relationship' ? noticeTitle(notice, voice) : changesText(notice, voice),
    ...(origin === 'desk' && state !== 'applied' ? [t(`states.${state}`)] : []),
    ...(by ? [by] : []),
    ...(origin === 'elsewhere' ? [t('notice.inPartnerCenter')] : []),
    voice.dateTime(at),
  ].join(' · ');
}

/** Values where they are few; of many fields, their names. */
function changesText({ differences, country }: NoticeView, voice: Voice): string {
  const { t } = voice;
  if (differences.length > MOST_NAMED && !differences.every(({ path }) => isPermission(path))) {
    return voice.row(differences.map(({ path }) => labelOf(path, voice)));
  }
  const shown = (path: (typeof differences)[number]['path'], value: string) =>
    valueText(path, value, country, voice) || t('empty');
  return voice.row(
    differences.map(({ path, before, after }) =>
      t('fieldError', {
        label: labelOf(path, voice),
        error: t('becomes', { before: shown(path, before), after: shown(path, after) }),
      }),
    ),
  );
}

/** Colours a notice by how its change stands. What was done past the desk, or past the policy, is to be noticed. */
export function noticeTone({ origin, operation, state = 'applied', failure, decisions }: NoticeView): Card['tone'] {
  if (operation === 'removed' || operation === 'adminEnded') return 'warning';
  if (origin === 'elsewhere') return 'neutral';
  if (owesReview(decisions)) return 'attention';
  return state === 'approved' && failure ? 'warning' : tones[state];
}

/** Approved by one alone, and nobody has reviewed that yet. */
export function owesReview(decisions: NoticeView['decisions']): boolean {
  return (
    decisions.findLast(({ verdict }) => verdict === 'breakGlass' || verdict === 'reviewed')?.verdict === 'breakGlass'
  );
}
