import type { Language } from '../cards/languages.js';
import { textsIn } from '../cards/texts.js';
import { commands } from '../core/commands/table.js';
import type { CommandName } from '../core/turn.js';

/** One command, as the menus of Teams and Slack show it. */
export interface MenuCommand {
  name: CommandName;
  /** The word to type. */
  word: string;
  /** The word with what stands behind it: `find <text>`. */
  usage: string;
  description: string;
}

/**
 * Every command of the table, in its order. Slack's manifest has one language, so its words are the English ones, which are
 * understood in every other language too.
 *
 * @param language of the words and descriptions
 * @param edit whether Partner Center calls an update "Edit", as 21Vianet's does
 */
export function menuCommands({ edit }: { edit: boolean }, language: Language = 'en'): MenuCommand[] {
  const t = textsIn(language);
  return commands.map(({ name }) => {
    const word = name === 'update' && edit ? 'edit' : name;
    return { name, word: t(`commands.${word}`), usage: t(`help.usage.${word}`), description: t(textOf(name)) };
  });
}

/** What help says of itself, "This list", means nothing in a menu, and there is no room for the examples of `watch`. */
function textOf(name: CommandName) {
  if (name === 'watch') return 'menu.watch';
  return name === 'help' ? 'help.summary' : (`help.${name}` as const);
}
