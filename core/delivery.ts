import type { Answer } from './answer.js';
import type { JsonObject } from './partner/partner-center.js';
import type { ChatUser, Place, Platform } from './turn.js';
import type { PlaceProblem } from './watch/watch.js';

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
  /** A message of its own in the 1:1 conversation with that person. `mark`: as for `post`. @throws PlaceUnreachable */
  tell(answer: Answer, reader: Reader, mark?: string): Promise<void>;
  /**
   * Posts a copy that is kept up to date later: to a place that everybody in it reads, or to one person.
   *
   * @param mark an id by which `find` knows this very message again
   * @returns its address, in the platform's own words, for `revise` and `reply`
   * @throws PlaceUnreachable when that place cannot be written to, whatever is tried
   */
  post(answer: Answer, to: Recipient, mark?: string): Promise<JsonObject>;
  /** Shows a copy anew. @returns false when it is gone for good (deleted, the bot removed) */
  revise(address: JsonObject, answer: Answer, to: Recipient): Promise<boolean>;
  /**
   * Says something under a copy: in its thread (Slack), in its reply chain (a channel of Teams).
   *
   * @returns false when there is no such thing there (chats of Teams), or the copy is gone
   * @throws PlaceUnreachable
   */
  reply(address: JsonObject, answer: Answer, to: Recipient, mark?: string): Promise<boolean>;
  /**
   * Looks for a message whose sending a crash left in doubt.
   *
   * @param since not before this, ms since the epoch
   * @param under the copy under which it would stand, for what `reply` says
   * @returns its address; `absent`: it was not sent; `unknown`: the platform does not say
   */
  find(
    mark: string,
    to: Recipient | Reader,
    since: number,
    under?: JsonObject,
  ): Promise<JsonObject | 'absent' | 'unknown'>;
  /**
   * The e-mail address of a chat user, if the platform has confirmed it and they are a full member of the workspace itself;
   * absent where no platform of that kind tells one. @throws when the platform cannot be asked
   */
  confirmedEmail?(user: ChatUser): Promise<string | undefined>;
  /** How a place stands now. @throws when the platform cannot be asked */
  survey(place: Place): Promise<Survey>;
}

/** How a place stands, as its platform says. Without a problem it can be written to, and only colleagues read it. */
export interface Survey {
  problem?: PlaceProblem;
  /** `#customers`, `Customer desk`; absent where the platform tells none. */
  name?: string;
}

/** A place cannot be written to, and trying again soon does not help. Carries nothing of the message. */
export class PlaceUnreachable extends Error {
  override readonly name = 'PlaceUnreachable';
  readonly problem: PlaceProblem;
  /** The platform's own code (`channel_not_found`, `BotNotInConversationRoster`, …), for logs and reports. */
  readonly code: string;

  constructor(problem: PlaceProblem, code: string) {
    super(`${problem}: ${code}`);
    this.problem = problem;
    this.code = code;
  }
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
