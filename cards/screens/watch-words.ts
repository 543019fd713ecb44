import type { WatchView } from '../../core/views.js';
import type { Voice } from '../voice.js';
import { labelOf } from './parts.js';

/** What a person would say of a watch: which customers, which news, when. */
export type Listed = Pick<WatchView, 'topic' | 'filter' | 'rhythm' | 'quiet' | 'timeZone' | 'owner'>;

/**
 * A watch in plain words: "Contoso Ltd: everything, outcomes and requests, at 09:00 daily (Europe/Madrid), quiet 18:00–08:00,
 * without Sofia’s own changes".
 */
export function watchWords(watch: Listed, voice: Voice): string {
  const { t } = voice;
  const { topic, filter, owner } = watch;
  const whom = whomText(watch, voice);
  if (topic === 'approvals') return t('watchWords.of', { whom, what: t('watchWords.approvals') });
  const what = [
    whatText(watch, voice),
    t(`watchWords.${filter.stage}`),
    ...(filter.origin === 'elsewhere' ? [t('watchWords.elsewhere')] : []),
    ...whenTexts(watch, voice),
    ...(filter.muteOwn ? [t('watchWords.muteOwn', { owner })] : []),
  ];
  return t('watchWords.of', { whom, what: voice.row(what) });
}

function whomText({ filter: { customer, country } }: Listed, { t, names }: Voice): string {
  if (customer) return customer.name;
  return country ? t('watchWords.country', { country: names.country(country) }) : t('watchWords.all');
}

function whatText({ filter: { field, kind } }: Listed, voice: Voice): string {
  if (field) return labelOf(field, voice);
  return voice.t(kind ? `watchWords.kinds.${kind}` : 'watchWords.everything');
}

/** How often, and when not; the time zone with the first time that needs it. */
function whenTexts({ rhythm, quiet, timeZone }: Listed, { t }: Voice): string[] {
  const zoned = (when: string) => t('watchWords.zone', { when, timeZone });
  const daily = rhythm.every === 'day';
  const often = daily ? zoned(t('watchWords.day', { time: timeOfDay(rhythm.at) })) : t(`watchWords.${rhythm.every}`);
  if (!quiet) return [often];
  const silent = t('watchWords.quiet', { from: timeOfDay(quiet.from), to: timeOfDay(quiet.to) });
  return [often, daily ? silent : zoned(silent)];
}

/** Minutes after midnight as hh:mm, the way the form takes them. */
function timeOfDay(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
