import type { Act, CommandName } from '../../core/turn.js';
import { languages } from '../languages.js';
import { readLanguage } from './language-name.js';
import { nearest } from './nearest.js';
import { withoutCourtesy } from './courtesy.js';
import { readWish } from './wish.js';
import { fold, phraseOf, type Vocabulary, vocabularyFor } from './words.js';

/** Longer texts are cut here: no command needs more, and it bounds all the work below. */
const LONGEST_TEXT = 1000;

/**
 * Reads what a person typed: a command with its argument, or `unclear` with the nearest commands. Takes the text without
 * the slash command or the bot's name (the bots strip those) and the person's locale (BCP 47). English is always understood, and so
 * is any other language of ours that explains what this one does not. Never throws; nothing typed at all asks for help.
 */
export function understand(text: string, locale: string): Act {
  const clean = tidy(text);
  if (clean === '') return { type: 'command', command: 'help', argument: '' };
  // A chat set to English is often written in by others; who says 关注 says the rest in Chinese too.
  for (const spoken of [locale, ...languages]) {
    const read = readCommand(clean, vocabularyFor(spoken));
    if (read) return commandAct(read.command, read.rest, spoken);
  }
  return { type: 'unclear', text: clean, nearest: nearest(clean, vocabularyFor(locale)) };
}

/** What is polite around a command is left out; alone it may be a command itself ("hello"). */
function readCommand(text: string, vocabulary: Vocabulary): { command: CommandName; rest: string } | undefined {
  const bare = withoutCourtesy(text, vocabulary);
  return readAt(bare, vocabulary) ?? (bare === text ? undefined : readAt(text, vocabulary));
}

function readAt(text: string, vocabulary: Vocabulary): { command: CommandName; rest: string } | undefined {
  const words = text.split(' ');
  for (let count = Math.min(vocabulary.longest, words.length); count > 0; count--) {
    const command = vocabulary.phrases.get(phraseOf(words.slice(0, count).join(' ')));
    if (command !== undefined) return { command, rest: words.slice(count).join(' ') };
  }
  for (const phrase of vocabulary.joined) {
    const length = lengthOf(phrase, text);
    const command = length === undefined ? undefined : vocabulary.phrases.get(phrase);
    if (command !== undefined) return { command, rest: text.slice(length).replace(/^[\s:：,，]+/u, '') };
  }
  return undefined;
}

/** How much of a text its beginning is that reads as this folded phrase; undefined when it begins otherwise. */
function lengthOf(phrase: string, text: string): number | undefined {
  let read = '';
  let length = 0;
  for (const sign of text) {
    read += fold(sign);
    length += sign.length;
    if (read === phrase) return length;
    if (!phrase.startsWith(read)) return undefined;
  }
  return undefined;
}

function commandAct(said: CommandName, rest: string, locale: string): Act {
  // The list has nothing behind it, and some languages have one word for a customer and for all of them: 客户contoso.
  const command = said === 'customers' && rest !== '' ? 'find' : said;
  const wishes = command === 'watch' || command === 'unwatch';
  return {
    type: 'command',
    command,
    argument: argumentOf(command, rest, locale),
    ...(wishes ? { wish: readWish(rest, locale) } : {}),
  };
}

function argumentOf(command: CommandName, rest: string, locale: string): string {
  if (command === 'link') return digits(rest);
  return command === 'language' ? readLanguage(unquote(rest), locale) : unquote(rest);
}

/** One line with single spaces; control, zero-width and bidi characters are nobody's intention in a command. */
function tidy(text: string): string {
  return (
    text
      .slice(0, LONGEST_TEXT)
      .replace(/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+/gu, ' ')
      .replace(/[\u200b\u2060\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu, '')
      .replace(/ {2,}/g, ' ')
      .trim()
      // French has a blank before them.
      .replace(/(?<=[^ ]) [?!]+$/u, '')
  );
}

/** `"Contoso Ltd"` means Contoso Ltd. */
function unquote(argument: string): string {
  return /^["“”„«'‘](.*)["“”«»'’]$/u.exec(argument)?.[1]?.trim() ?? argument;
}

/** The code of `link`, as people type it: full-width digits, "123 456", "123-456". */
function digits(argument: string): string {
  return argument.normalize('NFKC').replace(/[\s-]/g, '');
}
