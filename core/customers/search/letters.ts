/** Letters that Unicode does not take apart, and what people type who do not have them. Lower case. */
const letters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  ŋ: 'n',
  ŧ: 't',
  ə: 'e',
  ς: 'σ',
  ў: 'у',
  ґ: 'г',
  // Arabic and Persian write the same word with letters of their own.
  ى: 'ي',
  ی: 'ي',
  ة: 'ه',
  ک: 'ك',
  ٱ: 'ا',
};

const special = new RegExp(`[${Object.keys(letters).join('')}]`, 'gu');

/** Replaces the letters of the table. */
export function plainLetters(text: string): string {
  return text.replace(special, (letter) => letters[letter] ?? letter);
}

/** The zeros of digits that NFKC leaves as they are: Arabic-Indic, Persian, Devanagari, Bengali. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6];

/** Digits of other scripts as 0 to 9. */
export function plainDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹०-९০-৯]/gu, (digit) => {
    const code = digit.charCodeAt(0);
    const zero = zeros.find((each) => code >= each && code <= each + 9) ?? code;
    return String(code - zero);
  });
}

/** Katakana as hiragana: both write the same syllables, 0x60 apart. */
export function hiragana(text: string): string {
  return text.replace(/[ァ-ヶ]/gu, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}
