import { createRequire } from 'node:module';

/**
 * What states and provinces are called, by country and by the code that Partner Center has for them. English names are
 * CLDR's, which has none in other languages. So those of the countries that are known to have lists of states stand in
 * `state-names/`, one file a language: China's own names as GB/T 2260 has them, the others as they are usual in the
 * language, compared with Debian's iso-codes. What a language calls as English does is left out. Mexico is in the English
 * file too, because CLDR has other codes for it.
 */
type Table = Record<string, Record<string, string>>;

const require = createRequire(import.meta.url);

/** The languages that have a file of their own, by primary subtag. Each is read when its first name is asked for. */
const files: Record<string, string> = { en: 'en', fr: 'fr', es: 'es', ru: 'ru', zh: 'zh-Hans' };

const tables = new Map<string, Table>();

/**
 * The name of a state in a language (BCP 47), else in English; undefined where neither is known, as for a country whose
 * subdivisions have other codes.
 */
export function stateNameIn(language: string, country: string, code: string): string | undefined {
  const where = country.toUpperCase();
  const primary = language.split('-', 1)[0] ?? '';
  return own(primary, where, code) ?? own('en', where, code) ?? cldrName(where, code);
}

/**
 * The code that a text means: the code itself in any case or width, or the state's name in any language that has a file,
 * with or without "Province", "省", "штат". Undefined for a text that means none of them, or more than one.
 *
 * @param codes the codes that the country has; where its rules list none, those that are known
 */
export function stateCodeOf(country: string, text: string, codes: readonly string[]): string | undefined {
  const typed = text.normalize('NFKC').trim();
  const exact = codes.find((code) => code === text) ?? codes.find((code) => code.toLowerCase() === typed.toLowerCase());
  if (exact !== undefined || typed === '' || typed.length > LONGEST) return exact;
  const { whole, bare } = lookupFor(country.toUpperCase(), codes);
  return (whole.get(fold(typed)) ?? bare.get(fold(typed, true))) || undefined;
}

/** Longer than the name of any state, in UTF-16 units. */
const LONGEST = 100;

/** Codes by folded names: as they are, and without the words that only say that it is a state. Empty: it names several. */
interface Lookup {
  whole: ReadonlyMap<string, string>;
  bare: ReadonlyMap<string, string>;
}

const lookups = new Map<string, Lookup>();

/** More countries than there are; the bound is against made-up codes. */
const MOST_LOOKUPS = 300;

function lookupFor(country: string, codes: readonly string[]): Lookup {
  const key = `${country} ${codes.join(' ')}`;
  let lookup = lookups.get(key);
  if (lookup === undefined) {
    if (lookups.size >= MOST_LOOKUPS) lookups.clear();
    const names = codes.length > 0 ? namedAs(codes, namesOf(country)) : namesOf(country).filter(hasShortCode);
    lookup = { whole: unique(names, (name) => fold(name)), bare: unique(names, (name) => fold(name, true)) };
    lookups.set(key, lookup);
  }
  return lookup;
}

/** A billing profile has room for two letters (learn.microsoft.com/partner-center/developer/utility-resources, Address). */
const hasShortCode = ([code]: [string, string]): boolean => code.length === 2;

/** The names of these codes, as the list writes them. */
function namedAs(codes: readonly string[], names: [string, string][]): [string, string][] {
  const listed = new Map(codes.map((code) => [code.toUpperCase(), code]));
  return names.flatMap(([code, name]): [string, string][] => {
    const known = listed.get(code);
    return known === undefined ? [] : [[known, name]];
  });
}

function unique(names: [string, string][], key: (name: string) => string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [code, name] of names) {
    const folded = key(name);
    const before = found.get(folded);
    found.set(folded, before === undefined || before === code ? code : '');
  }
  found.delete('');
  return found;
}

/** Every name of every state of a country, with its code. */
function namesOf(country: string): [string, string][] {
  const english = Object.entries(cldr()).filter(([key]) => key.startsWith(country.toLowerCase()));
  const others = Object.keys(files).flatMap((language) => Object.entries(tableOf(language)[country] ?? {}));
  const also = Object.entries(alsoCalled()[country] ?? {}).flatMap(([code, names]) =>
    names.map((name): [string, string] => [code, name]),
  );
  return [...english.map(([key, name]): [string, string] => [key.slice(2).toUpperCase(), name]), ...others, ...also];
}

/** What only says that something is a state, in the languages above and in China's romanised names. */
const kinds = new Set(
  'province provincia state estado etat de del of sheng shi zizhiqu municipality провинция штат город'.split(' '),
);
const chineseKinds = /(?:壮族|回族|维吾尔)?(?:自治区|省|市|州)$/u;

/** Case, accents, width and what stands between words do not count. */
function fold(name: string, bare = false): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  if (!bare) return words.join('');
  return words
    .filter((word) => !kinds.has(word))
    .map((word) => word.replace(chineseKinds, ''))
    .join('');
}

function cldrName(country: string, code: string): string | undefined {
  const key = `${country}${code}`.toLowerCase();
  return Object.hasOwn(cldr(), key) ? cldr()[key] : undefined;
}

function own(language: string, country: string, code: string): string | undefined {
  if (!Object.hasOwn(files, language)) return undefined;
  const table = tableOf(language);
  const states = Object.hasOwn(table, country) ? table[country] : undefined;
  return states && Object.hasOwn(states, code) ? states[code] : undefined;
}

function tableOf(language: string): Table {
  let table = tables.get(language);
  if (table === undefined) {
    table = require(`./state-names/${files[language] ?? 'en'}.json`) as Table;
    tables.set(language, table);
  }
  return table;
}

/** What else states are called, and by nobody's atlas: to be understood, not to be shown. */
function alsoCalled(): Record<string, Record<string, string[]>> {
  return require('./state-names/also.json') as Record<string, Record<string, string[]>>;
}

let loaded: Record<string, string> | undefined;

/** English names by lower-case country and subdivision code (`uswa`). 160 kB, so they are read when the first is asked for. */
function cldr(): Record<string, string> {
  loaded ??= (
    require('cldr-subdivisions-full/subdivisions/en/en.json') as {
      subdivisions: { localeDisplayNames: { subdivisions: Record<string, string> } };
    }
  ).subdivisions.localeDisplayNames.subdivisions;
  return loaded;
}
