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
}
