import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { ApprovalView } from '../../core/views.js';
import type { Card, Element } from '../card.js';
import type { TextKey } from '../texts.js';
import type { Voice } from '../voice.js';
import { button, cloudName, customersButton, isPermission, labelOf, valueText } from './parts.js';

/** What awaits the reader's word, what they have to review, and what became of what they asked for. */
export function approvalsScreen({ toDecide, toReview, asked }: AnswerOf<'approvals'>, voice: Voice): Card {
  const { t } = voice;
  const waiting = toDecide.length + toReview.length;
  const summary = waiting === 0 ? t('approvals.nothing') : t('approvals.waiting', { count: waiting });
  return {
    title: t('approvals.title'),
    subtitle: cloudName(voice),
    body: [
      { type: 'text', text: summary },
      ...approvalRows('approvals.toReview', toReview, voice),
      ...approvalRows('approvals.toDecide', toDecide, voice),
      ...approvalRows('approvals.asked', asked, voice),
    ],
    buttons: [customersButton(voice)],
    summary,
  };
}

/** A list of requests, each with the way to its card; nothing where there are none. */
export function approvalRows(heading: TextKey, items: ApprovalView[], voice: Voice): Element[] {
  const { t } = voice;
  if (items.length === 0) return [];
  return [
    { type: 'heading', text: t(heading) },
    {
      type: 'choices',
      items: items.map((item) => ({
        title: item.customer.name,
        detail: detailOf(item, heading !== 'approvals.asked', voice),
        button: button(t('buttons.show'), action('change', item.id)),
      })),
      more: (count) => t('more', { count }),
    },
  ];
}

/** What, how it stands, by whom if it is somebody else, until when. */
function detailOf(approval: ApprovalView, other: boolean, voice: Voice): string {
  const { t } = voice;
  const { state, requester, expiresAt, differences } = approval;
  const what = differences.map(({ path, before, after }) =>
    isPermission(path)
      ? t('fieldError', {
          label: labelOf(path, voice),
          error: t('becomes', {
            before: valueText(path, before, undefined, voice),
            after: valueText(path, after, undefined, voice),
          }),
        })
      : labelOf(path, voice),
  );
  return [
    voice.row(what),
    t(`states.${state}`),
    ...(other ? [requester] : []),
    ...(state === 'awaiting' && expiresAt !== undefined
      ? [t('approvals.expires', { time: voice.dateTime(expiresAt) })]
      : []),
  ].join(' · ');
}
