import type { Action } from '../action.js';
import type { ChatUser, Platform } from '../turn.js';
import type { LinkView } from '../views.js';
import type { CompletionRefusal } from './linking-completion.js';
import type { Via } from './people.js';

/** What the desk says of links, as data: part of `Answer` (core/answer.ts). */
export type LinkAnswer =
  | { type: 'linkNeeded'; url: string; expiresAt: number }
  | {
      type: 'linkRefused';
      reason: CompletionRefusal;
      triesLeft?: number;
      /** Of `othersCode`, for whoever signed in: whom it would have linked to them. */
      other?: { platform: Platform; userName: string };
    }
  /** What ties the reader to chats, each with the way to end it. */
  | { type: 'ownLinks'; user: ChatUser; person: { id: string; name: string }; via: Via; links: LinkView[] }
  /** Asks before a link is removed. */
  | {
      type: 'unlinking';
      link: LinkView;
      own: boolean;
      /** It is the chat in which it is asked. */
      here: boolean;
    }
  /** A link was removed. */
  | { type: 'unlinked'; link: LinkView; own: boolean; here: boolean }
  | {
      type: 'links';
      /** What was looked for; absent: all of them. */
      query?: string;
      /** Latest first, those of the configuration last. */
      items: LinkView[];
      /** How many there are in all. */
      count: number;
      /** `links` with a listing's id, when there is another page. */
      more?: Action;
    }
  /** A chat user was linked to you, or is not any more, or was tried to be: told wherever you are known. */
  | {
      type: 'linkAnnounced';
      /** `guessed`: too many wrong codes, `misplaced`: somebody else typed the code; both ended the attempt. */
      event?: 'linked' | 'unlinked' | 'guessed' | 'misplaced';
      platform: Platform;
      userName: string;
      at: number;
      via?: 'signIn' | 'email';
      /** The name of the administrator who did it; absent: one of the two themselves. */
      by?: string;
      /** The reader is that chat user, and this is whom they were linked to. */
      person?: string;
      /** The link, for its button. */
      link?: string;
    };
