/** The code unit that stands between the words of a folded text. */
export const BLANK = 32;

/**
 * Whether a code unit is of a script that is written without blanks, so that a word may begin at each of its signs: Han, kana,
 * Thai, Lao, Burmese, Khmer, and all that stands for a rare sign (see `unitsOf`).
 */
export function isWordless(unit: number): boolean {
  if (unit < 0x0e00) return false;
  return (
    (unit >= 0x3040 && unit <= 0x30ff) ||
    (unit >= 0x3400 && unit <= 0x9fff) ||
    unit <= 0x0eff ||
    (unit >= 0x1000 && unit <= 0x109f) ||
    (unit >= 0x1780 && unit <= 0x17ff) ||
    (unit >= 0xe000 && unit <= 0xfaff)
  );
}

/** Whether a word begins at a place of a text. `from` is where the text begins. */
export function isStart(units: Uint16Array, from: number, at: number): boolean {
  if (at === from) return true;
  const before = units[at - 1] ?? BLANK;
  return before === BLANK || isWordless(before) || isWordless(units[at] ?? BLANK);
}

/** Whether a word may end before a place of a text. `to` is where the text ends. */
export function isEnd(units: Uint16Array, at: number, to: number): boolean {
  if (at === to) return true;
  const next = units[at] ?? BLANK;
  return next === BLANK || isWordless(next) || isWordless(units[at - 1] ?? BLANK);
}

const PRIVATE = 0xe000;
const PRIVATE_SIZE = 0x1900;

/**
 * A folded text as numbers, one a sign. Signs beyond the basic plane are put into its private area: two of them may become the
 * same number, which shows a customer too many at worst.
 *
 * @param most how many at most
 */
export function unitsOf(folded: string, most: number): Uint16Array {
  const units = new Uint16Array(Math.min(folded.length, most));
  let length = 0;
  for (let at = 0; at < folded.length && length < most; at += 1) {
    const code = folded.codePointAt(at) ?? BLANK;
    if (code > 0xffff) at += 1;
    units[length++] = code > 0xffff ? PRIVATE + (code % PRIVATE_SIZE) : code;
  }
  return units.subarray(0, length);
}
