import type { Found } from './clock.js';
import { isJoinedHan } from './han.js';
import { type Lexicon, longestAt, type Says } from './lexicon.js';
import { dailyAt, quietAt } from './times.js';
import type { Token } from './tokens.js';

/** A few words in a row, and what they are. */
export interface Piece {
  /** Index of the first word, and of the one behind the last. */
  from: number;
  to: number;
  /** `name`: words that ask for nothing; `filler`: words that only hold the sentence together. */
  type: 'says' | 'name' | 'quoted' | 'filler';
  says: Says;
  /** It could as well be a part of a name: "Daily", "Billing", "Germany", as against "daily at 9" or "in Germany". */
  bare: boolean;
}

/** Cuts a text into what it asks for and what is left over, from left to right, the longest phrase first. */
export function piecesOf(lexicon: Lexicon, tokens: readonly Token[]): Piece[] {
  const pieces: Piece[] = [];
  for (let index = 0; index < tokens.length; ) {
    const piece = pieceAt(lexicon, tokens, index);
    pieces.push(piece);
    index = piece.to;
    // What follows "customer" is a name, whatever it would ask for elsewhere: "customer Daily Bread".
    if (isMarker(lexicon, tokens, piece, pieces.at(-2))) {
      pieces.push({ from: index, to: index + 1, type: 'name', says: {}, bare: false });
      index++;
    }
  }
  return pieces;
}

function pieceAt(lexicon: Lexicon, tokens: readonly Token[], from: number): Piece {
  const piece = (type: Piece['type'], words: number, says: Says = {}, bare = false): Piece => ({
    from,
    to: from + words,
    type,
    says,
    bare,
  });
  if (tokens[from]?.quoted) return piece('quoted', 1);
  const quiet = quietAt(lexicon, tokens, from);
  if (quiet) return piece('says', quiet.words, { quiet: quiet.value }, !quiet.explicit);
  const daily = dailyAt(lexicon, tokens, from);
  if (daily) return piece('says', daily.words, { rhythm: daily.value }, !daily.explicit);
  const placed = inCountry(lexicon, tokens, from);
  if (placed) return piece('says', placed.words, { country: placed.value });
  const said = longestAt(lexicon.says, tokens, from);
  const country = longestAt(lexicon.countries, tokens, from);
  const filler = Math.max(
    longestAt(lexicon.fillers, tokens, from)?.words ?? 0,
    longestAt(lexicon.customer, tokens, from)?.words ?? 0,
  );
  const longest = Math.max(said?.words ?? 0, country?.words ?? 0, filler);
  if (longest === 0) return piece('name', 1);
  if (said?.words === longest) return piece('says', longest, said.value, true);
  if (country?.words === longest) return piece('says', longest, { country: country.value }, true);
  return piece('filler', longest, {}, true);
}

/** "in Germany", "country de". */
function inCountry(lexicon: Lexicon, tokens: readonly Token[], from: number): Found<string> | undefined {
  const lead = longestAt(lexicon.inCountry, tokens, from)?.words ?? 0;
  if (lead === 0) return undefined;
  const named = longestAt(lexicon.countries, tokens, from + lead);
  if (named) return { words: lead + named.words, value: named.value };
  const token = tokens[from + lead];
  const code = token?.quoted === false ? lexicon.codes.get(token.word) : undefined;
  if (token === undefined || code === undefined) return undefined;
  // "in my …" is not Malaysia, "in MY" is.
  return lexicon.fillers.meanings.has(token.word) && !token.capitals ? undefined : { words: lead + 1, value: code };
}

/** Whether a piece is "customer", and what follows is one. */
function isMarker(
  lexicon: Lexicon,
  tokens: readonly Token[],
  { from, to, type }: Piece,
  before: Piece | undefined,
): boolean {
  if (type !== 'filler' || longestAt(lexicon.customer, tokens, from)?.words !== to - from) return false;
  const next = tokens[to];
  if (next === undefined || next.quoted) return false;
  // 中国客户 are the customers of a country; whoever follows is none of them.
  if (before?.says.country !== undefined && isJoinedHan(tokens[from - 1], tokens[from])) return false;
  if (isJoinedHan(tokens[to - 1], next) && asks(lexicon, tokens, to)) return false;
  const times = [dailyAt(lexicon, tokens, to), quietAt(lexicon, tokens, to)];
  return (
    !times.some((time) => time?.explicit) &&
    !lexicon.fillers.meanings.has(next.word) &&
    inCountry(lexicon, tokens, to) === undefined
  );
}

/** Whether what stands there asks for something or holds the sentence together: 客户每小时, 客户更改. A blank before it makes it a name. */
function asks(lexicon: Lexicon, tokens: readonly Token[], at: number): boolean {
  return [lexicon.says, lexicon.day, lexicon.quiet, lexicon.at, lexicon.fillers].some(
    (phrases) => (longestAt<unknown>(phrases, tokens, at)?.words ?? 0) > 1,
  );
}
