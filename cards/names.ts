import { createRequire } from 'node:module';

/** An option of a choice: its code, and what the reader's language calls it. */
export interface Option {
  value: string;
  title: string;
}

/** What a language calls the codes of Partner Center. A code that nobody knows stands for itself. */
export interface Names {
  /** ISO 3166-1 alpha-2: "United States". */
  country(code: string): string;
  /** "Washington (WA)"; the code alone for a country whose subdivisions have other codes. */
  state(country: string, code: string): string;
  /** "English"; also Partner Center's own older tags such as `zh-CHS`. */
  language(tag: string): string;
  /** "English (United States)" */
  culture(tag: string): string;
  /** Codes as options, ordered as the language orders names. */
  countryOptions(codes: readonly string[]): readonly Option[];
  stateOptions(country: string, codes: readonly string[]): readonly Option[];
  languageOptions(tags: readonly string[]): readonly Option[];
  cultureOptions(tags: readonly string[]): readonly Option[];
  /** Names in a sentence: "A, B and C", "A, B or C". */
  list(items: readonly string[], kind: 'and' | 'or'): string;
}

/** .NET's old names of the two Chinese scripts, still in Partner Center's language lists. */
const OLD_TAGS: Record<string, string> = { 'zh-CHS': 'zh-Hans', 'zh-CHT': 'zh-Hant' };

/** Lists differ by country only, so there are few; the bound is against made-up ones. */
const MOST_LISTS = 1000;

const byLocale = new Map<string, Names>();

/** The names of a locale (BCP 47, canonical), made once. */
export function namesIn(locale: string): Names {
  let names = byLocale.get(locale);
  if (names === undefined) {
    names = makeNames(locale);
    byLocale.set(locale, names);
  }
  return names;
}

function makeNames(locale: string): Names {
  const displayNames = (type: 'region' | 'language') =>
    new Intl.DisplayNames(locale, { type, fallback: 'code', languageDisplay: 'standard' });
  const regions = displayNames('region');
  const tongues = displayNames('language');
  const collator = new Intl.Collator(locale);
  const lists = {
    and: new Intl.ListFormat(locale, { type: 'conjunction' }),
    or: new Intl.ListFormat(locale, { type: 'disjunction' }),
  };
  const cache = new Map<string, readonly Option[]>();

  const country = (code: string) => nameOr(code, () => regions.of(code.toUpperCase()));
  const tongue = (tag: string) => nameOr(tag, () => tongues.of(OLD_TAGS[tag] ?? tag));
  const state = (where: string, code: string) => {
    const name = subdivisions()[`${where}${code}`.toLowerCase()];
    return name === undefined || name === code ? code : `${name} (${code})`;
  };
  const options = (kind: string, codes: readonly string[], name: (code: string) => string) => {
    const key = `${kind}|${codes.join(' ')}`;
    let made = cache.get(key);
    if (made === undefined) {
      if (cache.size >= MOST_LISTS) cache.clear();
      made = codes
        .map((code) => ({ value: code, title: name(code) }))
        .sort((a, b) => collator.compare(a.title, b.title));
      cache.set(key, made);
    }
    return made;
  };
  return {
    country,
    state,
    language: tongue,
    culture: tongue,
    countryOptions: (codes) => options('country', codes, country),
    stateOptions: (where, codes) => options(`state ${where}`, codes, (code) => state(where, code)),
    languageOptions: (tags) => options('language', tags, tongue),
    cultureOptions: (tags) => options('language', tags, tongue),
    list: (items, kind) => lists[kind].format(items),
  };
}

/** Intl throws for what is no code at all; a customer's record may hold anything. */
function nameOr(code: string, name: () => string | undefined): string {
  try {
    return name() ?? code;
  } catch {
    return code;
  }
}

const require = createRequire(import.meta.url);
let loaded: Record<string, string> | undefined;

/**
 * English names of states and provinces from CLDR, by lower-case country and subdivision code (`uswa`). 160 kB, so they
 * are read when the first one is asked for. CLDR has them in full for English only.
 */
function subdivisions(): Record<string, string> {
  loaded ??= (
    require('cldr-subdivisions-full/subdivisions/en/en.json') as {
      subdivisions: { localeDisplayNames: { subdivisions: Record<string, string> } };
    }
  ).subdivisions.localeDisplayNames.subdivisions;
  return loaded;
}
