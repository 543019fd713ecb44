import { foldName } from './names.js';

/** How much of a text is read, in UTF-16 units: a message that names a customer names it early. */
const LONGEST_TEXT = 4_000;

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/giu;
/** A domain, alone or in an address (`https://contoso.com/x`, `ana@contoso.com`); its last label is no number. */
const DOMAIN =
  /(?:https?:\/\/)?(?:[^\s@<>()]{1,64}@)?((?:[\p{L}\p{N}-]{1,63}\.){1,5}\p{L}[\p{L}\p{N}-]{1,62})(?:[/:?#][^\s<>]*)?/giu;

/** The words of a text in its order, as they stand and as names are compared. */
export interface Words {
  written: readonly string[];
  folded: readonly string[];
}

/** Microsoft IDs and domains of a text, and the text without them. A mail server's name stands for its domain too. */
export function addressesIn(whole: string): { ids: string[]; domains: string[]; rest: string } {
  const text = whole.slice(0, LONGEST_TEXT);
  const ids = [...new Set([...text.matchAll(ID)].map(([id]) => id.toLowerCase()))];
  const withoutIds = text.replace(ID, ' ');
  const domains = [...withoutIds.matchAll(DOMAIN)].flatMap((match) => suffixesOf(foldName(match[1] ?? '')));
  return { ids, domains: [...new Set(domains)], rest: withoutIds.replace(DOMAIN, ' ') };
}

/** `mail.contoso.com` → itself and `contoso.com`; never a mere ending. */
function suffixesOf(domain: string): string[] {
  const labels = domain.split('.');
  const whole = labels.join('.');
  return labels.length > 2 ? [whole, labels.slice(1).join('.')] : [whole];
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Scripts that put no blanks between words are cut by their dictionary. */
export function wordsOf(text: string): Words {
  const segments = [...segmenter.segment(text.normalize('NFKC').slice(0, LONGEST_TEXT))];
  const written = segments.flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []));
  return { written, folded: written.map(foldName) };
}

/**
 * The words by which a name in the text may be found, likeliest first: names are written with a capital, or in a script that has
 * none; then long words.
 */
export function seedsIn({ written, folded }: Words): string[] {
  const ranks = written.map((word, index) => {
    if (/^\p{Lo}/u.test(word)) return word.length > 1 ? 0 : undefined;
    if (/^\p{N}+$/u.test(word) || word.length < 3) return undefined;
    if (/^\p{Lu}/u.test(word)) return index === 0 ? 1 : 0;
    return word.length > 3 ? 2 : undefined;
  });
  const seeds = [0, 1, 2].flatMap((rank) => folded.filter((_word, index) => ranks[index] === rank));
  return [...new Set(seeds)];
}
