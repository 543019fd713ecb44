const scripts = {
  eastAsian: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u,
  cyrillic: /\p{Script=Cyrillic}/u,
} as const;

/** The scripts that are written otherwise than Latin in names and addresses. */
export type Script = keyof typeof scripts | 'other';

/** The script of a text: of the first of these that it has letters of. */
export function scriptOf(text: string): Script {
  if (scripts.eastAsian.test(text)) return 'eastAsian';
  return scripts.cyrillic.test(text) ? 'cyrillic' : 'other';
}

/** What stands between two words that belong together: nothing in Chinese, Japanese and Korean names and places, else a blank. */
export function glueOf(before: string, after: string): '' | ' ' {
  return [before, after].every((text) => scripts.eastAsian.test(text) && !/\p{Script=Latin}/u.test(text)) ? '' : ' ';
}
