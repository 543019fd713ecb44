import type { AnswerOf } from '../../core/answer.js';
import type { DeliveryRow } from '../../core/views.js';
import type { Card, Element } from '../card.js';
import type { Voice } from '../voice.js';
import { noticeTitle } from './notice-words.js';
import { cloudName } from './parts.js';
import { placeName, problemSentence } from './place-words.js';
import { watchesButton } from './watch-buttons.js';

/** What went wrong first. */
const order: readonly DeliveryRow['state'][] = ['failed', 'gone', 'waiting', 'held', 'delivered'];
/** Lines that both platforms show whole. */
const MOST_LINES = 35;

/** Which places got a piece of news, when, and what failed. */
export function deliveryReportScreen({ notice, rows, others }: AnswerOf<'deliveryReport'>, voice: Voice): Card {
  const { t } = voice;
  const title = noticeTitle(notice, voice);
  const lists = shared(rows).map(({ state, all, shown }): Element => {
    const lines = shown.map((row) => rowText(row, voice));
    const left = all - shown.length;
    return {
      type: 'list',
      title: countText(state, all, voice),
      lines: left > 0 ? [...lines, t('more', { count: left })] : lines,
    };
  });
  const hidden = order.flatMap((state) => (others[state] ? [countText(state, others[state], voice)] : []));
  const nowhere = lists.length === 0 && hidden.length === 0;
  return {
    title: t('report.title'),
    shortTitle: t('report.short'),
    subtitle: cloudName(voice),
    body: [
      { type: 'text', text: title, style: 'strong' },
      ...(nowhere ? [{ type: 'text', text: t('report.nowhere') } as const] : lists),
      ...(hidden.length > 0 ? [{ type: 'list', title: t('report.others'), lines: hidden } as const] : []),
    ],
    buttons: [watchesButton(voice)],
    summary: t('notice.about', { title: t('report.title'), what: title }),
  };
}

/** The rows by state. Each state gets its share of the lines, and what others leave of theirs goes to the first ones. */
function shared(rows: readonly DeliveryRow[]): { state: DeliveryRow['state']; all: number; shown: DeliveryRow[] }[] {
  const groups = order
    .map((state) => ({ state, of: rows.filter((row) => row.state === state) }))
    .filter(({ of }) => of.length > 0);
  const share = Math.floor(MOST_LINES / Math.max(1, groups.length));
  let spare = MOST_LINES - groups.reduce((sum, { of }) => sum + Math.min(share, of.length), 0);
  return groups.map(({ state, of }) => {
    const more = Math.min(spare, Math.max(0, of.length - share));
    spare -= more;
    return { state, all: of.length, shown: of.slice(0, share + more) };
  });
}

const countText = (state: DeliveryRow['state'], number: number, { t }: Voice): string =>
  t(`report.states.${state}`, { number });

function rowText({ place, at, problem, error }: DeliveryRow, voice: Voice): string {
  return [
    placeName(place, voice),
    ...(at === undefined ? [] : [voice.dateTime(at)]),
    ...(problem === undefined ? [] : [problemSentence(problem, voice)]),
    ...(error ? [voice.t('report.error', { code: error })] : []),
  ].join(' · ');
}
