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

/** More than there are countries or cultures; the bound is against made-up codes. */
const MOST_NAMES = 1000;

/** More locales than one desk's people have. */
const MOST_LOCALES = 100;

const byLocale = new Map<string, Names>();

/** The names of a locale (BCP 47, canonical), made once. */
export function namesIn(locale: string): Names {
  let names = byLocale.get(locale);
  if (names === undefined) {
    if (byLocale.size >= MOST_LOCALES) byLocale.clear();
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

  const country = remembered((code) => regions.of(code.toUpperCase()));
  const tongue = remembered((tag) => tongues.of(OLD_TAGS[tag] ?? tag));
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
    state: stateName,
    language: tongue,
    culture: tongue,
    countryOptions: (codes) => options('country', codes, country),
    stateOptions: (where, codes) => options(`state ${where}`, codes, (code) => stateName(where, code)),
    languageOptions: (tags) => options('language', tags, tongue),
    cultureOptions: (tags) => options('language', tags, tongue),
    list: (items, kind) => lists[kind].format(items),
  };
}

/** A state or province by its English name and its code. */
function stateName(country: string, code: string): string {
  const name = subdivisions()[`${country}${code}`.toLowerCase()];
  return name === undefined || name === code ? code : `${name} (${code})`;
}

/** Remembers names; a code that Intl does not know, or throws for, is its own name: a record may hold anything. */
function remembered(nameOf: (code: string) => string | undefined): (code: string) => string {
  const known = new Map<string, string>();
  return (code) => {
    let name = known.get(code);
    if (name !== undefined) return name;
    try {
      name = nameOf(code) ?? code;
    } catch {
      name = code;
    }
    if (known.size >= MOST_NAMES) known.clear();
    known.set(code, name);
    return name;
  };
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
