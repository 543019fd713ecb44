import type { CommandName } from '../../core/turn.js';
import type { WishWords } from './wish/words.js';

/**
 * What people type in one language, as its catalogue has it under `understand`: phrases in lower case; accents, case and width do
 * not count.
 */
export interface Understanding {
  /** Every phrase that means a command. The first one is what help shows. */
  commands: Record<CommandName, readonly string[]>;
  /** Behind `language`: the language of the chat itself, instead of a chosen one. */
  asChat: readonly string[];
  /** What may stand around a command and means nothing. */
  polite: readonly string[];
  /** What `watch` is asked for. */
  watches: WishWords;
}
