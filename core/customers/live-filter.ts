import type { CallOptions, CustomerPage, PartnerCenter } from '../partner/partner-center.js';
import type { CustomerRef } from '../views.js';
import { createAnswerCache } from './answer-cache.js';
import { createLru } from '../roles/lru.js';
import { isYoung } from '../young.js';
import { compareNames, foldName, looksLikeDomain } from './names.js';
import type { FoundCustomer } from './search/customer-index.js';
import { matchOfText } from './search/match.js';
import { readPasted } from './search/pasted.js';

/** How many hits are read at most; more than that is a text to be made longer. */
const MOST_HITS = 100;

const REMEMBERED = 2_000;
const LIVES_MS = 60_000;

/** Partner Center's own search: by Microsoft ID, or by the beginning of a name or domain. */
export interface LiveFilter {
  /**
   * The same text within a minute is answered from memory, and so is a longer one when nothing begins with the shorter.
   *
   * @throws PartnerCenterError
   */
  find(text: string, options: CallOptions): Promise<FoundCustomer[]>;
  /** What was remembered may be wrong. */
  forget(): void;
}

export function createLiveFilter(partner: Pick<PartnerCenter, 'customer' | 'search'>, now: () => number): LiveFilter {
  const cache = createAnswerCache<FoundCustomer[]>({ entries: REMEMBERED, livesMs: LIVES_MS, now });
  /** Texts with which nothing begins, and since when that is known. */
  let barren = createLru<number>(REMEMBERED);

  /** Whoever types on after nothing was found finds nothing: Partner Center need not be asked for every letter. */
  function isBarren(folded: string): boolean {
    const signs = Array.from(folded);
    return signs.some((_, last) => {
      const since = barren.get(signs.slice(0, last + 1).join(''));
      return since !== undefined && isYoung(since, LIVES_MS, now());
    });
  }

  async function byId(id: string, options: CallOptions): Promise<FoundCustomer[]> {
    const { name, domain } = await partner.customer(id, options);
    return [{ id, name, domain, match: 'exact' }];
  }

  async function byBeginning(text: string, options: CallOptions): Promise<CustomerRef[]> {
    const fields = looksLikeDomain(text) ? (['Domain'] as const) : (['CompanyName', 'Domain'] as const);
    const pages = await Promise.all(fields.map((field) => partner.search(field, text, MOST_HITS, options)));
    return unique(pages).sort((a, b) => compareNames(a, b, text));
  }

  async function ask(query: string, options: CallOptions): Promise<FoundCustomer[]> {
    const { ids, text, hint } = readPasted(query);
    if (ids[0] !== undefined) return byId(ids[0], options);
    if (isBarren(foldName(text))) return [];
    const hits = await byBeginning(text === '' ? hint : text, options);
    if (hits.length === 0 && text !== '') barren.set(foldName(text), now());
    // Partner Center says that it begins so, whatever is folded otherwise here.
    const least = text === '' ? 'part' : 'beginning';
    return hits.map((hit) => ({ ...hit, match: matchOfText(query, hit) === 'exact' ? 'exact' : least }));
  }

  return {
    find: (text, options) => cache.get(foldName(text), () => ask(text.trim(), options)),
    forget() {
      cache.clear();
      barren = createLru(REMEMBERED);
    },
  };
}

function unique(pages: readonly CustomerPage[]): CustomerRef[] {
  const hits = new Map<string, CustomerRef>();
  for (const { id, name, domain } of pages.flatMap((page) => page.items)) hits.set(id, { id, name, domain });
  return [...hits.values()];
}
