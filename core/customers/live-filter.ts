import type { CallOptions, CustomerPage, PartnerCenter } from '../partner/partner-center.js';
import type { CustomerRef } from '../views.js';
import { createAnswerCache } from './answer-cache.js';
import { createLru } from '../roles/lru.js';
import { isYoung } from '../young.js';
import { compareNames, looksLikeDomain, spellings } from './names.js';
import type { FoundCustomer } from './search/customer-index.js';
import { matchOfText } from './search/match.js';
import { readPasted } from './search/pasted.js';

/** How many hits are read at most; more than that is a text to be made longer. */
const MOST_HITS = 100;

const REMEMBERED = 2_000;
const LIVES_MS = 60_000;

/** Whole letters, however many code points they are: nothing that begins with и says nothing of й. */
const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

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
  /** Texts with which nothing begins, however they are spelt, and since when that is known. */
  let barren = createLru<number>(REMEMBERED);

  /** Whoever types on after nothing was found finds nothing: Partner Center need not be asked for every letter. */
  function isBarren(text: string): boolean {
    return [...letters.segment(text)].some(({ index, segment }) => {
      const since = barren.get(text.slice(0, index + segment.length));
      return since !== undefined && isYoung(since, LIVES_MS, now());
    });
  }

  async function byId(id: string, options: CallOptions): Promise<FoundCustomer[]> {
    const { name, domain } = await partner.customer(id, options);
    return [{ id, name, domain, match: 'exact' }];
  }

  async function byBeginning(text: string, options: CallOptions): Promise<CustomerRef[]> {
    const [typed = text, ...others] = spellings(text);
    const hits = await beginningWith([typed], options);
    const found = hits.length > 0 || others.length === 0 ? hits : await beginningWith(others, options);
    return found.sort((a, b) => compareNames(a, b, text));
  }

  async function beginningWith(texts: string[], options: CallOptions): Promise<CustomerRef[]> {
    const asked = texts.flatMap((text) =>
      (looksLikeDomain(text) ? (['Domain'] as const) : (['CompanyName', 'Domain'] as const)).map((field) =>
        partner.search(field, text, MOST_HITS, options),
      ),
    );
    return unique(await Promise.all(asked));
  }

  async function ask(query: string, options: CallOptions): Promise<FoundCustomer[]> {
    const { ids, text, hint } = readPasted(query);
    if (ids[0] !== undefined) return byId(ids[0], options);
    if (isBarren(text.toLowerCase())) return [];
    const hits = await byBeginning(text === '' ? hint : text, options);
    if (hits.length === 0 && text !== '') barren.set(text.toLowerCase(), now());
    // Partner Center says that it begins so, whatever is folded otherwise here.
    const least = text === '' ? 'part' : 'beginning';
    return hits.map((hit) => ({ ...hit, match: matchOfText(query, hit) === 'exact' ? 'exact' : least }));
  }

  return {
    find(text, options) {
      const query = text.trim();
      return cache.get(query.toLowerCase(), () => ask(query, options));
    },
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
