import { languages, nameOfLanguage } from '../cards/languages.js';

/** One language that somebody's chat can be set to. */
export interface SandboxLanguage {
  /** As Slack (`users.info`) and Teams (`activity.locale`) write it. */
  locale: string;
  /** In the language itself. */
  name: string;
}

/** Five of the languages that Slack and Teams have themselves. */
const usual = ['en', 'fr', 'es', 'ru', 'zh-Hans'];

const primary = (tag: string) => new Intl.Locale(tag).language;
const also = languages.filter((tag) => !usual.some((one) => primary(one) === primary(tag)));

/** The languages that the page offers: the usual ones, and every other one that the desk has a catalogue of. */
export const sandboxLanguages: readonly SandboxLanguage[] = [...usual, ...also].map((tag) => {
  const { language, region } = new Intl.Locale(tag).maximize();
  return { locale: [language, region].filter(Boolean).join('-'), name: nameOfLanguage(tag) };
});

/** The locale for what somebody typed into an address: `fr`, `fr-FR`, `zh-Hans`. Undefined when it is not offered. */
export function localeFor(text: string): string | undefined {
  const [language] = text.toLowerCase().split('-');
  return sandboxLanguages.find(({ locale }) => primary(locale) === language)?.locale;
}
