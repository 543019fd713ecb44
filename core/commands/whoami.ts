import type { Command } from './command.js';

/** Who the desk takes you for, your roles, and why. */
export const whoami: Command = {
  name: 'whoami',
  async run({ person, people, turn, roles, mayRun }) {
    return {
      type: 'whoami',
      user: turn.user,
      person: { id: person.id, name: person.name },
      roles,
      via: person.via,
      links: await people.linksOf(person.id),
      mayRun,
    };
  },
};
