import { glueOf, type Script, scriptOf } from './scripts.js';

/** The parts of somebody's name, as Partner Center keeps them. */
interface NameParts {
  first?: string;
  /** A second given name; a patronymic in Russian. */
  middle?: string;
  last?: string;
}

/** Languages of the Cyrillic script whose people put the given name first. */
const givenFirst: ReadonlySet<string> = new Set(['bg', 'mk', 'sr']);

/**
 * Somebody's name in the order of their own culture, whoever reads it: 王小明, Черных Екатерина Сергеевна, Nagy Anna, John Doe.
 * The script of the name decides, and only where it does not, the culture of the record: a Chinese name in Chinese characters
 * begins with the family's also in a record that says en-US. Latin letters tell nothing: there Hungarian and Vietnamese
 * put the family first (CLDR, nameOrderLocales).
 *
 * Russian names are written Фамилия Имя Отчество: so they stand in contracts, registers and the requisites of a company, which
 * is what a billing profile is. Имя Отчество is how one speaks to somebody, which the desk does not do.
 *
 * @param culture BCP 47, of the record
 */
export function personName({ first = '', middle = '', last = '' }: NameParts, culture = ''): string {
  const primary = culture.split('-', 1)[0]?.toLowerCase() ?? '';
  const script = scriptOf(first + last);
  return inOrder(script, primary, { first, middle, last })
    .filter((part) => part !== '')
    .reduce((name, part) => (name === '' ? part : name + glueOf(name, part) + part), '');
}

function inOrder(script: Script, language: string, { first, middle, last }: Required<NameParts>) {
  if (script === 'eastAsian') return [last, middle, first];
  if (script === 'cyrillic') return givenFirst.has(language) ? [first, middle, last] : [last, first, middle];
  if (language === 'vi') return [last, middle, first];
  return language === 'hu' ? [last, first, middle] : [first, middle, last];
}

/** Whether people who read a language fill in the family name first: 姓, then 名; Фамилия, then Имя and Отчество. */
export function asksFamilyNameFirst(locale: string): boolean {
  return ['zh', 'ja', 'ko', 'hu', 'vi', 'ru', 'uk', 'be', 'kk'].includes(locale.split('-', 1)[0] ?? '');
}
