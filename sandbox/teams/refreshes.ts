import type { Character } from '../stand-in.js';
import { MOST_REFRESHED, type Refresh, refreshOf } from './content.js';
import { type Conversation, type Message, mriOf } from './world.js';

/**
 * What the client does with a card that refreshes itself: when it shows the card to somebody who is named in it, it asks
 * the bot for their view, once for each version of the message. A failure shows nothing: the card stays as it is.
 *
 * @param ask gives the card that the bot answered, if it did
 */
export function createRefreshes(options: {
  ask: (character: Character, conversation: Conversation, message: Message, refresh: Refresh) => Promise<unknown>;
  changed: () => void;
}) {
  const { ask, changed } = options;
  /** The version that each character's client has asked for. */
  const asked = new WeakMap<Message, Map<string, number>>();
  const underWay = new Set<Promise<void>>();

  function isFor({ userIds }: Refresh, character: Character, { members }: Conversation): boolean {
    return userIds === undefined ? members.length <= MOST_REFRESHED : userIds.includes(mriOf(character));
  }

  async function run(character: Character, conversation: Conversation, message: Message, refresh: Refresh) {
    const { version } = message;
    const before = message.views.get(character.id);
    const card = await ask(character, conversation, message, refresh);
    // Changed for all, or pressed, meanwhile: what is there now is newer.
    if (card === undefined || message.version !== version || message.views.get(character.id) !== before) return;
    message.views.set(character.id, card);
    changed();
  }

  return {
    /** Somebody is shown a conversation. Returns at once; their views appear later. */
    shown(character: Character, conversation: Conversation): void {
      for (const message of conversation.messages) {
        const refresh = message.from.bot ? refreshOf(message.card) : undefined;
        if (!refresh || !isFor(refresh, character, conversation)) continue;
        const versions = asked.get(message) ?? new Map<string, number>();
        if (versions.get(character.id) === message.version) continue;
        asked.set(message, versions.set(character.id, message.version));
        const work = run(character, conversation, message, refresh)
          .catch(() => undefined)
          .finally(() => underWay.delete(work));
        underWay.add(work);
      }
    },

    /** Resolves when every view that was asked for is there. */
    async settled(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
