import type { AnswerOf } from '../../core/answer.js';
import type { WatchView } from '../../core/views.js';
import type { Card, Element } from '../card.js';
import type { Voice } from '../voice.js';
import { placeName, problemElements } from './place-words.js';
import { watchButtons, watchesButton } from './watch-buttons.js';
import { watchWords } from './watch-words.js';

/** A watch as it is now: what it hears of, how it fares, and what the reader may do with it. */
export function watchScreen({ watch, because }: AnswerOf<'watch'>, voice: Voice): Card {
  const { t } = voice;
  const ended = watch.state === 'ended';
  const place = placeName(watch.place, voice);
  const title = ended
    ? t('watch.ended.title')
    : watch.problem
      ? t('watch.broken', { place })
      : t(`watch.${because}.title`);
  return {
    title,
    shortTitle: t('watch.short'),
    tone: ended ? 'neutral' : watch.problem ? 'warning' : 'good',
    body: [
      { type: 'text', text: watchWords(watch, voice), style: 'strong' },
      ...(ended ? [] : problemElements(watch, voice)),
      ...(watch.problem && !ended ? [] : [{ type: 'text', text: sentence(watch, because, place, voice) } as const]),
      factsOf(watch, voice),
    ],
    buttons: [...watchButtons(watch, voice), watchesButton(voice)],
    summary: t('watch.summary', { title, watch: watchWords(watch, voice) }),
  };
}

function sentence(watch: WatchView, because: AnswerOf<'watch'>['because'], place: string, { t }: Voice): string {
  if (watch.state === 'ended') return t('watch.ended.text', { place });
  return t(because === 'made' && watch.topic === 'approvals' ? 'watch.made.approvals' : `watch.${because}.text`, {
    place,
  });
}

/** Where, by whom, how much waits, and when something was last told. */
export function factsOf({ place, owner, held, lastSentAt }: WatchView, voice: Voice): Element {
  const { t } = voice;
  return {
    type: 'facts',
    facts: [
      { label: t('watch.place'), value: placeName(place, voice) },
      { label: t('watch.owner'), value: owner },
      { label: t('watch.held'), value: held > 0 ? t('watch.heldCount', { count: held }) : '' },
      {
        label: t('watch.last'),
        value: lastSentAt === undefined ? t('watch.nothingYet') : voice.dateTime(lastSentAt),
      },
    ].filter(({ value }) => value !== ''),
  };
}

/** What is watched here no more. */
export function unwatchedScreen({ ended }: AnswerOf<'unwatched'>, voice: Voice): Card {
  const { t } = voice;
  const text = t(ended.length === 0 ? 'unwatched.nothing' : 'unwatched.text');
  const lines = ended.map((watch) => watchWords(watch, voice));
  return {
    title: t(lines.length === 0 ? 'unwatched.none' : 'unwatched.title'),
    body: lines.length === 0 ? [{ type: 'text', text }] : [{ type: 'list', title: text, lines }],
    buttons: [watchesButton(voice)],
    summary: voice.sentences([text, ...lines]),
  };
}

export function watchRefusedScreen({ reason }: AnswerOf<'watchRefused'>, voice: Voice): Card {
  const { t } = voice;
  const text = t(`watchRefused.${reason}`);
  const place = reason === 'external' || reason === 'unreadable';
  return {
    title: t(place ? 'watchRefused.title' : reason === 'gone' ? 'stale.title' : 'refused.title'),
    tone: 'warning',
    body: [
      { type: 'notice', tone: 'warning', text },
      ...(place ? [{ type: 'text', text: t('watchRefused.externalHow') } as const] : []),
    ],
    buttons: [watchesButton(voice)],
    summary: text,
  };
}

/** The first message of a watch in its place, which everybody there reads. */
export function watchTestScreen({ watch }: AnswerOf<'watchTest'>, voice: Voice): Card {
  const { t } = voice;
  const title = t(watch.topic === 'approvals' ? 'watch.test.approvals' : 'watch.test.title');
  return {
    title,
    tone: 'good',
    body: [
      { type: 'text', text: watchWords(watch, voice), style: 'strong' },
      { type: 'text', text: t('watch.test.text', { owner: watch.owner }) },
      { type: 'text', text: t('watch.test.how'), style: 'subtle' },
    ],
    buttons: [watchesButton(voice)],
    summary: t('watch.summary', { title, watch: watchWords(watch, voice) }),
  };
}

/** To whoever made a watch: its place cannot be told, or can again. */
export function watchTroubleScreen({ watch, mended }: AnswerOf<'watchTrouble'>, voice: Voice): Card {
  const { t } = voice;
  const title = t(mended ? 'watch.trouble.mended' : 'watch.trouble.title', { place: placeName(watch.place, voice) });
  return {
    title,
    shortTitle: t('watch.short'),
    tone: mended ? 'good' : 'warning',
    body: [
      { type: 'text', text: watchWords(watch, voice), style: 'strong' },
      ...(mended
        ? watch.held > 0
          ? [{ type: 'text', text: t('watch.trouble.mendedText') } as const]
          : []
        : problemElements(watch, voice)),
      factsOf(watch, voice),
    ],
    buttons: watchButtons(watch, voice),
    summary: title,
  };
}
