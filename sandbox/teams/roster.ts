import type { Character } from '../stand-in.js';
import { type Conversation, mriOf, tenantOf } from './world.js';

/** Teams gives no smaller pages (learn.microsoft.com, "get conversation paged members"). */
const SMALLEST_PAGE = 50;
const LARGEST_PAGE = 500;

/** Who is in a conversation, as the Bot Connector tells it. */
export function createRoster(characters: Character[], tenantId: string) {
  const present = (conversation: Conversation) => characters.filter((each) => conversation.members.includes(each.id));
  const account = (character: Character) => ({
    id: mriOf(character),
    name: character.name,
    objectId: character.id,
    aadObjectId: character.id,
    tenantId: tenantOf(character, tenantId),
    userRole: character.standing === 'guest' ? 'guest' : 'user',
  });

  return {
    all: (conversation: Conversation) => present(conversation).map(account),

    /** One member, by Teams user id or object id. */
    one(conversation: Conversation, id: string) {
      const found = present(conversation).find((each) => mriOf(each) === id || each.id === id);
      return found && account(found);
    },

    /** @param continuation what the page before gave */
    page(conversation: Conversation, size: number, continuation: string | null) {
      const from = Number(continuation ?? 0);
      const to = from + Math.min(LARGEST_PAGE, Math.max(SMALLEST_PAGE, size || LARGEST_PAGE));
      const members = present(conversation);
      return {
        members: members.slice(from, to).map(account),
        ...(to < members.length ? { continuationToken: String(to) } : {}),
      };
    },
  };
}

export type Roster = ReturnType<typeof createRoster>;
