import { fold } from './fold.js';
import { gramsOf, pairsOf } from './grams.js';
import { BLANK, isWordless, unitsOf } from './scripts.js';

/** A text that customers are searched by, taken apart once. */
export interface Wanted {
  /** Folded. */
  units: Uint16Array;
  /** From where to before where each word stands in `units`. */
  words: readonly { from: number; to: number }[];
  /** Its grams, each one once: who is found with edits has most of them. */
  grams: readonly number[];
  /** Grams that everybody has in whom the words stand as they are, whether at the beginning of a word or within. */
  sure: readonly number[];
  /** How many edits it may lie away from what is found: 0, 1 or 2. */
  edits: number;
}

/** Longer texts are compared by their beginning. */
const LONGEST = 200;

/**
 * Fewer letters are a word of their own with every edit: of four one may be wrong, of eight two. Signs of scripts without blanks
 * say more: of three one, of six two.
 */
const LETTERS_PER_EDIT = 4;
const WEIGHT_OF_SIGN = 4 / 3;

const found = new Uint16Array(2 * LONGEST);

/** Takes a text apart. Undefined: it has no letter and no digit. */
export function readWanted(text: string): Wanted | undefined {
  const units = unitsOf(fold(text.slice(0, 2 * LONGEST)), LONGEST);
  if (units.length === 0) return undefined;
  const words: { from: number; to: number }[] = [];
  let weight = 0;
  for (let at = 0, from = 0; at <= units.length; at += 1) {
    const unit = units[at] ?? BLANK;
    if (unit !== BLANK) {
      weight += isWordless(unit) ? WEIGHT_OF_SIGN : 1;
      continue;
    }
    if (at > from) words.push({ from, to: at });
    from = at + 1;
  }
  const grams = [...new Set(found.subarray(0, gramsOf(units, 0, units.length, found)))];
  const pairs = [...new Set(found.subarray(0, pairsOf(units, 0, units.length, found)))];
  // Rounded: three thirds of four are a little less than four.
  const edits = Math.min(2, Math.floor(Math.round(weight * 10) / 10 / LETTERS_PER_EDIT));
  return { units, words, grams, sure: pairs.length > 0 ? pairs : grams, edits };
}
