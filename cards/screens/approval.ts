import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { ApprovalView } from '../../core/views.js';
import type { Card, Element } from '../card.js';
import type { Voice } from '../voice.js';
import { approvalButtons } from './approval-buttons.js';
import { askedElements, askElement, breakGlassNotice, consequence, decisionElements } from './approval-parts.js';
import { changeTitle, outcome, standing, tones } from './change.js';
import { button, cloudName } from './parts.js';

/** States in which somebody can still stop it. */
const open = ['draft', 'proposed', 'awaiting'];

/** A change with its approval: what is asked for, how it stands, who decided, and what the reader may do. */
export function approvalScreen({ approval, viewer, because, brief }: AnswerOf<'approval'>, voice: Voice): Card {
  const own = viewer.is === 'person' && viewer.mayWithdraw;
  const happened = because === undefined ? [] : news(approval, because, own, voice);
  if (brief) return briefCard(approval, happened, because !== 'asked', voice);
  return {
    ...approvalCard(approval, happened, voice),
    buttons: approvalButtons(approval, viewer, voice),
    ...(viewer.is === 'room' ? { personal: action('change', approval.id) } : {}),
  };
}

/** What has happened and to what, for a reader who has a copy of the whole card. `show`: the way to it. */
function briefCard(approval: ApprovalView, happened: Element[], show: boolean, voice: Voice): Card {
  const whole = approvalCard(approval, [], voice);
  const last = approval.decisions.at(-1);
  const why = last?.reason ? [{ type: 'text', text: voice.t('approval.why', { reason: last.reason }) } as const] : [];
  return {
    ...whole,
    body: [
      ...happened,
      ...(approval.owesReview ? breakGlassNotice(approval, voice) : []),
      askElement(approval, voice),
      ...(show ? [{ type: 'text', text: standing(approval, voice) } as const, ...why] : []),
      ...(approval.failure || approval.drift ? outcome(approval, voice, 'asked') : []),
    ],
    buttons: show ? [button(voice.t('buttons.show'), action('change', approval.id))] : [],
  };
}

/** The same without what a reader may do; `first` stands above everything. */
export function approvalCard(approval: ApprovalView, first: Element[], voice: Voice): Card {
  const { t } = voice;
  const { state, approvalsNeeded, expiresAt } = approval;
  const waits = state === 'awaiting';
  const facts = [
    { label: t('approval.needed'), value: waits && approvalsNeeded > 0 ? String(approvalsNeeded) : '' },
    { label: t('approval.expires'), value: waits && expiresAt !== undefined ? voice.dateTime(expiresAt) : '' },
    { label: t('change.at'), value: voice.dateTime(approval.at) },
  ].filter(({ value }) => value !== '');
  return {
    title: changeTitle(approval, voice),
    shortTitle: t('approval.short'),
    subtitle: cloudName(voice),
    tone: toneOf(approval),
    body: [
      ...first,
      ...breakGlassNotice(approval, voice),
      askElement(approval, voice),
      { type: 'text', text: approval.foundSo ? t('approval.foundSo') : standing(approval, voice) },
      ...(state === 'expired' ? [] : outcome(approval, voice, 'asked')),
      ...askedElements(approval, voice),
      ...(open.includes(state) ? consequence(approval, voice) : []),
      ...decisionElements(approval, voice),
      { type: 'facts', facts },
    ],
    buttons: [],
    summary: changeTitle(approval, voice),
  };
}

function toneOf({ state, failure, owesReview, foundSo }: ApprovalView): NonNullable<Card['tone']> {
  if (owesReview) return 'attention';
  if (foundSo) return 'neutral';
  return state === 'approved' && failure ? 'warning' : tones[state];
}

type Because = NonNullable<AnswerOf<'approval'>['because']>;

const newsTones: Record<Because, 'info' | 'warning' | 'attention'> = {
  asked: 'info',
  decided: 'info',
  withdrawn: 'info',
  reminder: 'warning',
  endsSoon: 'warning',
  brokenGlass: 'attention',
  expired: 'warning',
};

/** What has just happened. `own`: the reader asked for it. */
function news(approval: ApprovalView, because: Because, own: boolean, voice: Voice): Element[] {
  const text = newsText(approval, because, own, voice);
  return text === undefined ? [] : [{ type: 'notice', tone: newsTones[because], text }];
}

function newsText(approval: ApprovalView, because: Because, own: boolean, voice: Voice): string | undefined {
  const { t } = voice;
  const { requester, until, expiresAt, decisions } = approval;
  switch (because) {
    case 'asked':
      return t(own ? 'approval.news.askedByYou' : 'approval.news.asked', { requester });
    case 'decided': {
      const last = decisions.at(-1);
      // That the glass was broken has a notice of its own.
      return last && last.verdict !== 'breakGlass'
        ? t(`approval.news.${last.verdict}`, { person: last.person })
        : undefined;
    }
    case 'reminder':
      return expiresAt === undefined
        ? t('approval.news.reminder')
        : t('approval.news.reminderUntil', { time: voice.dateTime(expiresAt) });
    case 'endsSoon':
      return until ? t('approval.news.endsOn', { date: voice.day(until) }) : t('approval.news.endsSoon');
    case 'withdrawn':
      return t('approval.news.withdrawn', { requester });
    case 'brokenGlass':
      // The notice of the broken glass says it all.
      return undefined;
    case 'expired':
      return t('approval.news.expired');
  }
}
