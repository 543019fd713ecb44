import type { Command } from './command.js';

/** How the desk is, and what to do about it. */
export const doctor: Command = {
  name: 'doctor',
  needs: 'examine the desk',
  async run(visit) {
    return { type: 'doctor', report: await visit.doctor() };
  },
};
