import type { Language } from '../cards/languages.js';
import { textsIn } from '../cards/texts.js';
import { offered } from '../core/commands/command.js';
import { commands } from '../core/commands/table.js';
import type { Cloud } from '../core/config.js';
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
 * The commands that a cloud offers, in the order of the table. Slack's manifest has one language, so its words are the
 * English ones, which are understood in every other language too.
 *
 * @param cloud of Partner Center: 21Vianet's calls an update "Edit"
 * @param language of the words and descriptions
 */
export function menuCommands(cloud: Cloud, language: Language = 'en'): MenuCommand[] {
  const t = textsIn(language, cloud);
  return offered(commands, cloud).map(({ name }) => ({
    name,
    word: t(`commands.${name}`),
    usage: t(`help.usage.${name}`),
    description: t(textOf(name)),
  }));
}

/** What help says of itself, "This list", means nothing in a menu, and there is no room for the examples of `watch`. */
function textOf(name: CommandName) {
  if (name === 'watch') return 'menu.watch';
  return name === 'help' ? 'help.summary' : (`help.${name}` as const);
}
