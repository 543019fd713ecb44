import { type Language, languages } from '../cards/languages.js';
import { textsIn } from '../cards/texts.js';
import type { Cloud } from '../core/config.js';
import type { CommandName } from '../core/turn.js';
import { menuCommands } from './commands.js';

/**
 * A menu of Teams has room for ten commands (`commandLists` of the schema). These are understood without it too: a page says
 * when to type `link`, `whoami` has a button that ends each link, `links` and `doctor` are for few, `watches` has a button that stops
 * each watch, every refusal has one that asks who one is, and `language` is needed once, if ever.
 */
export const notInMenu: readonly CommandName[] = ['doctor', 'language', 'link', 'unlink', 'links', 'unwatch', 'whoami'];

/** Everything that the manifest of Teams says in words, in one language. */
export interface TeamsTexts {
  name: { short: string; full: string };
  description: { short: string; full: string };
  /** Choosing an item puts its title into the message, so the title is the word alone. */
  commands: MenuText[];
  extension: { search: MenuText; searchFor: string; fromMessage: MenuText };
}

interface MenuText {
  title: string;
  description: string;
}

/** @param cloud of Partner Center: its words and commands */
export function teamsTexts(language: Language, cloud: Cloud): TeamsTexts {
  const t = textsIn(language, cloud);
  const commands = menuCommands(cloud, language);
  const usages = new Intl.ListFormat(language, { type: 'unit', style: 'short' }).format(
    commands.map(({ usage }) => usage),
  );
  return {
    name: { short: 'partnerdesk', full: t('menu.name') },
    description: { short: t('menu.short'), full: t('menu.full', { commands: usages }) },
    commands: commands
      .filter(({ name }) => !notInMenu.includes(name))
      .map(({ word, usage, description }) => ({
        title: word,
        description: usage === word ? description : t('menu.item', { usage, description }),
      })),
    extension: {
      search: { title: t('menu.search'), description: t('menu.searchText') },
      searchFor: t('menu.searchFor'),
      fromMessage: {
        title: t('menu.fromMessage'),
        description: t('menu.fromMessageText'),
      },
    },
  };
}

/** The language of the manifest itself, and the files beside it that hold the others. */
export function localizationInfo() {
  return {
    defaultLanguageTag: tagOf('en'),
    additionalLanguages: others().map((language) => ({ languageTag: tagOf(language), file: fileOf(language) })),
  };
}

/**
 * The files of the other languages by name: each text under its path in the manifest, and nothing else
 * (learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-localization).
 *
 * @param schema the version of the manifest's schema
 */
export function localizationFiles(schema: string, cloud: Cloud): Record<string, Record<string, string>> {
  return Object.fromEntries(
    others().map((language) => {
      const { name, description, commands, extension } = teamsTexts(language, cloud);
      const menu = commands.flatMap((command, index) => [
        [`bots[0].commandLists[0].commands[${index}].title`, command.title],
        [`bots[0].commandLists[0].commands[${index}].description`, command.description],
      ]);
      return [
        fileOf(language),
        {
          $schema: `https://developer.microsoft.com/en-us/json-schemas/teams/v${schema}/MicrosoftTeams.Localization.schema.json`,
          'name.short': name.short,
          'name.full': name.full,
          'description.short': description.short,
          'description.full': description.full,
          ...Object.fromEntries(menu),
          'composeExtensions[0].commands[0].title': extension.search.title,
          'composeExtensions[0].commands[0].description': extension.search.description,
          'composeExtensions[0].commands[0].parameters[0].title': extension.searchFor,
          'composeExtensions[0].commands[1].title': extension.fromMessage.title,
          'composeExtensions[0].commands[1].description': extension.fromMessage.description,
        },
      ];
    }),
  );
}

const others = () => languages.filter((language) => language !== 'en');
const fileOf = (language: Language) => `${tagOf(language).toLowerCase()}.json`;

/** Clients of Teams name a region where the catalogue names a script: `zh-cn` reads what is written in `zh-Hans`. */
function tagOf(language: Language): string {
  const { script, region } = new Intl.Locale(language);
  if (script === undefined) return language;
  const whole = new Intl.Locale(language).maximize();
  return `${whole.language}-${(region ?? whole.region ?? '').toLowerCase()}`;
}
