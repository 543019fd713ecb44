import type { Answer } from './answer.js';
import type { JsonObject } from './partner/partner-center.js';
import type { ChatUser, Place, Platform } from './turn.js';

/** Who reads an answer: decides language, dates and who else may be looking. */
export interface Reader {
  user: ChatUser;
  place: Place;
  /** BCP 47. */
  locale: string;
  timeZone?: string;
}

/** What a bot does for the core: say an answer that was not given inline. One for each platform. */
export interface Delivery {
  readonly platform: Platform;
  /**
   * Finishes a turn: fills the loading view, replaces the "working" message, or posts where neither exists.
   * `replyTo` is what the bot itself handed to Reception. May be called again after a crash.
   */
  finish(replyTo: JsonObject, answer: Answer, reader: Reader): Promise<void>;
  /** A message of its own in the 1:1 conversation with that person. */
  tell(answer: Answer, reader: Reader): Promise<void>;
  /**
   * Posts a copy that is kept up to date later: to a place that everybody in it reads, or to one person.
   *
   * @returns its address, in the platform's own words, for `revise`
   */
  post(answer: Answer, to: Recipient): Promise<JsonObject>;
  /** Shows a copy anew. @returns false when it is gone for good (deleted, the bot removed) */
  revise(address: JsonObject, answer: Answer, to: Recipient): Promise<boolean>;
}

/** Who gets a copy of a card. `user` is somebody's 1:1 conversation; without it the whole place reads it. */
export interface Recipient {
  platform: Platform;
  /** For a person without a known 1:1 conversation: any place of theirs, from which one can be opened. */
  place: Place;
  user?: ChatUser;
  locale: string;
  timeZone?: string;
  /**
   * Those who may act on it, as the platform knows them, at most 60: in a Teams place they get a view of their own with
   * buttons (`refresh`), while the shared card has none.
   */
  actors?: { user: ChatUser /** their 1:1 conversation */; place: Place }[];
}
