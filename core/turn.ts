import type { Action } from './action.js';
import type { WatchWish } from './watch/watch.js';

export type Platform = 'slack' | 'teams';

/** The commands, by the name that every language and surface maps to. */
export const commandNames = [
  'customers',
  'find',
  'account',
  'update',
  'permission',
  'approvals',
  'history',
  'watch',
  'unwatch',
  'watches',
  'doctor',
  'whoami',
  'link',
  'unlink',
  'links',
  'language',
  'help',
] as const;
export type CommandName = (typeof commandNames)[number];

/** The commands about one customer, in the order in which they are offered for one that was found. */
export const customerCommands = [
  'account',
  'update',
  'permission',
  'history',
] as const satisfies readonly CommandName[];
export type CustomerCommand = (typeof customerCommands)[number];

/** Somebody in a chat, as the platform proved them. Not yet a Person: a link makes them one. */
export interface ChatUser {
  platform: Platform;
  /** Slack: the id of the user's own workspace (or enterprise). Teams: the Entra tenant id of the conversation. */
  tenant: string;
  /** Slack: user id. Teams: Entra object id. */
  user: string;
  name?: string;
  /**
   * What the platform says of them. Everybody but a `member` is refused before any other work: `guest` (restricted
   * accounts of the same organisation), `stranger` (another organisation, anonymous), `bot` (also deactivated accounts).
   */
  standing: 'member' | 'guest' | 'stranger' | 'bot';
}

/** A conversation that can be written to later: plain data of our own, so that it outlives any SDK. */
export type Place =
  | {
      platform: 'slack';
      /** The workspace that installed the app. */
      team: string;
      channel: string;
      thread?: string;
      kind: 'personal' | 'channel';
      /** Slack Connect: members of other organisations read it. */
      external: boolean;
    }
  | {
      platform: 'teams';
      tenant: string;
      conversation: string;
      serviceUrl: string;
      /** The bot's own id in that conversation. */
      bot: string;
      kind: 'personal' | 'group' | 'channel';
      external: boolean;
      /** The team of a channel: by it the channel's name is found. */
      team?: string;
      /** In a 1:1 conversation: the person's id as the bot knows it (`29:…`), which a card's `refresh` wants. */
      member?: string;
    };

/** What was filled in, by field path (`defaultAddress.city`). A field that was emptied is the empty string. */
export type FormValues = Record<string, string>;

export type Act =
  /** `wish`: what the argument of `watch` says, read in the language of whoever wrote it. */
  | { type: 'command'; command: CommandName; argument: string; wish?: WatchWish }
  /** A text that is no command; `nearest` is best first, at most three. */
  | { type: 'unclear'; text: string; nearest: CommandName[] }
  /** The desk was added to somebody's own chat. */
  | { type: 'greeting' }
  /**
   * A button pressed or a form submitted (then with values). `automatic`: the client asked by itself (a card's refresh):
   * the answer goes to this one person alone and changes nothing that others see.
   */
  | { type: 'action'; action: Action; values: FormValues; automatic?: true };

/** One thing that one person did in a chat. */
export interface Turn {
  /** Unique per thing done, the same when the platform repeats its delivery; the key of the inbox. */
  delivery: string;
  user: ChatUser;
  place: Place;
  /** BCP 47, as the platform gave it. */
  locale: string;
  /** IANA name, where the platform gave it. */
  timeZone?: string;
  act: Act;
}
