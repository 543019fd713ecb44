import { createRequire } from 'node:module';
import i18next from 'i18next';

/** The English catalogue; it decides which texts there are. Other languages have the same keys (and their own plurals). */
type Catalogue = typeof import('./locales/en.json');

type Plural = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
type Base<K extends string> = K extends `${infer B}_${Plural}` ? B : K;
type Leaf<T, P extends string> = {
  [K in keyof T & string]: T[K] extends string ? Base<`${P}${K}`> : Leaf<T[K], `${P}${K}.`>;
}[keyof T & string];

/** Every text there is, as a path in the catalogue, plural endings left off. One that is missing does not compile. */
export type TextKey = Leaf<Omit<Catalogue, 'default'>, ''>;

/** Gives a text in one language. `count` picks the plural form and is shown as that language writes numbers. */
export type Texts = (key: TextKey, params?: Record<string, string | number>) => string;

const require = createRequire(import.meta.url);

/** The languages that have a catalogue, the default first. */
export const languages = ['en'] as const;
export type Language = (typeof languages)[number];

const catalogues = i18next.createInstance();
void catalogues.init({
  lng: 'en',
  fallbackLng: 'en',
  initAsync: false,
  resources: Object.fromEntries(
    languages.map((language) => [language, { translation: require(`./locales/${language}.json`) as Catalogue }]),
  ),
  // The renderers escape; and a customer may well be called "$t(help)" or "{{name}}".
  interpolation: { escapeValue: false, skipOnVariables: true },
  returnNull: false,
});

const textsByLanguage = new Map<Language, Texts>();

/** The texts of a language. Texts without parameters are looked up once. */
export function textsIn(language: Language): Texts {
  const known = textsByLanguage.get(language);
  if (known !== undefined) return known;
  const fixed = catalogues.getFixedT(language);
  const plain = new Map<TextKey, string>();
  const texts: Texts = (key, params) => {
    if (params !== undefined) return fixed(key, params);
    let text = plain.get(key);
    if (text === undefined) {
      text = fixed(key);
      plain.set(key, text);
    }
    return text;
  };
  textsByLanguage.set(language, texts);
  return texts;
}
