import type { Character } from '../../sandbox/stand-in.js';

/** How many people ask at once: enough to keep a server busy, few enough that two cores are not all queue. */
export const USERS = 8;

/** A sales agent, whose Slack user an administrator has linked. */
export function characterNumber(n: number): Character {
  return {
    id: `0b000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    name: `Agent ${String(n).padStart(2, '0')}`,
    title: 'Sales agent',
    slackUser: `U0AGENT${String(n).padStart(2, '0')}`,
    groups: ['SalesAgents'],
    directoryRoleTemplates: [],
    standing: 'member',
    locale: 'en-US',
    timeZone: 'Europe/Madrid',
    linked: true,
  };
}

export const people: Character[] = Array.from({ length: USERS }, (_, n) => characterNumber(n));

/** One of them. @throws when there is no such */
export function personAt(n: number): Character {
  const found = people[n % people.length];
  if (!found) throw new Error('nobody');
  return found;
}
