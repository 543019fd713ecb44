import { BLANK, isStart } from './scripts.js';

/** How many kinds of grams a segment tells apart. Two that share a number cost a look in vain, and nothing else. */
export const GRAM_KINDS = 8_192;

const SHIFT = 32 - Math.log2(GRAM_KINDS);

/** The number of a pair of neighbours; `before` is 0 for a sign at which a word begins. */
function numberOf(before: number, sign: number): number {
  return (Math.imul(before + 1, 0x9e3779b1) ^ Math.imul(sign, 0x85ebca77)) >>> SHIFT;
}

/**
 * The grams of a folded text: every pair of neighbours within a word, and every sign at which a word begins. Pairs, not triples:
 * they serve Chinese names, where three signs may be the whole name, and a single edit spoils only three of them.
 *
 * @param into where their numbers are put, with repetitions; at least twice as long as the text
 * @returns how many there are
 */
export function gramsOf(units: Uint16Array, from: number, to: number, into: Uint16Array): number {
  let count = 0;
  let before = BLANK;
  for (let at = from; at < to; at += 1) {
    const sign = units[at] ?? BLANK;
    if (sign !== BLANK) {
      if (isStart(units, from, at)) into[count++] = numberOf(0, sign);
      if (before !== BLANK) into[count++] = numberOf(before, sign);
    }
    before = sign;
  }
  return count;
}

/** The pairs alone, for a word that may stand within another one. */
export function pairsOf(units: Uint16Array, from: number, to: number, into: Uint16Array): number {
  let count = 0;
  for (let at = from + 1; at < to; at += 1) {
    const [before, sign] = [units[at - 1] ?? BLANK, units[at] ?? BLANK];
    if (before !== BLANK && sign !== BLANK) into[count++] = numberOf(before, sign);
  }
  return count;
}
