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
  word: (command: CommandName) => string;
  /** Every text by its key, as this cloud words it. */
  texts: ReadonlyMap<string, string>;
  /** The texts of other clouds that this one words otherwise. */
  elsewhere: ReadonlyMap<string, string>;
}

/** @throws when there is no catalogue of that name: it would read English, and nobody would notice */
export function wordsOf(language: string, cloud: Cloud = 'global'): Words {
  if (!languages.includes(language)) throw new Error(`There is no catalogue for ${language}`);
  const t = textsIn(language, cloud);
  const { understand, clouds, ...shown } = catalogueOf(language);
  const own = new Map(flatten(Object.hasOwn(clouds, cloud) ? clouds[cloud as keyof typeof clouds] : {}));
  const general = new Map(flatten(shown));
  return {
    language,
    t,
    // 21Vianet's Partner Center says Edit where the others say Update, and so do its people.
    word: (command) => (command === 'update' ? t('commands.update') : (understand.commands[command][0] ?? command)),
    texts: new Map([...general, ...own]),
    elsewhere: new Map([...general].filter(([key, text]) => own.has(key) && own.get(key) !== text)),
  };
}

/** Every text by its path. */
function flatten(branch: object, prefix = ''): [string, string][] {
  return Object.entries(branch).flatMap(([name, value]: [string, unknown]): [string, string][] => {
    if (typeof value === 'string') return [[prefix + name, value]];
    return typeof value === 'object' && value !== null ? flatten(value, `${prefix}${name}.`) : [];
  });
}
