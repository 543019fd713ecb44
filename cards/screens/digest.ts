import type { AnswerOf } from '../../core/answer.js';
import type { NoticeView } from '../../core/views.js';
import type { Card, Element } from '../card.js';
import type { Voice } from '../voice.js';
import { newsLine } from './notice-words.js';
import { cloudName } from './parts.js';

/** Lines that both platforms show whole, with their customers' names. */
const MOST_LINES = 35;

/** News that was held back, by customer, one line a piece, and why it comes now. */
export function digestScreen({ items, more, from, to, because }: AnswerOf<'digest'>, voice: Voice): Card {
  const { t } = voice;
  const shown = items.slice(0, MOST_LINES);
  const left = more + items.length - shown.length;
  const title = t('digest.title', { count: items.length + more });
  const why = t(`digest.${because}`, { from: voice.dateTime(from), to: voice.dateTime(to) });
  return {
    title,
    subtitle: cloudName(voice),
    body: [
      { type: 'text', text: why, style: 'subtle' },
      ...groupsOf(shown, voice),
      ...(left > 0 ? [{ type: 'text', text: t('more', { count: left }), style: 'subtle' } as const] : []),
    ],
    buttons: [],
    summary: [title, ...namesOf(items)].join(' · '),
  };
}

/** One list a customer, in the order of their first news. */
function groupsOf(items: readonly NoticeView[], voice: Voice): Element[] {
  const groups = new Map<string, { title: string; lines: string[] }>();
  for (const item of items) {
    const key = item.customer?.id ?? '';
    const group = groups.get(key) ?? { title: item.customer?.name || voice.t('digest.unnamed'), lines: [] };
    group.lines.push(newsLine(item, voice));
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({ type: 'list', ...group }));
}

/** Whom it is about, for a notification: three at most. */
function namesOf(items: readonly NoticeView[]): string[] {
  const names = [...new Set(items.flatMap(({ customer }) => (customer?.name ? [customer.name] : [])))];
  return names.length > 3 ? [...names.slice(0, 3), '…'] : names;
}
