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
  /** The ids of those that are called the same. */
  namesakes: ReadonlySet<string>;
}

/** More than so many companies that begin alike, and no five of them are the right five. */
const MOST_ALIKE = 5;

/** Letters of a half-typed name: with one of fewer wrong it is a beginning of many others. A Han sign says as much as two letters. */
const FEWEST_LETTERS = 6;

/** What a typo takes away from what the letters say. */
const MORE_SIGNS = 2;

/**
 * What people would type for some companies, drawn by lot. A half-typed name is the first half of it, or as much more as it takes
 * until no more than five companies begin so, and two signs more; but six letters at least (three Han signs). A typo is a letter
 * too many, too few, a wrong one, or two exchanged, anywhere.
 */
export function makeQueries(companies: readonly Company[], seed: number, count: number): Record<QueryKind, Query[]> {
  const random = seeded(seed);
  const holders = countHolders(companies);
  const idsByName = namesakesOf(companies);
  const sorted = companies.map(({ name }) => fold(name)).sort();
  const queries = Object.fromEntries(queryKinds.map((kind) => [kind, [] as Query[]])) as Record<QueryKind, Query[]>;
  while (queries.exact.length < count) {
    const wanted = random.pick(companies);
    const signs = Array.from(wanted.name);
    const namesakes = idsByName.get(fold(wanted.name)) ?? new Set();
    const half = halfOf(signs, sorted);
    if (half === undefined) continue;
    const ask = (kind: QueryKind, text: string) => queries[kind].push({ text, wanted, namesakes });
    ask('exact', wanted.name);
    ask('beginning', signs.slice(0, Math.max(half, Math.ceil(signs.length * 0.75))).join(''));
    ask('whole, one typo', mistyped(random, wanted.name, wanted.script.alphabet));
    ask('half-typed', signs.slice(0, half).join(''));
    ask('half-typed, one typo', mistyped(random, signs.slice(0, half).join(''), wanted.script.alphabet));
    const word = laterWord(wanted.name);
    if (word !== undefined && (holders.get(word) ?? 0) <= MOST_ALIKE && alike(word, sorted) === 0) ask('word', word);
  }
  return queries;
}

function halfOf(signs: readonly string[], sorted: readonly string[]): number | undefined {
  const begin = (length: number) => signs.slice(0, length);
  let length = 1;
  while (alike(fold(begin(length).join('')), sorted) > MOST_ALIKE) if ((length += 1) > signs.length) return undefined;
  length = Math.max(length + MORE_SIGNS, Math.ceil(signs.length / 2));
  while (length < signs.length && lettersOf(begin(length)) < FEWEST_LETTERS) length += 1;
  return Math.min(length, signs.length);
}

function lettersOf(signs: readonly string[]): number {
  const letters = signs.filter((sign) => /\p{L}/u.test(sign));
  return letters.length + letters.filter((sign) => /\p{Script=Han}/u.test(sign)).length;
}

/** How many begin so, up to one more than counts. */
function alike(beginning: string, sorted: readonly string[]): number {
  const from = firstFrom(beginning, sorted);
  return sorted.slice(from, from + MOST_ALIKE + 1).filter((text) => text.startsWith(beginning)).length;
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

/** A word that is not the first one. */
function laterWord(name: string): string | undefined {
  return fold(name)
    .split(' ')
    .slice(1)
    .find((word) => word.length >= 6);
}

/** The ids of companies that are called the same, where there are several. */
function namesakesOf(companies: readonly Company[]): Map<string, Set<string>> {
  const first = new Map<string, string>();
  const several = new Map<string, Set<string>>();
  for (const { id, name } of companies) {
    const folded = fold(name);
    const other = first.get(folded);
    if (other === undefined) first.set(folded, id);
    else several.set(folded, (several.get(folded) ?? new Set([other])).add(id));
  }
  return several;
}

/** How many names have each such word. */
function countHolders(companies: readonly Company[]): Map<string, number> {
  const holders = new Map<string, number>();
  for (const { name } of companies) {
    const word = laterWord(name);
    if (word !== undefined) holders.set(word, (holders.get(word) ?? 0) + 1);
  }
  return holders;
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
