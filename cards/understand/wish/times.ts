import type { QuietHours, Rhythm } from '../../../core/watch/watch.js';
import { type Found, timeAt } from './clock.js';
import { type Lexicon, longestAt, type Phrases } from './lexicon.js';
import type { Token } from './tokens.js';

/** When a day begins for whoever says "daily" and no more: 9:00, in minutes after midnight. */
const MORNING = 9 * 60;
/** What "quiet hours" are for whoever names none: after office hours, 18:00 to 8:00. */
const AFTER_HOURS: QuietHours = { from: 18 * 60, to: 8 * 60 };

/** "daily", "daily at 9", "at 17:00 daily", "at 9": once a day. `explicit`: a time was said with it. */
export function dailyAt(
  lexicon: Lexicon,
  tokens: readonly Token[],
  index: number,
): (Found<Rhythm> & { explicit: boolean }) | undefined {
  const wordsOf = (phrases: Phrases<true>, at: number) => longestAt(phrases, tokens, at)?.words ?? 0;
  const day = wordsOf(lexicon.day, index);
  const at = wordsOf(lexicon.at, index + day);
  const time = timeAt(lexicon, tokens, index + day + at);
  if (time === undefined) {
    return day === 0 ? undefined : { words: day, value: { every: 'day', at: MORNING }, explicit: false };
  }
  const before = day + at + time.words;
  const behind = day === 0 ? wordsOf(lexicon.day, index + before) : 0;
  // A number alone is no time: it belongs to a name.
  if (day + at + behind === 0 && !time.clear) return undefined;
  return { words: before + behind, value: { every: 'day', at: time.value }, explicit: true };
}

/** "quiet 18-8", "quiet hours from 18 to 8", "from 18:00 to 8:00 quiet", "quiet hours". */
export function quietAt(
  lexicon: Lexicon,
  tokens: readonly Token[],
  index: number,
): (Found<QuietHours> & { explicit: boolean }) | undefined {
  const said = longestAt(lexicon.quiet, tokens, index)?.words ?? 0;
  const hours = rangeAt(lexicon, tokens, index + said);
  if (hours === undefined) return said === 0 ? undefined : { words: said, value: AFTER_HOURS, explicit: false };
  const behind = said === 0 ? (longestAt(lexicon.quiet, tokens, index + hours.words)?.words ?? 0) : 0;
  if (said + behind === 0) return undefined;
  return { words: said + hours.words + behind, value: hours.value, explicit: true };
}

function rangeAt(lexicon: Lexicon, tokens: readonly Token[], index: number): Found<QuietHours> | undefined {
  const lead = longestAt(lexicon.from, tokens, index)?.words ?? 0;
  const from = timeAt(lexicon, tokens, index + lead);
  if (from === undefined) return undefined;
  const second = index + lead + from.words;
  const link = longestAt(lexicon.to, tokens, second)?.words ?? 0;
  const to = link === 0 ? undefined : timeAt(lexicon, tokens, second + link);
  // From a time to the same one is a whole day, or none: nobody means it.
  if (to === undefined || to.value === from.value) return undefined;
  return { words: lead + from.words + link + to.words, value: { from: from.value, to: to.value } };
}
