import { countEdits, type Edits, FAR } from './edits.js';
import { BLANK, isEnd, isStart, isWordless } from './scripts.js';
import type { Wanted } from './wanted.js';

/**
 * How close a text of a customer is to what was asked for, from 0: the whole text, its beginning up to the end of a word, its
 * beginning, whole words of it, beginnings of its words, a part of it; then with edits. `NOT_CLOSE`: none of these.
 */
export type Closeness = number;

export const EXACT = 0;
const BEGINNING_WORD = 1;
export const BEGINNING = 2;
export const WORDS = 3;
const BEGINNINGS = 4;
export const PART = 5;
/** With one edit: these four, and with two edits four more. */
const EDITED = 6;
const IN_ALL = 0;
const IN_BEGINNING = 1;
const IN_WORDS = 2;
const INSIDE = 3;
const MANNERS = 4;
export const NOT_CLOSE = 99;

/** Where a text stands among others. */
export interface Span {
  units: Uint16Array;
  from: number;
  to: number;
  /** The length of the legal form before the name. */
  head: number;
}

/** How close without any edit. */
export function closeness({ units, from, to, head }: Span, wanted: Wanted): Closeness {
  const start = beginning(units, from, to, wanted.units);
  if (start <= BEGINNING) return start;
  // A name may be typed without its legal form: that is its beginning too, and even all of it.
  const behind = head === 0 ? NOT_CLOSE : beginning(units, from + head, to, wanted.units);
  return behind <= BEGINNING ? Math.max(behind, BEGINNING_WORD) : inWords(units, from, to, wanted);
}

/** Blanks do not count: "north wind" is the beginning of "Northwind Traders". */
function beginning(units: Uint16Array, from: number, to: number, wanted: Uint16Array): Closeness {
  let at = from;
  for (const sign of wanted) {
    if (sign === BLANK) continue;
    while (at < to && units[at] === BLANK) at += 1;
    if (at >= to || units[at] !== sign) return NOT_CLOSE;
    at += 1;
  }
  if (at === to) return EXACT;
  return isEnd(units, at, to) ? BEGINNING_WORD : BEGINNING;
}

/** Every word stands somewhere, in whatever order. */
function inWords(units: Uint16Array, from: number, to: number, wanted: Wanted): Closeness {
  let all: Closeness = WORDS;
  for (const word of wanted.words) {
    let best: Closeness = NOT_CLOSE;
    const length = word.to - word.from;
    for (let at = from; at + length <= to && best > WORDS; at += 1) {
      if (!standsAt(units, at, wanted.units, word.from, length)) continue;
      if (isStart(units, from, at)) best = isEnd(units, at + length, to) ? WORDS : Math.min(best, BEGINNINGS);
      // A letter stands within every second name, which says nothing.
      else if (length > 1) best = Math.min(best, PART);
    }
    if (best === NOT_CLOSE) return NOT_CLOSE;
    all = Math.max(all, best);
  }
  return all;
}

function standsAt(units: Uint16Array, at: number, wanted: Uint16Array, from: number, length: number): boolean {
  for (let n = 0; n < length; n += 1) if (units[at + n] !== wanted[from + n]) return false;
  return true;
}

const edits: Edits = { whole: FAR, beginning: FAR };

const ranked = (count: number, manner: number): Closeness =>
  count === FAR ? NOT_CLOSE : EDITED + (Math.max(count, 1) - 1) * MANNERS + manner;

function editedAt(units: Uint16Array, from: number, to: number, asked: Uint16Array, most: number): Closeness {
  countEdits(asked, 0, asked.length, units, from, to, most, edits);
  return Math.min(ranked(edits.whole, IN_ALL), ranked(edits.beginning, IN_BEGINNING));
}

/** How close with at least one edit and at most so many. */
export function editedCloseness({ units, from, to, head }: Span, wanted: Wanted, most: number): Closeness {
  const { units: asked } = wanted;
  let best = editedAt(units, from, to, asked, most);
  if (head > 0) best = Math.min(best, editedAt(units, from + head, to, asked, most));
  if (best < EDITED + IN_WORDS) return best;
  const last = to - asked.length + most;
  for (let at = from + 1; at <= last; at += 1) {
    const opens = units[at] === asked[0] || units[at] === asked[1];
    const start = units[at] !== BLANK && isStart(units, from, at);
    // Within a word only where the text begins as what was asked for: that spares most of the places.
    if (!start && !opens) continue;
    countEdits(asked, 0, asked.length, units, at, to, most, edits);
    best = Math.min(best, ranked(edits.beginning, start ? IN_WORDS : INSIDE));
    if (best <= EDITED + IN_WORDS) return best;
  }
  if (wanted.words.length > 1) best = Math.min(best, ranked(editsInWords(units, from, to, wanted, most), IN_WORDS));
  return best;
}

/** Edits of all words together, each held against the word that it is closest to; of the last one a beginning is enough. */
function editsInWords(
  units: Uint16Array,
  from: number,
  to: number,
  { words, units: asked }: Wanted,
  most: number,
): number {
  let sum = 0;
  for (const [place, word] of words.entries()) {
    // A short word has to be right: with an edit it is any other short word.
    const left = word.to - word.from > 3 ? most - sum : 0;
    let best = FAR;
    for (let at = from; at < to && best > 0; at += 1) {
      if (units[at] === BLANK || !isStart(units, from, at)) continue;
      countEdits(asked, word.from, word.to, units, at, endOfWord(units, at, to), left, edits);
      best = Math.min(best, place === words.length - 1 ? edits.beginning : edits.whole);
    }
    sum += best;
    if (sum > most) return FAR;
  }
  return sum;
}

function endOfWord(units: Uint16Array, at: number, to: number): number {
  let end = at;
  while (end < to && units[end] !== BLANK && !isWordless(units[end] ?? BLANK)) end += 1;
  return end === at ? to : end;
}

/** All of a text as its beginning: the label of a domain is not the whole domain, nor the sound of a name the name. */
export function asBeginning(close: Closeness): Closeness {
  const isAll = close === EXACT || (close >= EDITED && close < NOT_CLOSE && (close - EDITED) % MANNERS === IN_ALL);
  return isAll ? close + 1 : close;
}
