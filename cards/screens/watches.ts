import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { NewsRow, WatchView } from '../../core/views.js';
import type { Card, Element } from '../card.js';
import type { Voice } from '../voice.js';
import { noticeTitle } from './notice-words.js';
import { button } from './parts.js';
import { placeName, problemElements } from './place-words.js';
import { editButton, stopButton, watchButtons } from './watch-buttons.js';
import { watchWords } from './watch-words.js';

/** Watches that are shown with all their buttons; of more, each has the one that leads to the others. */
const MOST_WHOLE = 4;

/** What is watched here, what the reader watches elsewhere, and what became of the latest news. */
export function watchesScreen({ here, mine, recent, place }: AnswerOf<'watches'>, voice: Voice): Card {
  const { t } = voice;
  const whole = here.slice(0, MOST_WHOLE);
  const listed = here.slice(MOST_WHOLE);
  return {
    title: t('watches.title'),
    subtitle: placeName(place, voice),
    body: [
      { type: 'heading', text: t('watches.here') },
      ...(here.length === 0 ? nothing(voice) : whole.flatMap((watch) => wholeWatch(watch, voice))),
      ...listedWatches(listed, undefined, voice),
      ...listedWatches(mine, 'watches.mine', voice),
      ...recentNews(recent, voice),
    ],
    buttons: [],
    summary: t('watches.summary', { count: here.length }),
  };
}

const nothing = ({ t }: Voice): Element[] => [
  { type: 'text', text: t('watches.nothing') },
  { type: 'text', text: t('watches.example'), style: 'subtle' },
];

function wholeWatch(watch: WatchView, voice: Voice): Element[] {
  const buttons = watchButtons(watch, voice);
  return [
    { type: 'text', text: watchWords(watch, voice), style: 'strong' },
    { type: 'text', text: detailOf(watch, false, voice), style: 'subtle' },
    ...problemElements(watch, voice),
    ...(buttons.length === 0 ? [] : [{ type: 'buttons', buttons } as const]),
  ];
}

/** Watches as rows. One that its reader may not edit has none: it is a line. */
function listedWatches(watches: WatchView[], heading: 'watches.mine' | undefined, voice: Voice): Element[] {
  if (watches.length === 0) return [];
  const { t } = voice;
  const rows = watches.filter(({ mayEdit }) => mayEdit);
  const lines = watches.filter(({ mayEdit }) => !mayEdit).map((watch) => watchWords(watch, voice));
  return [
    ...(heading === undefined ? [] : [{ type: 'heading', text: t(heading) } as const]),
    ...(rows.length === 0
      ? []
      : [
          {
            type: 'choices' as const,
            items: rows.map((watch) => ({
              title: watchWords(watch, voice),
              detail: detailOf(watch, heading !== undefined, voice),
              button: watch.topic === 'approvals' ? stopButton(watch, voice) : editButton(watch, voice),
            })),
            more: (count: number) => t('more', { count }),
          },
        ]),
    ...lines.map((text) => ({ type: 'text', text }) as const),
  ];
}

function detailOf(watch: WatchView, elsewhere: boolean, voice: Voice): string {
  const { t } = voice;
  const { place, owner, problem, held, lastSentAt } = watch;
  return [
    elsewhere ? placeName(place, voice) : t('watches.by', { owner }),
    ...(problem && elsewhere ? [t('watches.broken')] : []),
    ...(held > 0 ? [t('watches.heldBack', { count: held })] : []),
    ...(lastSentAt === undefined ? [] : [t('labelled', { label: t('watch.last'), value: voice.dateTime(lastSentAt) })]),
  ].join(' · ');
}

function recentNews(recent: NewsRow[], voice: Voice): Element[] {
  if (recent.length === 0) return [];
  const { t } = voice;
  return [
    { type: 'heading', text: t('watches.recent') },
    {
      type: 'choices',
      items: recent.map((row) => ({
        title: noticeTitle(row.notice, voice),
        detail: newsDetail(row, voice),
        button: button(t('buttons.whereTold'), action('report', row.notice.id)),
      })),
      more: (count) => t('more', { count }),
    },
  ];
}

function newsDetail({ notice, delivered, waiting, failed }: NewsRow, voice: Voice): string {
  const { t } = voice;
  return [
    voice.dateTime(notice.at),
    ...(delivered > 0 ? [t('watches.told', { number: delivered })] : []),
    ...(waiting > 0 ? [t('watches.waits', { number: waiting })] : []),
    ...(failed > 0 ? [t('watches.failed', { number: failed })] : []),
  ].join(' · ');
}
