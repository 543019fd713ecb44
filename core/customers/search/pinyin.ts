const han = /\p{Script=Han}/u;
const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** How a Chinese name sounds, in Latin letters without tones: `beijingqiming`, and the first letters `bjqm`. */
export interface Pinyin {
  full: string;
  initials: string;
}

export type Spell = (name: string) => Pinyin | undefined;

/** Whether a name is read in Chinese: it has Han signs, and none that only Japanese has. */
export function isChinese(name: string): boolean {
  return han.test(name) && !kana.test(name);
}

let spelling: Promise<Spell> | undefined;

/**
 * What spells Chinese names. The library knows words (银行 is yinhang, 行 alone xing) and takes 25 MB: it is loaded when the first
 * Chinese name comes.
 */
export function loadPinyin(): Promise<Spell> {
  spelling ??= import('pinyin-pro').then(({ pinyin }) => (name) => {
    if (!isChinese(name)) return undefined;
    const syllables = pinyin(name, { toneType: 'none', type: 'array', v: true });
    return {
      full: syllables.join(''),
      // A word of Latin letters inside the name comes letter by letter: it is left as it is.
      initials: syllables.map((syllable) => syllable.slice(0, 1)).join(''),
    };
  });
  return spelling;
}
