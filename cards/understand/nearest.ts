import type { CommandName } from '../../core/turn.js';
import { fold, isJoined, type Vocabulary } from './words.js';

const MOST = 3;
/** No command word is longer; it also bounds the work of a comparison. */
const LONGEST_WORD = 24;

/** Offered instead: a suggestion runs without what stood behind the word, and `unwatch` alone would end every watch of a place. */
const instead: Partial<Record<CommandName, CommandName>> = { unwatch: 'watches' };

/**
 * The commands that a text may have meant, best first, at most three: those whose word begins like the text's first
 * word, then those within an edit distance of a third of its length, as many words of the text as the phrase has. A phrase of a script without blanks is compared with as many
 * signs of the text.
 */
export function nearest(text: string, vocabulary: Vocabulary): CommandName[] {
  const words = fold(text).split(' ');
  const beginning = (count: number) => words.slice(0, count).join(' ').slice(0, LONGEST_WORD);
  const word = beginning(1);
  if (word === '') return [];
  const scores = new Map<CommandName, number>();
  for (const [phrase, command] of vocabulary.phrases) {
    const score = isJoined(phrase)
      ? joinedDistanceOf(word, phrase)
      : (distanceOf(word, phrase) ?? distanceOf(beginning(phrase.split(' ').length), phrase));
    if (score !== undefined && score < (scores.get(command) ?? Infinity)) scores.set(command, score);
  }
  const best = [...scores].sort((a, b) => a[1] - b[1]).map(([command]) => instead[command] ?? command);
  return [...new Set(best)].slice(0, MOST);
}

/** How far two words are apart, or undefined when they have nothing to do with each other. */
function distanceOf(word: string, phrase: string): number | undefined {
  if (word.length >= 2 && phrase.startsWith(word)) return 0.5;
  // Two-letter words ("me", "hi") would be near to anything.
  if (phrase.length < 3) return undefined;
  const allowed = Math.max(1, Math.floor(Math.min(word.length, phrase.length) / 3));
  if (Math.abs(word.length - phrase.length) > allowed) return undefined;
  const distance = editDistance(word, phrase);
  return distance <= allowed ? distance : undefined;
}

/**
 * The same where a sign is a syllable: 邦助 sounds like 帮助, and what follows may stand right behind it. The shares of wrong signs are
 * compared, else two signs would always be nearer than four.
 */
function joinedDistanceOf(word: string, phrase: string): number | undefined {
  if (phrase.length < 2) return undefined;
  if (word.length >= 2 && phrase.startsWith(word)) return 0;
  const allowed = Math.max(1, Math.floor(phrase.length / 3));
  const distance = editDistance(word.slice(0, phrase.length), phrase);
  return distance <= allowed ? distance / phrase.length : undefined;
}

/** Optimal string alignment: insertions, deletions, substitutions, and neighbours that changed places, 1 each. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
