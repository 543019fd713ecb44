import type { CommandName } from '../../../core/turn.js';

/** One language's command words: every phrase that means a command, lower case. */
export type Words = Record<CommandName, readonly string[]>;
