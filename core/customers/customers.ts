import type { CustomerRef } from '../views.js';
import type { CallOptions, PartnerCenter } from '../partner/partner-center.js';
import { compareNames, foldName, isMicrosoftId, looksLikeDomain, spellings } from './names.js';
import { createAnswerCache } from './answer-cache.js';

/** How many hits of the live filter are read at most; more than that is a text to be made longer. */
const MOST_HITS = 100;

export interface Customers {
  /**
   * The customers that a text may mean, likeliest first: a Microsoft ID, a domain, or the beginning of a name or domain.
   * The same text within a minute is answered from memory.
   *
   * @throws PartnerCenterError
   */
  find(text: string, options: CallOptions): Promise<CustomerRef[]>;
  /** The one customer that a text names exactly, if the hits hold just one such or there is only one hit. */
  only(text: string, hits: CustomerRef[]): CustomerRef | undefined;
  /** A name or domain was changed by us: what was remembered may be wrong. */
  forget(): void;
}

export function createCustomers(partner: PartnerCenter, now: () => number): Customers {
  const cache = createAnswerCache<CustomerRef[]>({ entries: 2_000, livesMs: 60_000, now });

  async function byId(id: string, options: CallOptions): Promise<CustomerRef[]> {
    const { name, domain } = await partner.customer(id, options);
    return [{ id, name, domain }];
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
    const hits = new Map<string, CustomerRef>();
    for (const { items } of await Promise.all(asked))
      for (const { id, name, domain } of items) hits.set(id, { id, name, domain });
    return [...hits.values()];
  }

  return {
    find(text, options) {
      const query = text.trim();
      return cache.get(query.toLowerCase(), () =>
        isMicrosoftId(query) ? byId(query.toLowerCase(), options) : byBeginning(query, options),
      );
    },
    only(text, hits) {
      if (hits.length === 1) return hits[0];
      const wanted = foldName(text);
      const exact = hits.filter((hit) => foldName(hit.name) === wanted || foldName(hit.domain) === wanted);
      return exact.length === 1 ? exact[0] : undefined;
    },
    forget: () => cache.clear(),
  };
}
