import { isHan, isJoinedHan } from './han.js';
import type { Piece } from './pieces.js';
import type { Token } from './tokens.js';

/**
 * Han signs have no capitals and need no blanks, so that where they stand shows what belongs to a name. These do:
 *
 * - what could ask for something, right before the name: 每日食品. What is asked for stands behind a name (微软权限), or apart from it.
 * - a sign that holds nothing together where it is: at the beginning (和平科技), at the end (美的), doubled (美的的权限), or before a time
 *   (美的 每天9点).
 *
 * @param own indexes of the pieces that make the name so far; the others are added
 */
export function addHanSigns(tokens: readonly Token[], pieces: readonly Piece[], own: Set<number>): void {
  const joined = (index: number) =>
    isJoinedHan(tokens[(pieces[index]?.to ?? 0) - 1], tokens[pieces[index + 1]?.from ?? tokens.length]);
  for (let index = pieces.length - 1; index >= 0; index--) {
    const piece = pieces[index];
    if (!piece || own.has(index)) continue;
    const before = own.has(index - 1) && joined(index - 1);
    const behind = own.has(index + 1) && joined(index);
    if (isSmall(tokens, piece)) {
      const first = behind && pieces.slice(0, index).every(({ type }) => type === 'filler');
      if (first || (before && holdsNothing(tokens, pieces, index))) own.add(index);
    } else if (behind && asksBare(piece)) own.add(index);
  }
}

/** One sign that only holds a sentence together: 的, 和. */
const isSmall = (tokens: readonly Token[], { type, from, to }: Piece): boolean =>
  type === 'filler' && to - from === 1 && isHan(tokens[from]);

const asksBare = ({ type, bare, says }: Piece): boolean =>
  type === 'says' && bare && says.country === undefined && Object.keys(says).length > 0;

/** Whether nothing follows that 的 could belong to. */
function holdsNothing(tokens: readonly Token[], pieces: readonly Piece[], index: number): boolean {
  const next = pieces[index + 1];
  if (next === undefined) return true;
  if (next.says.rhythm !== undefined || next.says.quiet !== undefined) return true;
  return next.type === 'filler' && tokens[next.from]?.word === tokens[pieces[index]?.from ?? 0]?.word;
}
