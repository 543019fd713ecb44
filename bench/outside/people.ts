import type { Character } from '../../sandbox/stand-in.js';

/** How many people ask at once: enough to keep a server busy, few enough that two cores are not all queue. */
export const USERS = 8;

const two = (n: number) => String(n).padStart(2, '0');

/** Sales agents, whose Slack users an administrator has linked. */
export const people: Character[] = Array.from({ length: USERS }, (_, n) => ({
  id: `0b000000-0000-4000-8000-0000000000${two(n)}`,
  name: `Agent ${two(n)}`,
  title: 'Sales agent',
  slackUser: `U0AGENT${two(n)}`,
  groups: ['SalesAgents'],
  directoryRoleTemplates: [],
  standing: 'member',
  locale: 'en-US',
  timeZone: 'Europe/Madrid',
  linked: true,
}));

/** One of them. @throws when there is no such */
export function personAt(n: number): Character {
  const found = people[n % people.length];
  if (!found) throw new Error('nobody');
  return found;
}
