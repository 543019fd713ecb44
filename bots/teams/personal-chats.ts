import type { ChatUser } from '../../core/turn.js';
import { BoundedMap } from './bounded-map.js';
import type { Connector } from './connector.js';
import { ConnectorError } from './connector-error.js';
import type { Reference } from './reply-to.js';

const CHATS_KEPT = 10_000;
const CHAT_LIFETIME_MS = 60 * 60_000;

/** Finds the 1:1 conversation with somebody. What is said there was meant for one pair of eyes, so whose it is is checked. */
export function createPersonalChats(connector: Connector, now: () => number) {
  const known = new BoundedMap<Reference>(CHATS_KEPT, CHAT_LIFETIME_MS, now);

  async function isTheirs(reference: Reference, user: ChatUser): Promise<boolean> {
    try {
      return (await connector.member(reference, user.user)).user === user.user.toLowerCase();
    } catch (error) {
      if (!(error instanceof ConnectorError) || !error.final) throw error;
      return false;
    }
  }

  /**
   * @param from their 1:1 conversation, or any place of theirs, from which one is opened
   * @throws ConnectorError
   */
  return async function chatWith(user: ChatUser, from: Reference): Promise<Reference> {
    const key = `${user.tenant} ${user.user} ${from.serviceUrl} ${from.conversation}`;
    const before = known.get(key);
    if (before) return before;
    const theirs = from.kind === 'personal' && (await isTheirs(from, user));
    const found = theirs ? from : await connector.openPersonal(from, user.user, user.tenant);
    known.set(key, found);
    return found;
  };
}

export type PersonalChats = ReturnType<typeof createPersonalChats>;
