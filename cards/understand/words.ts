import type { CommandName } from '../../core/turn.js';
import { type Language, localeOf, understandingOf } from '../languages.js';

/** A language's phrases, ready to be looked up. */
export interface Vocabulary {
  /** Folded phrase → command. */
  phrases: ReadonlyMap<string, CommandName>;
  /** Words in the longest phrase. */
  longest: number;
  /** Phrases of scripts without blanks, longest first: what follows may stand right behind them. */
  joined: readonly string[];
  /** Folded words around a command that mean nothing, longest first. */
  polite: readonly string[];
  /** Folded phrases behind `language` for the language of the chat. */
  asChat: ReadonlySet<string>;
}

const vocabularies = new Map<string, Vocabulary>();

/** The vocabulary for a BCP 47 locale: its own language's phrases first, then English. */
export function vocabularyFor(locale: string): Vocabulary {
  const { language } = localeOf(locale);
  let vocabulary = vocabularies.get(language);
  if (vocabulary === undefined) {
    vocabulary = build([...new Set([language, 'en'])]);
    vocabularies.set(language, vocabulary);
  }
  return vocabulary;
}

/** Case, accents and width do not count: `Ｕpdate`, `UPDATE` and `update` are one word. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase();
}

/** Folded, and without the punctuation around it: "Help!" and "find:" are help and find; question marks alone are one. */
export function phraseOf(text: string): string {
  const folded = fold(text);
  const bare = folded.replace(/^[\s¿¡]+|[\s!?.,:;…。！？：]+$/gu, '');
  return bare === '' && folded.includes('?') ? '?' : bare;
}

/** Whether a phrase is of a script that is written without blanks. */
export const isJoined = (phrase: string): boolean =>
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(phrase);

function build(wanted: readonly Language[]): Vocabulary {
  const tables = wanted.map(understandingOf);
  const phrases = new Map<string, CommandName>();
  let longest = 1;
  for (const { commands } of tables) {
    for (const command of Object.keys(commands) as CommandName[]) {
      for (const phrase of commands[command]) {
        const key = phraseOf(phrase);
        if (!phrases.has(key)) phrases.set(key, command);
        longest = Math.max(longest, key.split(' ').length);
      }
    }
  }
  return {
    phrases,
    longest,
    joined: longestFirst([...phrases.keys()].filter(isJoined)),
    polite: longestFirst(tables.flatMap(({ polite }) => polite.map(fold))),
    asChat: new Set(tables.flatMap(({ asChat }) => asChat.map(fold))),
  };
}

const longestFirst = (texts: readonly string[]): string[] => [...new Set(texts)].sort((a, b) => b.length - a.length);
