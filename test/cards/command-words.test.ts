import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { languages, understandingOf } from '../../cards/languages.js';
import { understand } from '../../cards/understand/understand.js';
import { type CommandName, commandNames } from '../../core/turn.js';

const commandOf = (text: string, locale: string) => {
  const act = understand(text, locale);
  return act.type === 'command' ? act.command : act.type;
};

/** Letters of the Latin alphabet, digits and blanks in their wide forms, as a Chinese keyboard writes them. */
const wide = (text: string) =>
  text.replace(/[!-~]/g, (sign) => String.fromCodePoint(sign.charCodeAt(0) + 0xfee0)).replaceAll(' ', '\u3000');
const bare = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '');

describe.each(languages)('what people type in %s', (language) => {
  const phrases = commandNames.flatMap((command) =>
    understandingOf(language).commands[command].map((phrase): [string, CommandName] => [phrase, command]),
  );

  it.each(phrases)('%s is the command %s', (phrase, command) => {
    expect(commandOf(phrase, language)).toBe(command);
    // The list has nothing behind it.
    expect(commandOf(`${phrase} 123`, language)).toBe(command === 'customers' ? 'find' : command);
  });

  it('does not depend on case, accents, width or the way in which accents are composed', () => {
    for (const [phrase, command] of phrases) {
      for (const typed of [phrase.toUpperCase(), bare(phrase), wide(phrase), phrase.normalize('NFD'), ` ${phrase}! `])
        expect([typed, commandOf(typed, language)]).toEqual([typed, command]);
    }
  });

  it('may be polite', () => {
    const { polite, commands } = understandingOf(language);
    for (const word of polite) {
      const find = commands.find[0] ?? '';
      expect([word, understand(`${word}, ${find} contoso`, language)]).toMatchObject([
        word,
        { command: 'find', argument: 'contoso' },
      ]);
    }
  });

  it('is understood in a chat of another language, when that one has no such word', () => {
    const known = new Set(['fr', 'en'].flatMap((each) => Object.values(understandingOf(each).commands).flat()));
    const unknown = phrases.filter(
      ([phrase]) => !known.has(phrase) && ![...known].some((one) => phrase.startsWith(one)),
    );
    for (const [phrase, command] of unknown.slice(0, 20))
      expect([phrase, commandOf(phrase, 'fr')]).toEqual([phrase, command]);
  });

  it('keeps English', () => {
    fc.assert(
      fc.property(fc.constantFrom(...commandNames), (command) => {
        expect(commandOf(command, language)).toBe(command);
      }),
    );
  });
});

describe('the language that somebody asks for', () => {
  it.each([
    ['language french', 'en', 'fr'],
    ['language Français', 'en', 'fr'],
    ['language FR-CA', 'en', 'fr'],
    ['language zh_CN', 'en', 'zh-Hans'],
    ['language 简体中文', 'en', 'zh-Hans'],
    ['language chinese', 'en', 'zh-Hans'],
    ['language русский', 'en', 'ru'],
    ['language испанский', 'ru', 'es'],
    ['language English.', 'fr', 'en'],
    ['language auto', 'fr', 'auto'],
    ['language klingon', 'en', 'klingon'],
    ['language', 'en', ''],
  ])('%j in %s is %j', (text, locale, argument) => {
    expect(understand(text, locale)).toEqual({ type: 'command', command: 'language', argument });
  });
});
