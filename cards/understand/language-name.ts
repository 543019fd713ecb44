import { type Language, languages } from '../languages.js';
import { fold, vocabularyFor } from './words.js';

let names: ReadonlyMap<string, Language> | undefined;

/**
 * The tag of a language that somebody named behind `language`: by its own tag (`fr`, `zh-CN`) or by its name in any language of ours
 * ("French", "français", 法语). `auto` for the language of the chat. What is none of these is given back as it was typed.
 */
export function readLanguage(text: string, locale: string): string {
  const wanted = fold(text).replace(/[.!。！]+$/u, '');
  if (vocabularyFor(locale).asChat.has(wanted)) return 'auto';
  names ??= namesOfAll();
  return names.get(wanted) ?? tagOf(text) ?? text;
}

function tagOf(text: string): Language | undefined {
  if (!/^[a-z]{2,3}([-_][a-z0-9]{2,8})*$/iu.test(text)) return undefined;
  try {
    const { language } = new Intl.Locale(text.replaceAll('_', '-'));
    return languages.find((tag) => new Intl.Locale(tag).language === language);
  } catch {
    return undefined;
  }
}

function namesOfAll(): ReadonlyMap<string, Language> {
  const found = new Map<string, Language>();
  for (const reader of languages) {
    const display = new Intl.DisplayNames(reader, { type: 'language' });
    for (const tag of languages) {
      const { language } = new Intl.Locale(tag);
      for (const name of [display.of(tag), display.of(language)]) if (name) found.set(fold(name), tag);
    }
  }
  return found;
}
