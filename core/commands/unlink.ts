import type { Answer } from '../answer.js';
import type { Visit } from '../context.js';
import { isSame } from '../roles/link-news.js';
import { linkById, type LinkRow, chatUserOf, viewOfLink } from '../roles/links.js';
import { may } from '../roles/policy.js';
import { removeLink } from '../roles/unlinking.js';
import type { Command } from './command.js';

/** What ties me to chats, to choose which of it ends. */
export const unlink: Command = {
  name: 'unlink',
  async run({ person, people, turn }) {
    const { id, name, via } = person;
    return { type: 'ownLinks', user: turn.user, person: { id, name }, via, links: await people.linksOf(id) };
  },
};

/** Asks whether a link shall really be removed: some chats cannot ask by themselves. */
export function askToUnlink(visit: Visit, id: string | undefined): Promise<Answer> {
  return withLink(visit, id, async (row, how) => ({ type: 'unlinking', link: viewOfLink(row), ...how }));
}

/** Removes a link of one's own, or, as an administrator, of somebody else. */
export function endLink(visit: Visit, id: string | undefined): Promise<Answer> {
  return withLink(visit, id, async (row, how) =>
    (await removeLink(visit, row, visit)) ? { type: 'unlinked', link: viewOfLink(row), ...how } : gone,
  );
}

const gone: Answer = { type: 'stale', reason: 'gone' };

/** To whoever may not remove it, a link is not there. */
async function withLink(
  visit: Visit,
  id: string | undefined,
  run: (row: LinkRow, how: { own: boolean; here: boolean }) => Promise<Answer>,
): Promise<Answer> {
  const row = id === undefined ? undefined : await linkById(visit.store.db, id);
  if (!row) return gone;
  const own = row.person === visit.person.id;
  if (!own && !may(visit.policy, 'manage links', visit.roles)) return gone;
  return run(row, { own, here: isSame(chatUserOf(row), visit.turn.user) });
}
