import type { AnswerOf } from '../../core/answer.js';
import type { NoticeView } from '../../core/views.js';
import type { Card } from '../card.js';
import type { Voice } from '../voice.js';
import { failureSentence } from './failure.js';
import { noticeTitle, noticeTone } from './notice-words.js';

/** One line under a notice: what was said of it last, and how it stands. "Ada Nowak approved. It is applied." */
export function followUpScreen({ notice }: AnswerOf<'followUp'>, voice: Voice): Card {
  const text = sentence(notice, voice);
  const tone = noticeTone(notice);
  return { title: text, line: true, ...(tone === undefined ? {} : { tone }), body: [], buttons: [], summary: text };
}

function sentence(notice: NoticeView, voice: Voice): string {
  const { state, decisions, origin } = notice;
  if (origin === 'elsewhere' || state === undefined) return noticeTitle(notice, voice);
  const { t } = voice;
  const last = decisions.at(-1);
  const what = last && t(`approval.did.${last.verdict}`, { person: last.person });
  const why = last?.reason;
  const first = what && (why ? t('followUp.decidedWhy', { what, reason: why }) : t('followUp.decided', { what }));
  // A review, or who declined, says how it ended; what follows nobody's word stands alone.
  const ended = last?.verdict === 'reviewed' || (last?.verdict === 'decline' && state === 'declined');
  if (first && ended) return first;
  const second = stands(notice, state, voice);
  const alone = first === undefined || state === 'withdrawn' || state === 'expired';
  return alone ? second : t('followUp.both', { first, second });
}

function stands({ by, failure }: NoticeView, state: NonNullable<NoticeView['state']>, voice: Voice): string {
  const { t } = voice;
  if (state === 'approved' && failure) return t('followUp.states.waiting');
  if (state === 'failed') {
    return failure
      ? t('followUp.states.failed', { why: failureSentence(failure, voice) })
      : t('approval.stands.failed');
  }
  return t(`followUp.states.${state}`, { by: by || t('notice.somebody') });
}
