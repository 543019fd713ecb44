import { fold } from '../words.js';

/** One word of what was typed, or a quoted text. */
export interface Token {
  /** Folded, without the punctuation at its ends: how phrases are compared. Of a quoted text its inside, as it was typed. */
  word: string;
  quoted: boolean;
  /** Written in capitals throughout. */
  capitals: boolean;
  /** Where it stands in the text, without the punctuation behind it. */
  from: number;
  to: number;
  /** A comma or semicolon follows: another thought begins. */
  ends: boolean;
}

const QUOTED = /"([^"]+)"|“([^”“]+)[”“]|„([^“”„]+)[“”]|«([^»]+)»|「([^」]+)」|(?<=^|\s)['‘]([^'’]+)['’](?=$|[\s,;])/u;
/** A range such as 18-8 is three words. */
const RANGE = /\d[\d:.apmh]*(?=[-–—−]\d)|(?<=\d[apm]*)[-–—−](?=\d)/u;
/** Scripts without blanks: every sign is a word, and phrases of several signs are found as phrases of several words are. */
const SIGN = /\p{Script=Han}|[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const SEPARATOR = /[,;，；、]+/u;
const OTHER = /[^\s"“”„«»「」,;，；、\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|["“”„«»「」]/u;
const pattern = new RegExp([QUOTED, SEPARATOR, SIGN, RANGE, OTHER].map(({ source }) => source).join('|'), 'gu');

/** The words of a text, in their order. A quotation mark without its partner is part of nothing. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(pattern)) {
    const from = match.index;
    const raw = match[0];
    if (/^[,;，；、]/u.test(raw)) {
      const last = tokens.at(-1);
      if (last) last.ends = true;
      continue;
    }
    const inside = match
      .slice(1)
      .find((group) => group !== undefined)
      ?.trim();
    if (inside !== undefined && inside !== '') {
      tokens.push({ word: inside, quoted: true, capitals: false, from, to: from + raw.length, ends: false });
      continue;
    }
    const word = wordOf(raw);
    if (word !== '')
      tokens.push({
        word,
        quoted: false,
        capitals: raw === raw.toUpperCase(),
        from,
        to: from + raw.length,
        ends: false,
      });
  }
  return tokens;
}

/** "Daily!" is daily, and every dash is one. */
function wordOf(raw: string): string {
  const folded = fold(raw).replace(/^[–—−]$/u, '-');
  return folded.length > 1
    ? folded.replace(/^[("'‘]+|[!?.:)"'’。！？：]+$/gu, '')
    : folded.replace(/["“”„«»「」]/u, '');
}
