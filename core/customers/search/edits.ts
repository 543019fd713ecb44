/** More edits than anybody asks about. */
export const FAR = 99;

const LONGEST = 512;
let before = new Uint8Array(LONGEST);
let above = new Uint8Array(LONGEST);
let row = new Uint8Array(LONGEST);

/** How many edits lie between a text and what was asked for: all of the text, or as much of its beginning as fits best. */
export interface Edits {
  whole: number;
  beginning: number;
}

/**
 * Counts edits (a sign too many, too few, another one, or two neighbours exchanged: Damerau's, in the variant that edits no
 * place twice). Only a band of `most` on each side of the diagonal is looked at, so that a text that is no candidate costs a
 * few steps.
 *
 * @param wanted at most 250 units of it
 * @param from where in `units` the text begins, `to` where it ends
 * @param result where the counts are put; `FAR` where there are more than `most`
 */
export function countEdits(
  wanted: Uint16Array,
  wantedFrom: number,
  wantedTo: number,
  units: Uint16Array,
  unitsFrom: number,
  to: number,
  most: number,
  result: Edits,
): void {
  result.whole = FAR;
  result.beginning = FAR;
  let [asked, from] = [wantedFrom, unitsFrom];
  // What both begin with needs no edit.
  while (asked < wantedTo && from < to && wanted[asked] === units[from]) {
    asked += 1;
    from += 1;
  }
  const length = wantedTo - asked;
  const width = Math.min(to - from, length + most);
  if (width < length - most) return;
  for (let j = 0; j <= Math.min(width, most); j += 1) above[j] = j;
  above[Math.min(width, most) + 1] = FAR;
  for (let i = 1; i <= length; i += 1) {
    const first = Math.max(1, i - most);
    const last = Math.min(width, i + most);
    if (first > last + 1) return;
    const sign = wanted[asked + i - 1];
    const earlier = i > 1 ? wanted[asked + i - 2] : -1;
    let least = first === 1 && i <= most ? i : FAR;
    row[first - 1] = least;
    for (let j = first; j <= last; j += 1) {
      const there = units[from + j - 1];
      let edits = (above[j - 1] ?? FAR) + (sign === there ? 0 : 1);
      edits = Math.min(edits, (above[j] ?? FAR) + 1, (row[j - 1] ?? FAR) + 1);
      if (j > 1 && sign === units[from + j - 2] && earlier === there)
        edits = Math.min(edits, (before[j - 2] ?? FAR) + 1);
      row[j] = edits;
      if (edits < least) least = edits;
    }
    row[last + 1] = FAR;
    if (least > most) return;
    const spare = before;
    before = above;
    above = row;
    row = spare;
  }
  for (let j = Math.max(0, length - most); j <= width; j += 1) {
    const edits = above[j] ?? FAR;
    if (edits < result.beginning) result.beginning = edits;
  }
  if (result.beginning > most) result.beginning = FAR;
  if (to - from <= length + most) {
    const edits = above[to - from] ?? FAR;
    if (edits <= most) result.whole = edits;
  }
}
