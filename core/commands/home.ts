import type { Answer } from '../answer.js';
import type { Visit } from '../context.js';
import { recentCustomers } from '../customers/recents.js';
import { listApprovals } from './approvals.js';

/** How many of somebody's recent customers their own page of the desk shows. */
const RECENT = 8;

/** Somebody's own page: the customers they opened last, what awaits them, what they asked for, and who they are here. */
export async function showHome(visit: Visit): Promise<Answer> {
  const { person, people, languages, turn, roles, mayRun } = visit;
  const [recent, lists, links, chosen] = await Promise.all([
    recentCustomers(visit.store.db, person.id, RECENT),
    listApprovals(visit),
    people.linksOf(person.id),
    languages.of(turn.user),
  ]);
  return {
    type: 'home',
    ...lists,
    recent,
    mayUpdate: mayRun.includes('update'),
    name: person.name,
    roles,
    links,
    ...(chosen === undefined ? {} : { chosen }),
  };
}
