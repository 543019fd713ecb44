import type { CommandName } from '../../core/turn.js';
import { en } from './words/en.js';
import type { Words } from './words/language.js';

/** One file a language, by primary language subtag. English is understood whatever the language is. */
const languages: Record<string, Words> = { en };

/** A language's phrases, ready to be looked up. */
export interface Vocabulary {
  /** Folded phrase → command. */
  phrases: ReadonlyMap<string, CommandName>;
  /** Words in the longest phrase. */
  longest: number;
}

const vocabularies = new Map<string, Vocabulary>();

/** The vocabulary for a BCP 47 locale: its own language's phrases first, then English. */
export function vocabularyFor(locale: string): Vocabulary {
  const primary = (locale.split(/[-_]/, 1)[0] ?? '').toLowerCase();
  const language = Object.hasOwn(languages, primary) ? primary : 'en';
  let vocabulary = vocabularies.get(language);
  if (vocabulary === undefined) {
    vocabulary = build([languages[language] ?? en, en]);
    vocabularies.set(language, vocabulary);
  }
  return vocabulary;
}

/** Case, accents and width do not count: `Ｕpdate`, `UPDATE` and `update` are one word. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function build(tables: Words[]): Vocabulary {
  const phrases = new Map<string, CommandName>();
  let longest = 1;
  for (const table of tables) {
    for (const command of Object.keys(table) as CommandName[]) {
      for (const phrase of table[command]) {
        const key = fold(phrase);
        if (!phrases.has(key)) phrases.set(key, command);
        longest = Math.max(longest, key.split(' ').length);
      }
    }
  }
  return { phrases, longest };
}
