import type { Command } from './command.js';

/** What one may run, and nothing else. */
export const help: Command = {
  name: 'help',
  async run({ mayRun }) {
    return { type: 'help', commands: mayRun };
  },
};
