import { isWrittenJoined } from './fill.js';
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

/** Why a search that would put a customer into a message gives none. */
export type ResultsText = 'outsiders' | 'unreadable' | 'unavailable';

/** @param locale BCP 47; English where its language is none of ours */
export function resultsText(key: ResultsText, locale: string): string {
  const { language } = localeOf(locale);
  const t = textsIn(language);
  if (key === 'unavailable') return t('room.unavailable');
  if (key === 'outsiders') return t('watchRefused.external');
  return [t('watchRefused.unreadable'), t('problems.remedy.notMember.teams')].join(
    isWrittenJoined(language) ? '' : ' ',
  );
}
