import type { ChangePath } from '../../../core/partner/fields.js';
import type { WatchWish } from '../../../core/watch/watch.js';
import { countryCodes } from '../../countries.js';
import { namesIn } from '../../names.js';
import { localeOf, understandingOf } from '../../languages.js';
import { type Token, tokensOf } from './tokens.js';
import type { WishWords } from './words.js';

/** Phrases, folded, and what each stands for. */
export interface Phrases<T> {
  meanings: ReadonlyMap<string, T>;
  /** Every beginning of a phrase that goes on, so that looking for the longest one ends early. */
  beginnings: ReadonlySet<string>;
}

/** What a phrase asks for by itself; empty for "everything". */
export type Says = Partial<WatchWish>;

/** A language's phrases for watches, and the English ones, ready to be looked up. */
export interface Lexicon {
  says: Phrases<Says>;
  /** ISO codes by the names of the countries. */
  countries: Phrases<string>;
  /** ISO codes by themselves, in lower case. */
  codes: ReadonlyMap<string, string>;
  day: Phrases<true>;
  quiet: Phrases<true>;
  at: Phrases<true>;
  from: Phrases<true>;
  to: Phrases<true>;
  oClock: Phrases<true>;
  morning: Phrases<true>;
  afternoon: Phrases<true>;
  times: Phrases<number>;
  inCountry: Phrases<true>;
  customer: Phrases<true>;
  fillers: Phrases<true>;
}

const lexicons = new Map<string, Lexicon>();
const codes: ReadonlyMap<string, string> = new Map(countryCodes.map((code) => [code.toLowerCase(), code]));

/** The lexicon for a BCP 47 locale: its own language's phrases first, then English. */
export function lexiconFor(locale: string): Lexicon {
  const { language } = localeOf(locale);
  let lexicon = lexicons.get(language);
  if (lexicon === undefined) {
    lexicon = build([...new Set([language, 'en'])].map((name) => ({ name, words: understandingOf(name).watches })));
    lexicons.set(language, lexicon);
  }
  return lexicon;
}

/** How many words the longest phrase has that begins at `index`, and what it stands for. */
export function longestAt<T>(
  phrases: Phrases<T>,
  tokens: readonly Token[],
  index: number,
): { words: number; value: T } | undefined {
  let found: { words: number; value: T } | undefined;
  let phrase = '';
  for (let words = 1; ; words++) {
    const token = tokens[index + words - 1];
    if (token === undefined || token.quoted) break;
    phrase += (words > 1 ? ' ' : '') + token.word;
    const value = phrases.meanings.get(phrase);
    if (value !== undefined) found = { words, value };
    if (token.ends || !phrases.beginnings.has(phrase)) break;
  }
  return found;
}

function build(tables: { name: string; words: WishWords }[]): Lexicon {
  const all = (pick: (words: WishWords) => readonly string[]) =>
    phrasesOf(tables.flatMap(({ words }) => pick(words).map((phrase) => [phrase, true] as const)));
  return {
    says: phrasesOf(tables.flatMap(({ words }) => sayings(words))),
    countries: phrasesOf(tables.flatMap(({ name, words }) => countriesOf(name, words))),
    codes,
    day: all(({ rhythms }) => rhythms.day),
    quiet: all(({ quiet }) => quiet),
    at: all(({ at }) => at),
    from: all(({ from }) => from),
    to: all(({ to }) => to),
    oClock: all(({ oClock }) => oClock),
    morning: all(({ morning }) => morning),
    afternoon: all(({ afternoon }) => afternoon),
    times: phrasesOf(tables.flatMap(({ words }) => Object.entries(words.times))),
    inCountry: all(({ inCountry }) => inCountry),
    customer: all(({ customer }) => customer),
    fillers: all(({ fillers }) => fillers),
  };
}

function sayings(words: WishWords): (readonly [string, Says])[] {
  const each = (phrases: readonly string[], says: Says) => phrases.map((phrase) => [phrase, says] as const);
  const { kinds, fields, stages, origins, rhythms } = words;
  return [
    ...each(words.everything, {}),
    ...each(words.approvals, { topic: 'approvals' }),
    ...(Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((kind) => each(kinds[kind], { kind })),
    ...(Object.keys(fields) as ChangePath[]).flatMap((field) => each(fields[field] ?? [], { field })),
    ...each(stages.outcomes, { stage: 'outcomes' }),
    ...each(stages.requests, { stage: 'requests' }),
    ...each(origins.anywhere, { origin: 'anywhere' }),
    ...each(origins.elsewhere, { origin: 'elsewhere' }),
    ...each(words.notMine, { muteOwn: true }),
    ...each(rhythms.change, { rhythm: { every: 'change' } }),
    ...each(rhythms.hour, { rhythm: { every: 'hour' } }),
  ];
}

/** A country by the name that Intl has for it, also where people write "and" for "&", and by what else it is called. */
function countriesOf(language: string, words: WishWords): (readonly [string, string])[] {
  const names = namesIn(language);
  const and = names.list(['a', 'b'], 'and').slice(1, -1).trim();
  const named = countryCodes.flatMap((code) => {
    const name = names.country(code);
    if (name === code) return [];
    return [name, name.replaceAll('&', and), name.replace(/\s*\(.*\)/u, '')].map((one) => [one, code] as const);
  });
  return [...named, ...Object.entries(words.countries)];
}

function phrasesOf<T>(pairs: readonly (readonly [string, T])[]): Phrases<T> {
  const meanings = new Map<string, T>();
  const beginnings = new Set<string>();
  for (const [phrase, value] of pairs) {
    const words = tokensOf(phrase).map(({ word }) => word);
    const key = words.join(' ');
    // The reader's own language comes first.
    if (key === '' || meanings.has(key)) continue;
    meanings.set(key, value);
    for (let count = 1; count < words.length; count++) beginnings.add(words.slice(0, count).join(' '));
  }
  return { meanings, beginnings };
}
