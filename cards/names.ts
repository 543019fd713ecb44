import { stateNameIn } from '../core/partner/state-names.js';
import { asksFamilyNameFirst } from './person-name.js';

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
  /** "Washington"; the code where there is no name. */
  stateName(country: string, code: string): string;
  /** "English"; also Partner Center's own older tags such as `zh-CHS`. */
  language(tag: string): string;
  /** "English (United States)" */
  culture(tag: string): string;
  /**
   * Codes as options, ordered as the language orders names. Chat clients search in what they show, so countries and states
   * show their code, and in languages with another script the English name: "广东省 · Guangdong (GD)".
   */
  countryOptions(codes: readonly string[]): readonly Option[];
  stateOptions(country: string, codes: readonly string[]): readonly Option[];
  languageOptions(tags: readonly string[]): readonly Option[];
  cultureOptions(tags: readonly string[]): readonly Option[];
  /** Whether the family name is asked for before the given one. */
  familyNameFirst: boolean;
  /** Names in a sentence: "A, B and C", "A, B or C". */
  list(items: readonly string[], kind: 'and' | 'or'): string;
}

/** .NET's old names of the two Chinese scripts, still in Partner Center's language lists. */
const OLD_TAGS: Record<string, string> = { 'zh-CHS': 'zh-Hans', 'zh-CHT': 'zh-Hant' };

/** What Slack shows of an option, in UTF-16 units: the code at the end must not be cut off. */
const LONGEST_TITLE = 75;

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
  const stateName = (where: string, code: string) => stateNameIn(locale, where, code) ?? code;
  const latin = new Intl.Locale(locale).maximize().script === 'Latn';
  const searchable = (code: string, name: (names: Pick<Names, 'country' | 'stateName'>) => string) => {
    const own = name({ country, stateName });
    const english = latin ? own : name(namesIn('en'));
    const both = withCode(`${own} · ${english}`, code);
    return own === english || both.length > LONGEST_TITLE ? withCode(own, code) : both;
  };
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
    state: (where, code) => withCode(stateName(where, code), code),
    stateName,
    language: tongue,
    culture: tongue,
    countryOptions: (codes) => options('country', codes, (code) => searchable(code, (names) => names.country(code))),
    stateOptions: (where, codes) =>
      options(`state ${where}`, codes, (code) => searchable(code, (names) => names.stateName(where, code))),
    languageOptions: (tags) => options('language', tags, tongue),
    cultureOptions: (tags) => options('language', tags, tongue),
    familyNameFirst: asksFamilyNameFirst(locale),
    list: (items, kind) => lists[kind].format(items),
  };
}

const withCode = (name: string, code: string): string => (name === code ? code : `${name} (${code})`);

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
