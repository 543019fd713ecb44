import type { Context } from './context.js';
import { isWrittenJoined } from './fill.js';
import { type Language, localeOf } from './languages.js';
import { type Texts, textsIn } from './texts.js';
import { type Names, namesIn } from './names.js';
import { isDay } from './values.js';

/** How a screen speaks to one reader: the texts, names and dates of their language, and what their cloud calls things. */
export interface Voice {
  /** Of the catalogue that is used. */
  language: Language;
  /** Of dates, names and numbers (BCP 47). */
  locale: string;
  t: Texts;
  names: Names;
  cloud: Context['cloud'];
  /** A point in time (ms since the epoch) as date and time of day, in the reader's time zone. */
  dateTime: (at: number) => string;
  /** Whole sentences one after the other: with a blank between them where the language has blanks. */
  sentences: (parts: readonly string[]) => string;
  /** Things of one kind in a row, without a word between the last two: "A, B, C", "甲、乙、丙". */
  row: (items: readonly string[]) => string;
  /** A day of the calendar (yyyy-mm-dd), which is the same in every zone. What is none stands for itself. */
  day: (date: string) => string;
}

/** More locales and zones than people use at once; beyond it the caches start again. */
const MOST_CACHED = 500;

const voices = new Map<string, Voice>();

/** The voice for a reader. Made once per locale, time zone and cloud. An unknown locale reads English, an unknown zone UTC. */
export function voiceFor(context: Context): Voice {
  const key = `${context.locale}|${context.timeZone ?? ''}|${context.cloud}`;
  let voice = voices.get(key);
  if (voice === undefined) {
    if (voices.size >= MOST_CACHED) voices.clear();
    voice = makeVoice(context);
    voices.set(key, voice);
  }
  return voice;
}

function makeVoice(context: Context): Voice {
  const { language, locale } = localeOf(context.locale);
  const separator = separatorOf(locale);
  const format = dateTimeFormat(locale, context.timeZone);
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  return {
    language,
    locale,
    t: textsIn(language, context.cloud),
    names: namesIn(locale),
    cloud: context.cloud,
    // Without a zone of the reader's (a room) the time has to say which it is in.
    dateTime: (at) => (context.timeZone === undefined ? `${format.format(at)} UTC` : format.format(at)),
    sentences: (parts) => parts.filter((part) => part !== '').join(isWrittenJoined(language) ? '' : ' '),
    row: (items) => items.join(separator),
    day: (date) => (isDay(date) ? days.format(Date.parse(`${date}T00:00:00Z`)) : date),
  };
}

function dateTimeFormat(locale: string, timeZone: string | undefined): Intl.DateTimeFormat {
  const options = { dateStyle: 'medium', timeStyle: 'short' } as const;
  const withZone = (zone: string) => new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  try {
    return withZone(timeZone ?? 'UTC');
  } catch {
    return withZone('UTC');
  }
}

/** What stands between the items of a list: a comma, or what the language has instead. */
function separatorOf(locale: string): string {
  const parts = new Intl.ListFormat(locale, { type: 'conjunction' }).formatToParts(['1', '2', '3']);
  return parts.find(({ type }) => type === 'literal')?.value ?? ', ';
}
