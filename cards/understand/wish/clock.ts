import { hanMinutesAt, hanNumberAt, isHan } from './han.js';
import { type Lexicon, longestAt, type Phrases } from './lexicon.js';
import type { Token } from './tokens.js';

/** Something that was read, and how many words it took. */
export interface Found<T> {
  words: number;
  value: T;
}

/** A time of day in minutes after midnight. `clear`: it can be nothing else, even with nothing around it. */
export type Clock = Found<number> & { clear: boolean };

/** A time of day at `index`: 9, 9:30, 9.30, 9h30, 5pm, "5 p.m.", noon, 九点半, 晚上8点30分. */
export function timeAt(lexicon: Lexicon, tokens: readonly Token[], index: number): Clock | undefined {
  const named = longestAt(lexicon.times, tokens, index);
  const clock = clockAt(lexicon, tokens, index);
  // 中午 is noon; of 中午1点 it is only the half of the day.
  return named && named.words >= (clock?.words ?? 0) ? { ...named, clear: false } : clock;
}

function clockAt(lexicon: Lexicon, tokens: readonly Token[], index: number): Clock | undefined {
  let at = index;
  const skip = (phrases: Phrases<true>) => {
    const words = longestAt(phrases, tokens, at)?.words ?? 0;
    at += words;
    return words > 0;
  };
  let half: 'morning' | 'afternoon' | undefined;
  // "17h" is one word, "17 h" two; some languages say the half of the day first.
  if (skip(lexicon.afternoon)) half = 'afternoon';
  else if (skip(lexicon.morning)) half = 'morning';
  const before = half !== undefined;
  const said = hoursAt(lexicon, tokens, at);
  if (said === undefined) return undefined;
  at += said.words;
  const { hours, rest } = said;
  if (lexicon.afternoon.meanings.has(rest)) half = 'afternoon';
  else if (lexicon.morning.meanings.has(rest)) half = 'morning';
  else if (rest !== '' && !lexicon.oClock.meanings.has(rest)) return undefined;
  let past = said.minutes;
  const sign = tokens[at];
  const oClock = skip(lexicon.oClock);
  if (oClock && past === undefined) {
    const found = minutesAt(tokens, at, isHan(sign));
    past = found?.value;
    at += found?.words ?? 0;
  }
  if (half === undefined && skip(lexicon.afternoon)) half = 'afternoon';
  else if (half === undefined && skip(lexicon.morning)) half = 'morning';
  const value = minutesOf(hours, past ?? 0, half);
  // 一点 alone may be the beginning of a name, 9点 and 下午一点 are not.
  const clear = oClock && isHan(sign) && (before || !said.han);
  return value === undefined ? undefined : { words: at - index, value, clear };
}

interface Hours {
  words: number;
  hours: number;
  minutes?: number;
  /** What stands right behind the number: "h", "pm". */
  rest: string;
  /** Written in Han signs. */
  han: boolean;
}

function hoursAt(lexicon: Lexicon, tokens: readonly Token[], at: number): Hours | undefined {
  const written = hanNumberAt(tokens, at);
  if (written) {
    // Without 点 it is a number, or a part of a name.
    const oClock = longestAt(lexicon.oClock, tokens, at + written.words);
    return oClock && { words: written.words, hours: written.value, rest: '', han: true };
  }
  const token = tokens[at];
  const [, hours = '', minutes, rest = ''] =
    (token?.quoted === false && /^(\d{1,2})(?:[:.h](\d{2}))?(\D*)$/u.exec(token.word)) || [];
  if (hours === '') return undefined;
  return {
    words: 1,
    hours: Number(hours),
    ...(minutes === undefined ? {} : { minutes: Number(minutes) }),
    rest,
    han: false,
  };
}

function minutesAt(tokens: readonly Token[], at: number, han: boolean): Found<number> | undefined {
  const found = han ? hanMinutesAt(tokens, at) : undefined;
  if (found) return found;
  const word = tokens[at]?.word ?? '';
  return /^\d{2}$/u.test(word) ? { words: 1, value: Number(word) } : undefined;
}

function minutesOf(hours: number, minutes: number, half: 'morning' | 'afternoon' | undefined): number | undefined {
  if (minutes > 59) return undefined;
  if (half === undefined) {
    if (hours > 24 || (hours === 24 && minutes > 0)) return undefined;
    return (hours % 24) * 60 + minutes;
  }
  // 18 in the evening is 18; 12 am is midnight.
  if (hours > 12) return half === 'afternoon' && hours < 24 ? hours * 60 + minutes : undefined;
  return ((hours % 12) + (half === 'afternoon' ? 12 : 0)) * 60 + minutes;
}
