import { simplified } from './chinese.js';
import { hiragana, plainDigits, plainLetters } from './letters.js';

const plain = /^[\x20-\x7e]*$/u;

/** Accents of Latin, Greek and Cyrillic, points of Hebrew, vowels of Arabic. In other scripts marks are letters. */
const accents = /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f]/gu;

/** What is not seen or says nothing: direction marks, joiners, soft hyphens, the Arabic sign that lengthens. */
const unseen = /\p{Cf}|\u0640|\u034f|[\ufe00-\ufe0f]/gu;

/** `O'Neill` is typed `oneill`, and `S.A.R.L.` `sarl`. */
const apostrophes = /['’‘ʼ`´′＇]/gu;
const initials = /(?<![\p{L}\p{N}])(?:\p{L}\.)+\p{L}?(?![\p{L}\p{N}])/gu;

const between = /[^\p{L}\p{N}\p{M}]+/gu;

/**
 * The form in which names are searched: words with one blank between. Width, case, accents, the other letters of a language for
 * the same sound, traditional signs and punctuation are folded; what has no letter and no digit becomes empty. Folding twice is
 * folding once.
 */
export function fold(text: string): string {
  if (plain.test(text)) {
    const quiet = text.includes("'") || text.includes('`') || text.includes('.') ? unpunctuated(text) : text;
    return quiet
      .toLowerCase()
      .replace(/[^a-z0-9]+/gu, ' ')
      .trim();
  }
  // Taken apart first: some signs hold one that is not seen.
  const apart = text.normalize('NFKC').replace(unseen, '').toLowerCase().normalize('NFD').replace(accents, '');
  const letters = hiragana(plainDigits(plainLetters(unpunctuated(apart.normalize('NFC')))));
  return simplified(letters).replace(between, ' ').trim();
}

function unpunctuated(text: string): string {
  return text.replace(apostrophes, '').replace(initials, (form) => form.replaceAll('.', ''));
}
