import { createInstance } from 'i18next';
import type { Cloud } from '../core/config.js';
import { fill, fillJoined, isWrittenJoined } from './fill.js';
import { type Catalogue, catalogueOf, type Language } from './languages.js';

type Plural = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
type Base<K extends string> = K extends `${infer B}_${Plural}` ? B : K;
type Leaf<T, P extends string> = {
  [K in keyof T & string]: T[K] extends string ? Base<`${P}${K}`> : Leaf<T[K], `${P}${K}.`>;
}[keyof T & string];

/** Every text there is, as a path in the catalogue, plural endings left off. One that is missing does not compile. */
export type TextKey = Leaf<Omit<Catalogue, 'understand' | 'clouds'>, ''>;

/** The texts that the Partner Center of some cloud words otherwise, under the keys of those that they stand for. */
type Known<Given extends TextKey> = Given;
export type OtherwiseKey = Known<Leaf<Catalogue['clouds'][keyof Catalogue['clouds']], ''>>;

/** Gives a text in one language. `count` picks the plural form and is shown as that language writes numbers. */
export type Texts = (key: TextKey, params?: Record<string, string | number>) => string;

const catalogues = createInstance();
void catalogues.init({
  lng: 'en',
  fallbackLng: 'en',
  initAsync: false,
  resources: { en: { translation: catalogueOf('en') } },
  // The renderers escape.
  interpolation: { escapeValue: false },
  returnNull: false,
  // Logs are JSON lines; i18next would print an advertisement between them.
  showSupportNotice: false,
});

const made = new Map<string, Texts>();

/** The texts of a language, in the words of one cloud's Partner Center: 21Vianet's says Edit where the others say Update. */
export function textsIn(language: Language, cloud: Cloud = 'global'): Texts {
  const key = `${language} ${cloud}`;
  let texts = made.get(key);
  if (texts === undefined) {
    texts = makeTexts(language, cloud);
    made.set(key, texts);
  }
  return texts;
}

/**
 * i18next finds each text once (language, fallback, plural form) and it is filled in here: that takes a tenth of the time, and
 * a card has fifty texts.
 */
function makeTexts(language: Language, cloud: Cloud): Texts {
  if (!catalogues.hasResourceBundle(language, 'translation'))
    catalogues.addResourceBundle(language, 'translation', catalogueOf(language));
  const find = catalogues.getFixedT(language);
  const plurals = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  const put = isWrittenJoined(language) ? fillJoined : fill;
  const found = new Map<string, string>();
  const isOtherwise = otherwiseIn(cloud);
  return (key, params) => {
    const count = params?.['count'];
    const plural = typeof count === 'number' ? plurals.select(count) : '';
    const cacheKey = `${key} ${plural}`;
    let text = found.get(cacheKey);
    if (text === undefined) {
      text = find(isOtherwise(key) ? `clouds.${cloud}.${key}` : key, {
        ...(typeof count === 'number' ? { count } : {}),
        skipInterpolation: true,
      });
      found.set(cacheKey, text);
    }
    if (params === undefined) return text;
    return put(text, (name) => {
      const value = Object.hasOwn(params, name) ? params[name] : undefined;
      return typeof value === 'number' ? numbers.format(value) : value;
    });
  };
}

/** Whether a text is worded otherwise in a cloud. English decides which are. */
function otherwiseIn(cloud: Cloud): (key: TextKey) => boolean {
  const { clouds } = catalogueOf('en');
  const words: unknown = Object.hasOwn(clouds, cloud) ? clouds[cloud as keyof typeof clouds] : {};
  return (key) => {
    let at = words;
    for (const part of key.split('.')) {
      if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return false;
      at = (at as Record<string, unknown>)[part];
    }
    return typeof at === 'string';
  };
}
