import { addHanSigns } from './han-names.js';
import type { Piece } from './pieces.js';
import type { Token } from './tokens.js';

/**
 * Which pieces are the customer's name, and what it is. A quoted text is always the name. Otherwise it is what is left over, and
 * because a name is one phrase, words that could ask for something belong to it when they
 *
 * - stand between left-over words: "Bread Daily Ltd";
 * - are a country's name beside them, which would say nothing more of a customer: "Germany Trade", "Contoso Germany"
 *   (as against "Contoso in Germany", or "Contoso, Germany");
 * - stand right before them, and both begin with a capital letter: "Daily Bread Ltd" (as against "daily contoso");
 * - are written in Han signs right beside them, where they could not mean anything else: 每日食品, 和平科技, 美的 (see han-names.ts).
 */
export function nameIn(
  text: string,
  tokens: readonly Token[],
  pieces: readonly Piece[],
): { name: string | undefined; rest: Piece[] } {
  const quoted = pieces.find(({ type }) => type === 'quoted');
  if (quoted) return { name: tokens[quoted.from]?.word, rest: pieces.filter(({ type }) => type === 'says') };
  const own = ownPieces(text, tokens, pieces);
  const parts: string[] = [];
  for (let index = 0; index < pieces.length; index++) {
    if (!own.has(index)) continue;
    let last = index;
    while (own.has(last + 1)) last++;
    parts.push(text.slice(tokens[pieces[index]?.from ?? 0]?.from, tokens[(pieces[last]?.to ?? 1) - 1]?.to));
    index = last;
  }
  const name = withoutStop(parts.join(' '));
  return {
    name: name === '' ? undefined : name,
    rest: pieces.filter(({ type }, index) => type === 'says' && !own.has(index)),
  };
}

/** Indexes of the pieces that make the name. */
function ownPieces(text: string, tokens: readonly Token[], pieces: readonly Piece[]): Set<number> {
  const own = new Set(pieces.flatMap(({ type }, index) => (type === 'name' ? [index] : [])));
  if (own.size === 0) return own;
  joinBetween(pieces, own);
  addCountries(tokens, pieces, own);
  addHanSigns(tokens, pieces, own);
  for (let index = pieces.length - 2; index >= 0; index--) {
    const piece = pieces[index];
    const next = pieces[index + 1];
    if (!piece?.bare || !next || own.has(index) || !own.has(index + 1) || endsAt(tokens, piece)) continue;
    const begins = (at: number) => isCapital(text.slice(tokens[at]?.from, tokens[at]?.to));
    const words = Array.from({ length: piece.to - piece.from }, (_, word) => piece.from + word);
    if ([...words, next.from].every(begins)) own.add(index);
  }
  return own;
}

/** Between two parts of a name, everything that need not ask for something belongs to it. */
function joinBetween(pieces: readonly Piece[], own: Set<number>): void {
  let last: number | undefined;
  for (let index = 0; index < pieces.length; index++) {
    if (own.has(index)) {
      for (let between = (last ?? index) + 1; between < index; between++) own.add(between);
      last = index;
    } else if (!pieces[index]?.bare) last = undefined;
  }
}

/** A country's name beside the name, with nothing but small words between them. */
function addCountries(tokens: readonly Token[], pieces: readonly Piece[], own: Set<number>): void {
  for (const step of [1, -1]) {
    for (const start of own) {
      const skipped: number[] = [];
      for (let index = start + step; index >= 0 && index < pieces.length; index += step) {
        const piece = pieces[index];
        const before = step === 1 ? pieces[index - 1] : piece;
        if (!piece || !before || own.has(index) || endsAt(tokens, before)) break;
        skipped.push(index);
        if (piece.type === 'filler') continue;
        if (piece.bare && piece.says.country !== undefined) for (const one of skipped) own.add(one);
        break;
      }
    }
  }
}

const endsAt = (tokens: readonly Token[], { to }: Piece): boolean => tokens[to - 1]?.ends ?? false;

/** "Daily", but neither "daily" nor "DAILY". */
const isCapital = (word: string): boolean => /^\p{Lu}/u.test(word) && (word.length === 1 || /\p{Ll}/u.test(word));

/** The full stop of the sentence is not the customer's; that of "Inc." is. */
const withoutStop = (name: string): string => name.replace(/[!?:]+$/u, '').replace(/(?<=[\p{L}\p{N}]{5})\.$/u, '');
