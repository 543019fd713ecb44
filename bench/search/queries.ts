import { fold } from '../../core/customers/search/fold.js';
import { type Random, seeded } from '../../sandbox/customers/random.js';
import type { Company } from './company-names.js';

export const queryKinds = [
  'exact',
  'beginning',
  'whole, one typo',
  'half-typed',
  'half-typed, one typo',
  'word',
] as const;
export type QueryKind = (typeof queryKinds)[number];

export interface Query {
  text: string;
  wanted: Company;
}

/** More than so many companies that begin alike, and no five of them are the right five. */
const MOST_ALIKE = 5;

/**
 * What people would type for some companies, drawn by lot. A half-typed name is the first half of it, or as much more as it takes
 * until no more than five companies begin so; a typo is a letter too many, too few, a wrong one, or two exchanged, anywhere.
 */
export function makeQueries(companies: readonly Company[], seed: number, count: number): Record<QueryKind, Query[]> {
  const random = seeded(seed);
  const sorted = companies.map(({ name }) => fold(name)).sort();
  const queries = Object.fromEntries(queryKinds.map((kind) => [kind, [] as Query[]])) as Record<QueryKind, Query[]>;
  while (queries.exact.length < count) {
    const wanted = random.pick(companies);
    const signs = Array.from(wanted.name);
    const half = halfOf(signs, sorted);
    if (half === undefined) continue;
    const letters = signs.filter((sign) => /\p{L}/u.test(sign)).length;
    // Whoever types three letters of a name and one of them wrong wants no list.
    if (letters < 4) continue;
    const ask = (kind: QueryKind, text: string) => queries[kind].push({ text, wanted });
    ask('exact', wanted.name);
    ask('beginning', signs.slice(0, Math.max(half, Math.ceil(signs.length * 0.75))).join(''));
    ask('whole, one typo', mistyped(random, wanted.name, wanted.script.alphabet));
    ask('half-typed', signs.slice(0, half).join(''));
    ask('half-typed, one typo', mistyped(random, signs.slice(0, half).join(''), wanted.script.alphabet));
    const word = rareWord(wanted.name, sorted);
    if (word !== undefined) ask('word', word);
  }
  return queries;
}

function halfOf(signs: readonly string[], sorted: readonly string[]): number | undefined {
  for (let length = Math.max(3, Math.ceil(signs.length / 2)); length <= signs.length; length += 1)
    if (alike(fold(signs.slice(0, length).join('')), sorted) <= MOST_ALIKE) return length;
  return undefined;
}

function alike(beginning: string, sorted: readonly string[]): number {
  const from = firstFrom(beginning, sorted);
  let count = 0;
  while (count <= MOST_ALIKE && sorted[from + count]?.startsWith(beginning)) count += 1;
  return count;
}

function firstFrom(text: string, sorted: readonly string[]): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A word that is not the first one, long enough to be its owner's. */
function rareWord(name: string, sorted: readonly string[]): string | undefined {
  const [first = '', ...others] = fold(name).split(' ');
  const found = others.find((word) => word.length >= 7 && alike(word, sorted) === 0);
  return first === '' ? undefined : found;
}

/** One edit of a letter. */
export function mistyped(random: Random, text: string, alphabet: string): string {
  const signs = Array.from(text);
  const letter = random.pick(Array.from(alphabet));
  for (;;) {
    const at = random.below(signs.length);
    if (!/\p{L}/u.test(signs[at] ?? '')) continue;
    const edit = random.below(4);
    const before = signs.slice(0, at);
    const [sign = '', next, ...after] = signs.slice(at);
    if (edit === 0) return [...before, letter, ...signs.slice(at)].join('');
    if (edit === 1) return [...before, ...signs.slice(at + 1)].join('');
    if (edit === 2) return [...before, letter, ...signs.slice(at + 1)].join('');
    if (next !== undefined) return [...before, next, sign, ...after].join('');
  }
}
