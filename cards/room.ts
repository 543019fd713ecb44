import { localeOf } from './languages.js';
import { textsIn } from './texts.js';

/** What a bot says in front of several people. None of it holds data: the answer itself goes to the person who asked. */
export type RoomText =
  | 'answeredPrivately'
  | 'cannotReachYou'
  | 'unavailable'
  /** A press that takes long: the pressed card stays as it is. */
  | 'answerFollows'
  /** A card refreshed itself for somebody who has no view of their own on it. */
  | 'nothingOwn'
  /** In place of a card, once people from outside can read it. */
  | 'outsidersPresent';

/** @param locale BCP 47; English where its language is none of ours */
export function roomText(key: RoomText, locale: string): string {
  return textsIn(localeOf(locale).language)(`room.${key}`);
}
