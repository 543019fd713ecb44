import type { AnswerOf } from '../../core/answer.js';
import type { NoticeView } from '../../core/views.js';
import type { Button, Card, Element, Fact } from '../card.js';
import type { Voice } from '../voice.js';
import { breakGlassNotice, decisionElements } from './approval-parts.js';
import { moving, standing } from './change.js';
import { failureElements } from './failure.js';
import { noticeTitle, noticeTone, owesReview } from './notice-words.js';
import { accountButton, cloudName, differenceRows, historyButton, permissionButton } from './parts.js';

/** News for a place: who changed what for whom, before → after, when; it decides nothing, and shows the way to the customer. */
export function noticeScreen({ notice }: AnswerOf<'notice'>, voice: Voice): Card {
  const title = noticeTitle(notice, voice);
  const tone = noticeTone(notice);
  return {
    title,
    shortTitle: voice.t('notice.short'),
    subtitle: cloudName(voice),
    ...(tone === undefined ? {} : { tone }),
    body: [
      ...sourceElements(notice, voice),
      ...standingElements(notice, voice),
      ...differenceElements(notice, voice),
      factsOf(notice, voice),
      ...decisionElements(notice, voice),
    ],
    buttons: buttonsOf(notice, voice),
    summary: title,
  };
}

/** For what was not done through the desk: so, and who did it as far as Partner Center says. The title names who agrees to something. */
function sourceElements({ origin, by, operation }: NoticeView, { t }: Voice): Element[] {
  if (origin === 'desk') return [];
  const ownDeed = operation === 'accepted' || operation === 'adminApproved';
  const unknown = t(ownDeed ? 'notice.elsewhere' : 'notice.elsewhereUnknown');
  const text = by ? t('notice.elsewhereBy', { by }) : unknown;
  return [{ type: 'notice', tone: 'info', text }];
}

/** For what the desk does: how it stands, where the title does not say so. */
function standingElements(notice: NoticeView, voice: Voice): Element[] {
  const { origin, state, failure, decisions, undo } = notice;
  if (origin === 'elsewhere' || state === undefined) return [];
  return [
    ...breakGlassNotice({ decisions, owesReview: owesReview(decisions) }, voice),
    ...(state === 'applied'
      ? []
      : [{ type: 'text', text: standing({ state, ...(failure ? { failure } : {}) }, voice) } as const]),
    ...(failure && state !== 'expired' ? failureElements(failure, voice, moving.includes(state)) : []),
    ...(undo ? [{ type: 'text', text: voice.t('approval.undoes') } as const] : []),
  ];
}

function differenceElements({ kind, differences, country }: NoticeView, voice: Voice): Element[] {
  if (differences.length > 0) return [differenceRows(differences, voice, country)];
  return kind === 'relationship' ? [] : [{ type: 'text', text: voice.t('notice.noDetails'), style: 'subtle' }];
}

function factsOf(notice: NoticeView, voice: Voice): Element {
  const { t } = voice;
  const { customer, origin, by, reason, until, scheduled, at } = notice;
  const facts: Fact[] = [
    { label: t('change.customer'), value: customer?.name ?? '' },
    { label: t('fields.domain'), value: customer?.domain ?? '' },
    { label: t('change.requester'), value: (origin === 'desk' && by) || '' },
    { label: t('fields.reason'), value: reason ?? '', lines: true },
    {
      label: t('permission.until'),
      value: until && !scheduled ? t('permission.untilValue', { date: voice.day(until) }) : '',
    },
    { label: t('notice.at'), value: voice.dateTime(at) },
  ];
  return { type: 'facts', facts: facts.filter(({ value }) => value !== '') };
}

/** The ways to the customer. Nothing here decides: whoever may do that has a card of their own. */
function buttonsOf({ kind, customer, operation }: NoticeView, voice: Voice): Button[] {
  if (!customer) return [];
  // Partner Center shows nothing any more of who is no customer.
  if (operation === 'removed') return [historyButton(customer, voice)];
  return [
    ...(kind === 'purchase' ? [permissionButton(customer, voice)] : []),
    accountButton(customer, voice),
    historyButton(customer, voice),
  ];
}
