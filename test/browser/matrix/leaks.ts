import { type Words, wordsOf } from './catalogue.js';

/** Finds what is wrong with texts that should be in one language. */
export type FindLeaks = (texts: readonly string[]) => string[];

/** Words that no French, Spanish, Russian or Chinese sentence has, nor any name in the sandbox. */
const englishWords = /\b(?:the|and|with|this|that|your|was|were|will|which|have|cannot)\b/i;

const hole = /\{\{\w+\}\}/;

/** A text that this language says otherwise, or this cloud. */
interface Foreign {
  key: string;
  text: string;
  /** The whole of it, with anything in its holes, and the longest piece between them. */
  whole?: { pattern: RegExp; piece: string };
}

/**
 * Looks for keys, holes, English, and words of another cloud. English is what the English catalogue has and this one says
 * otherwise: as the whole of what is rendered, or as a sentence in it; and whatever else has words that only English has.
 */
export function leaksIn({ language, texts: own, elsewhere }: Words): FindLeaks {
  const english = wordsOf('en').texts;
  const keys = new Set([...english.keys(), ...own.keys()].filter((key) => key.includes('.')));
  const sayable = new Set(own.values());
  const foreign = [...english, ...elsewhere]
    .filter(([key, text]) => own.get(key) !== text && !sayable.has(text))
    .map(([key, text]): Foreign => ({ key, text, ...wholeOf(text) }));
  const sentences = foreign.filter(({ text }) => !hole.test(text) && wordCount(text) >= 3);
  const exact = new Map(foreign.map(({ key, text }) => [text, key]));
  // Lists of countries are seen again and again.
  const known = new Map<string, string | undefined>();

  function judge(text: string): string | undefined {
    if (text.includes('{{')) return `a hole: ${text}`;
    const key = text.match(/\w+(?:\.\w+)+/g)?.find((one) => keys.has(one));
    if (key !== undefined) return `a key: ${text}`;
    // What its own catalogue says may quote English, such as a line of the log.
    if (sayable.has(text)) return undefined;
    const leak =
      exact.get(text) ??
      sentences.find((one) => text.includes(one.text))?.key ??
      foreign.find(({ whole }) => whole && text.includes(whole.piece) && whole.pattern.test(text))?.key;
    if (leak !== undefined) return `not said here (${leak}): ${text}`;
    return language !== 'en' && englishWords.test(text) ? `English: ${text}` : undefined;
  }

  return (rendered) =>
    [...new Set(rendered)].flatMap((text) => {
      if (!known.has(text)) known.set(text, judge(text));
      return known.get(text) ?? [];
    });
}

/** Chinese is written without spaces: two characters count as a word. */
const wordCount = (text: string) => text.match(/\p{sc=Han}{2}|[^\P{L}\p{sc=Han}]{2,}/gu)?.length ?? 0;

/** Nothing where only a word or two stands around the holes: anything might look like that. */
function wholeOf(text: string): Pick<Foreign, 'whole'> {
  const pieces = text.split(hole);
  if (pieces.length === 1 || wordCount(pieces.join(' ')) < 2) return {};
  // Beside what stands in a hole a space may go: Chinese names stand between Chinese words without one.
  const literal = pieces.map((piece) => piece.trim().replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const [piece = ''] = pieces.map((one) => one.trim()).toSorted((a, b) => b.length - a.length);
  return { whole: { pattern: new RegExp(`^${literal.join(' ?.+? ?')}$`, 'su'), piece } };
}
