import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Understanding } from './understand/understanding.js';

/** The English catalogue; it decides which texts there are. Other languages have the same keys (and their own plurals). */
export type Catalogue = Omit<typeof import('./locales/en.json'), 'default'>;

/** What people type is data of its own kind, not texts of a card. English has all of it, or this does not compile. */
type Complete<Given extends Understanding> = Given;
export type Understood = Complete<Catalogue['understand']>;

/** The tag of a catalogue (BCP 47), which is the name of its file: `en`, `zh-Hans`. */
export type Language = string;

const folder = new URL('./locales/', import.meta.url);
const require = createRequire(import.meta.url);

const ofFolder: Language[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length))
  .sort((a, b) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b, 'en'));

/** The languages that have a catalogue, the default first. Each file of the folder is one, and nothing else has to know of it. */
export const languages: readonly Language[] = ofFolder;

const added = new Map<Language, Catalogue>();

/** A language that has no file. Before anything is said in it: what was looked up of a language is remembered. */
export function addLanguage(language: Language, catalogue: Catalogue): void {
  if (!ofFolder.includes(language)) ofFolder.push(language);
  added.set(language, catalogue);
}

/** The catalogue of a language, read when it is first asked for: most desks speak two or three. */
export function catalogueOf(language: Language): Catalogue {
  return added.get(language) ?? (require(`./locales/${language}.json`) as Catalogue);
}

/** What people type in a language. */
export function understandingOf(language: Language): Understanding {
  return catalogueOf(language).understand;
}

/** Locales that are remembered; more than the people of one desk have. The bound is against made-up ones. */
const MOST_REMEMBERED = 500;
const remembered = new Map<string, { language: Language; locale: string }>();

/**
 * The nearest catalogue for a locale as a platform gives it (BCP 47, `_` allowed), and the locale for dates and names: the
 * reader's own where it is of that language and script. Never throws; what is unknown or malformed reads English.
 */
export function localeOf(requested: string): { language: Language; locale: string } {
  let found = remembered.get(requested);
  if (found === undefined) {
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    found = nearestTo(requested);
    remembered.set(requested, found);
  }
  return found;
}

function nearestTo(requested: string): { language: Language; locale: string } {
  const wanted = parsed(requested.replaceAll('_', '-'));
  if (wanted === undefined) return { language: 'en', locale: 'en' };
  const { language: primary, script } = wanted.maximize();
  const candidates = languages.map((tag) => ({ tag, ...parts(tag) })).filter((one) => one.language === primary);
  const same = candidates.find((one) => one.script === script);
  if (same) return { language: same.tag, locale: wanted.baseName };
  // Another script of the language is nearer than English; its dates are written like its texts.
  const near = candidates[0]?.tag ?? 'en';
  return { language: near, locale: near };
}

function parsed(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag);
  } catch {
    return undefined;
  }
}

function parts(tag: string): { language: string; script: string | undefined } {
  const { language, script } = new Intl.Locale(tag).maximize();
  return { language, script };
}

/** The locale of somebody who chose a language: that of their chat where it is of that language, because it has a region. */
export function inChosenLanguage(chosen: Language, chat: string): string {
  return localeOf(chat).language === localeOf(chosen).language ? chat : chosen;
}

/** What a language calls itself, with a capital where a name in a list has one: "Français". */
export function nameOfLanguage(language: Language): string {
  const name = new Intl.DisplayNames(language, { type: 'language', languageDisplay: 'standard' }).of(language);
  return name === undefined ? language : name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
