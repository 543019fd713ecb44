import type { Act, CommandName } from '../../core/turn.js';
import { nearest } from './nearest.js';
import { readWish } from './wish.js';
import { fold, vocabularyFor } from './words.js';

/** Longer texts are cut here: no command needs more, and it bounds all the work below. */
const LONGEST_TEXT = 1000;

/**
 * Reads what a person typed: a command with its argument, or `unclear` with the nearest commands. Takes the text without
 * the slash command or the bot's name (the bots strip those) and the person's locale (BCP 47). Never throws; nothing
 * typed at all asks for help.
 */
export function understand(text: string, locale: string): Act {
  const clean = tidy(text);
  if (clean === '') return { type: 'command', command: 'help', argument: '' };
  const vocabulary = vocabularyFor(locale);
  const words = clean.split(' ');
  for (let count = Math.min(vocabulary.longest, words.length); count > 0; count--) {
    const command = vocabulary.phrases.get(phraseOf(words.slice(0, count)));
    if (command === undefined) continue;
    return commandAct(command, words.slice(count).join(' '), locale);
  }
  return { type: 'unclear', text: clean, nearest: nearest(clean, vocabulary) };
}

function commandAct(command: CommandName, rest: string, locale: string): Act {
  const argument = command === 'link' ? digits(rest) : unquote(rest);
  const wishes = command === 'watch' || command === 'unwatch';
  return { type: 'command', command, argument, ...(wishes ? { wish: readWish(rest, locale) } : {}) };
}

/** One line with single spaces; control, zero-width and bidi characters are nobody's intention in a command. */
function tidy(text: string): string {
  return text
    .slice(0, LONGEST_TEXT)
    .replace(/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u200b\u2060\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** "Help!" and "find:" are help and find; a lone "?" stays what it is. */
function phraseOf(words: string[]): string {
  const phrase = fold(words.join(' '));
  return phrase.length > 1 ? phrase.replace(/[!?.,:;…。！？：]+$/u, '') || phrase : phrase;
}

/** `"Contoso Ltd"` means Contoso Ltd. */
function unquote(argument: string): string {
  return /^["“”„«'‘](.*)["“”«»'’]$/u.exec(argument)?.[1]?.trim() ?? argument;
}

/** The code of `link`, as people type it: full-width digits, "123 456", "123-456". */
function digits(argument: string): string {
  return argument.normalize('NFKC').replace(/[\s-]/g, '');
}
