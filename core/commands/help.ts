import { type Command, runnable } from './command.js';

/** What one may run, and nothing else. */
export const help: Command = {
  name: 'help',
  async run({ commands, policy, roles }) {
    return { type: 'help', commands: runnable(commands, policy, roles) };
  },
};
