import { PartnerCenterError } from '../partner/partner-center.js';
import type { CallOptions } from '../partner/partner-center.js';
import type { CustomerRef } from '../views.js';
import { foldName } from './names.js';
import { addressesIn, seedsIn, type Words, wordsOf } from './text-words.js';

/** How many customers are offered of one message, as many as a page of a list holds. */
const MOST_NAMED = 8;
/** How many addresses and how many words of a message are looked up: each may cost two calls of Partner Center. */
const MOST_ADDRESSES = 4;
const MOST_SEEDS = 6;
/** What matches in fewer letters than this is chance; Chinese, Japanese and Korean say as much in two. */
const FEWEST_LETTERS = 3;
const FEWEST_IDEOGRAPHS = 2;

/** What is searched: `Customers` of core/customers/customers.ts, as far as it is needed here. */
export interface Searchable {
  find(text: string, options: CallOptions): Promise<readonly CustomerRef[]>;
}

/**
 * The customers that a text names, likeliest first, at most eight: by Microsoft ID, domain or e-mail address, then by the words
 * of their names. Only the text's first thousands of letters are read.
 *
 * @throws PartnerCenterError when nothing could be looked up
 */
export async function customersNamedIn(
  customers: Searchable,
  text: string,
  options: CallOptions,
): Promise<CustomerRef[]> {
  const { ids, domains, rest } = addressesIn(text);
  const words = wordsOf(rest);
  const look = (query: string) => find(customers, query, options);
  const [exact, likely] = await Promise.all([
    Promise.all([...ids, ...domains].slice(0, MOST_ADDRESSES).map(look)),
    Promise.all(seedsIn(words).slice(0, MOST_SEEDS).map(look)),
  ]);
  const known = new Map<string, CustomerRef>();
  for (const customer of [...exact.flat().filter(isMeant(ids, domains)), ...ranked(likely.flat(), words)]) {
    if (!known.has(customer.id)) known.set(customer.id, customer);
  }
  return [...known.values()].slice(0, MOST_NAMED);
}

/** An id that nobody has is no error here. */
async function find(customers: Searchable, query: string, options: CallOptions): Promise<readonly CustomerRef[]> {
  try {
    return await customers.find(query, options);
  } catch (error) {
    if (error instanceof PartnerCenterError && ['notFound', 'invalid', 'forbidden'].includes(error.kind)) return [];
    throw error;
  }
}

/** A search for a domain also finds those that only begin like it. */
const isMeant = (ids: readonly string[], domains: readonly string[]) => (customer: CustomerRef) =>
  ids.includes(customer.id.toLowerCase()) || domains.includes(foldName(customer.domain));

/** Those of whose name enough stands in the text, the most first. */
function ranked(hits: readonly CustomerRef[], words: Words): CustomerRef[] {
  const scored = hits
    .map((hit) => ({ hit, ...lengthIn(wordsOf(hit.name), words) }))
    .filter(({ letters, fewest }) => letters >= fewest);
  const best = Math.max(0, ...scored.map(({ letters }) => letters));
  return scored
    .filter(({ letters }) => letters * 2 >= best)
    .sort((a, b) => b.letters - a.letters || a.hit.name.length - b.hit.name.length)
    .map(({ hit }) => hit);
}

/** How many letters of a name's beginning stand in the text, word by word. */
function lengthIn(name: Words, text: Words): { letters: number; fewest: number } {
  let letters = 0;
  for (let from = 0; from < text.folded.length; from += 1) {
    let length = 0;
    for (const [index, word] of name.folded.entries()) {
      if (text.folded[from + index] !== word) break;
      length += word.length;
    }
    letters = Math.max(letters, length);
  }
  const ideographic = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
  return { letters, fewest: ideographic.test(name.folded[0] ?? '') ? FEWEST_IDEOGRAPHS : FEWEST_LETTERS };
}
