import { createAnswerCache } from '../customers/answer-cache.js';
import { type PartnerCenter, PartnerCenterError } from '../partner/partner-center.js';
import type { Db } from '../store/tables.js';
import { DAY_MS } from './wall-clock.js';

/** Where customers are, for watches of a country: many changes do not say. */
export interface Countries {
  /**
   * ISO 3166-1 alpha-2, remembered for a day; undefined: Partner Center does not say, and will not when it is asked again.
   *
   * @throws {PartnerCenterError} that may pass
   */
  of(customer: string): Promise<string | undefined>;
}

const MOST_REMEMBERED = 20_000;

export function createCountries(partner: PartnerCenter, now: () => number): Countries {
  const cache = createAnswerCache<string | undefined>({ entries: MOST_REMEMBERED, livesMs: DAY_MS, now });

  async function ask(customer: string): Promise<string | undefined> {
    try {
      const { billing, company } = await partner.customer(customer);
      return billing?.fields['defaultAddress.country'] ?? company?.address?.country;
    } catch (error) {
      if (error instanceof PartnerCenterError && isForGood(error)) return undefined;
      throw error;
    }
  }

  return { of: (customer) => cache.get(customer, () => ask(customer)) };
}

const isForGood = ({ kind }: PartnerCenterError) => kind === 'notFound' || kind === 'invalid' || kind === 'forbidden';

/** Whether anybody watches a country: else nobody need know where a customer is. */
export async function isAnyCountryWatched(db: Db): Promise<boolean> {
  const one = await db
    .selectFrom('watches')
    .select('id')
    .where('country', 'is not', null)
    .where('state', 'in', ['active', 'broken'])
    .limit(1)
    .executeTakeFirst();
  return one !== undefined;
}
