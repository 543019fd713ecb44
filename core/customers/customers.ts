import type { CallOptions, PartnerCenter } from '../partner/partner-center.js';
import type { CustomerRef } from '../views.js';
import { createLiveFilter } from './live-filter.js';
import type { CustomerIndex, FoundCustomer } from './search/customer-index.js';
import { type Match, matchOfText } from './search/match.js';

/** How many hits are told at most; more than that is a text to be made longer. */
const MOST_HITS = 100;

export interface FindOptions extends CallOptions {
  /** The ids of customers that whoever asks has used lately: these come first among equals. */
  recent?: ReadonlySet<string>;
}

export interface Customers {
  /**
   * The customers that a text may mean, likeliest first: a Microsoft ID, a domain, a name or a part of it, also mistyped, or an
   * address that was pasted. The index answers, without a call to Partner Center; until it is ready, and when it has no answer,
   * Partner Center is asked for those whose name or domain begins so.
   *
   * @throws PartnerCenterError
   */
  find(text: string, options: FindOptions): Promise<FoundCustomer[]>;
  /**
   * The one customer that a text means: whom alone it names exactly; where it names nobody so, the only one whose name or domain
   * begins with it or has its words. Whoever is found by a part of a word, or in spite of a typing error, is to be chosen: what
   * follows may change that customer's account.
   */
  only(text: string, hits: readonly (CustomerRef & { match?: Match })[]): CustomerRef | undefined;
  /** A name or domain was changed by us: what was remembered may be wrong. */
  forget(): void;
}

/**
 * @param local this process's index, and whether every customer is in it
 */
export function createCustomers(
  partner: PartnerCenter,
  now: () => number,
  local?: { index: Pick<CustomerIndex, 'search'>; ready(): boolean },
): Customers {
  const live = createLiveFilter(partner, now);
  return {
    async find(text, { recent, ...call }) {
      const options = { limit: MOST_HITS, ...(recent ? { recent } : {}) };
      const known = local?.ready() ? await local.index.search(text, options) : [];
      return known.length > 0 ? known : live.find(text, call);
    },
    only(text, hits) {
      const matches = hits.map((hit) => ({ hit, match: hit.match ?? matchOfText(text, hit) }));
      const exact = matches.filter(({ match }) => match === 'exact');
      const strong =
        exact.length > 0 ? exact : matches.filter(({ match }) => match === 'beginning' || match === 'words');
      return strong.length === 1 ? strong[0]?.hit : undefined;
    },
    forget: () => live.forget(),
  };
}
