import { fold, isJoined, type Vocabulary } from './words.js';

/** "Hello, could you please": nobody is politer than this before the command comes. */
const MOST = 4;

/**
 * A text without what is polite in front of a command and behind it: "please find contoso" is "find contoso", 请更新contoso is
 * 更新contoso. Takes and gives a tidied text; one that is nothing but polite stays as it is.
 */
export function withoutCourtesy(text: string, { polite }: Pick<Vocabulary, 'polite'>): string {
  let rest = text;
  for (let count = 0; count < MOST; count++) {
    const shorter = withoutFirst(rest, polite) ?? withoutLast(rest, polite);
    if (shorter === undefined) break;
    rest = shorter;
  }
  return rest;
}

function withoutFirst(text: string, polite: readonly string[]): string | undefined {
  for (const phrase of polite) {
    // Folding may change how many characters a text has; the words of it stay as many.
    const words = isJoined(phrase) ? undefined : phrase.split(' ').length;
    const at = words === undefined ? joinedEnd(text, phrase) : wordsEnd(text, words, phrase);
    const rest = at === undefined ? '' : text.slice(at).replace(/^[\s,:，：!！]+/u, '');
    if (rest !== '') return rest;
  }
  return undefined;
}

function withoutLast(text: string, polite: readonly string[]): string | undefined {
  for (const phrase of polite) {
    const count = phrase.split(' ').length;
    const words = text.split(' ');
    if (words.length > count && bare(words.slice(-count).join(' ')) === phrase)
      return words
        .slice(0, -count)
        .join(' ')
        .replace(/[,，]$/u, '');
    if (isJoined(phrase) && text.length > phrase.length + 2 && bare(text).endsWith(phrase))
      return text
        .replace(/[!！.。\s]+$/u, '')
        .slice(0, -phrase.length)
        .replace(/[\s,，]+$/u, '');
  }
  return undefined;
}

const bare = (text: string): string => fold(text).replace(/[\s!?.,:;…。！？：，]+$/u, '');

function wordsEnd(text: string, count: number, phrase: string): number | undefined {
  const words = text.split(' ').slice(0, count).join(' ');
  return bare(words) === phrase ? words.length : undefined;
}

/** Signs of these scripts stay one character when they are folded. */
function joinedEnd(text: string, phrase: string): number | undefined {
  return text.startsWith(phrase) ? phrase.length : undefined;
}
