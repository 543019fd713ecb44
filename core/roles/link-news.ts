import type { AnswerOf } from '../answer.js';
import type { Reader } from '../delivery.js';
import type { Outbox } from '../jobs/outbox.js';
import { knownPlaces } from '../places.js';
import type { Db } from '../store/tables.js';
import type { ChatUser } from '../turn.js';
import type { ChatUserKey } from './people.js';
import { chatsOf, unmet, type Whereabouts } from './whereabouts.js';

/** What is told of a link: that it was made or removed, or that somebody tried codes for it. */
export type LinkNewsAnswer = AnswerOf<'linkAnnounced'>;

/** Tells the people whom a link concerns, wherever else they are known: none is made, tried or removed unnoticed. */
export interface LinkNews {
  /** The chats of a person, without this one. Asked before the transaction. */
  personElsewhere(person: string, without?: ChatUserKey): Promise<Reader[]>;
  /** The 1:1 chat of a chat user who is not, or no longer, linked. */
  chatUserThemselves(user: ChatUserKey): Promise<Reader[]>;
  /** @param occasion unique for what is told */
  owe(tx: Db, readers: readonly Reader[], occasion: string, answer: LinkNewsAnswer): Promise<void>;
  /** After the commit. */
  wake(): void;
}

export function createLinkNews(parts: Whereabouts & { outbox: Pick<Outbox, 'owe'>; wake: () => void }): LinkNews {
  const { outbox, store, wake } = parts;
  return {
    async personElsewhere(person, without) {
      const chats = await chatsOf(parts, person);
      return chats.filter(({ user }) => !without || !isSame(user, without));
    },
    async chatUserThemselves(key) {
      const user: ChatUser = { ...key, standing: 'member' };
      const [met] = await knownPlaces(store.db, [user]);
      if (met) return [met];
      return user.platform === 'slack' ? [unmet(user, parts)] : [];
    },
    async owe(tx, readers, occasion, answer) {
      for (const to of readers) {
        const { platform, tenant, user } = to.user;
        await outbox.owe(tx, { dedupeKey: `${occasion}:${platform}:${tenant}/${user}`, to, answer });
      }
    },
    wake,
  };
}

/** Entra ids come in either case. */
export function isSame(a: ChatUserKey, b: ChatUserKey): boolean {
  const key = ({ platform, tenant, user }: ChatUserKey) => `${platform}:${tenant}/${user}`.toLowerCase();
  return key(a) === key(b);
}
