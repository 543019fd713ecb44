import type { Token } from './tokens.js';

const digits: ReadonlyMap<string, number> = new Map([
  ...Array.from('零一二三四五六七八九').map((sign, value) => [sign, value] as const),
  ['〇', 0],
  ['两', 2],
  ['兩', 2],
]);
/** 十, 十二, 二十, 二十三; 九, 零五. */
const NUMBER = /^(?:([一二两兩三四五六七八九]?)十([一二三四五六七八九]?)|[零〇]?([零〇一二两兩三四五六七八九]))/u;
/** No time of day has a longer number: 二十三. */
const LONGEST = 3;

/** Whether a word is written in Han signs, which need no blanks between them. */
export const isHan = (token: Token | undefined): boolean =>
  token?.quoted === false && /^\p{Script=Han}/u.test(token.word);

/** Whether nothing, not even a blank, stands between two neighbours of which both are written in Han signs. */
export const isJoinedHan = (one: Token | undefined, next: Token | undefined): boolean =>
  isHan(one) && isHan(next) && one?.to === next?.from;

/** The number below 100 that is written in Han signs at `index`, and how many signs it has. */
export function hanNumberAt(tokens: readonly Token[], index: number): { words: number; value: number } | undefined {
  const signs = tokens.slice(index, index + LONGEST).map((token) => (isHan(token) ? token.word : ' '));
  const match = NUMBER.exec(signs.join(''));
  if (match === null) return undefined;
  const [all, tens, ones, single] = match;
  const digit = (sign: string | undefined) => digits.get(sign ?? '') ?? 0;
  const value = single === undefined ? (tens === '' ? 1 : digit(tens)) * 10 + digit(ones) : digit(single);
  return { words: all.length, value };
}

const parts: readonly { signs: string; minutes: number }[] = [
  { signs: '半', minutes: 30 },
  { signs: '一刻', minutes: 15 },
  { signs: '三刻', minutes: 45 },
];

/** The minutes behind 点: 半, 一刻, 三十分, 30分, 零五. A number alone is left to whoever reads other scripts. */
export function hanMinutesAt(tokens: readonly Token[], index: number): { words: number; value: number } | undefined {
  const isMinute = (at: number) => tokens[at]?.quoted === false && tokens[at].word === '分';
  for (const { signs, minutes } of parts) {
    if (
      Array.from(signs).every(
        (sign, offset) => tokens[index + offset]?.word === sign && !tokens[index + offset]?.quoted,
      )
    )
      return { words: signs.length, value: minutes };
  }
  const written = hanNumberAt(tokens, index);
  if (written) return { words: written.words + Number(isMinute(index + written.words)), value: written.value };
  const token = tokens[index];
  return token?.quoted === false && /^\d{1,2}$/u.test(token.word) && isMinute(index + 1)
    ? { words: 2, value: Number(token.word) }
    : undefined;
}
