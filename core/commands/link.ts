import type { Command } from './command.js';

/** A link is completed before there is a person to visit (core/desk.ts); whoever gets here is linked already. */
export const link: Command = {
  name: 'link',
  argument: 'code',
  async run() {
    return { type: 'linkRefused', reason: 'alreadyLinked' };
  },
};
