import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Cloud } from '../../../core/config.js';
import type { CommandName } from '../../../core/turn.js';
import type { Texts } from '../../../cards/texts.js';

/** The program under test is the built one, and so are its texts. */
const built = (path: string) =>
  pathToFileURL(fileURLToPath(new URL(`../../../dist/cards/${path}`, import.meta.url))).href;
const { textsIn } = (await import(built('texts.js'))) as typeof import('../../../cards/texts.js');
const { catalogueOf, languages } = (await import(
  built('languages.js')
)) as typeof import('../../../cards/languages.js');

/** The words of one language. */
export interface Words {
  language: string;
  t: Texts;
  /** What somebody of this language and cloud types for a command. */
  word: (command: CommandName, cloud: Cloud) => string;
  /** Every text of its catalogue by its key. */
  texts: ReadonlyMap<string, string>;
}

/** @throws when there is no catalogue of that name: it would read English, and nobody would notice */
export function wordsOf(language: string): Words {
  if (!languages.includes(language)) throw new Error(`There is no catalogue for ${language}`);
  const t = textsIn(language);
  const { understand, ...shown } = catalogueOf(language);
  return {
    language,
    t,
    // 21Vianet's Partner Center says Edit where the others say Update, and so do its people.
    word: (command, cloud) =>
      command === 'update' && cloud === '21vianet' ? t('commands.edit') : (understand.commands[command][0] ?? command),
    texts: new Map(flatten(shown)),
  };
}

/** Every text by its path. */
function flatten(branch: object, prefix = ''): [string, string][] {
  return Object.entries(branch).flatMap(([name, value]: [string, unknown]): [string, string][] => {
    if (typeof value === 'string') return [[prefix + name, value]];
    return typeof value === 'object' && value !== null ? flatten(value, `${prefix}${name}.`) : [];
  });
}
