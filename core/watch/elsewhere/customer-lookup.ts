import { PartnerCenterError } from '../../partner/partner-center.js';
import type { CustomerRef } from '../../views.js';
import type { Round } from './parts.js';

/** A customer as a happening shows it, with the country of its billing address. */
export interface LookedUp {
  customer: CustomerRef;
  country?: string;
}

export type CustomerLookup = (id: string, name: string | undefined) => Promise<LookedUp>;

/**
 * Looks up the customers of records, which name neither domain nor country; each once a round.
 *
 * @throws PartnerCenterError when Partner Center cannot be asked now, or has been asked enough
 */
export function createCustomerLookup({
  partner,
  share,
  signal,
}: Pick<Round, 'partner' | 'share' | 'signal'>): CustomerLookup {
  const known = new Map<string, LookedUp>();
  return async (id, name) => {
    const before = known.get(id);
    if (before) return before;
    await share.acquire(signal);
    const found = await partner.customer(id, { signal }).catch((error: unknown) => {
      // A customer that is none any more, or not for this app to see, still has the name that the record gives.
      const passing = error instanceof PartnerCenterError && (error.kind === 'notFound' || error.kind === 'forbidden');
      if (!passing) throw error;
    });
    const country = found?.billing?.fields['defaultAddress.country'];
    const lookedUp: LookedUp = {
      customer: { id, name: found?.name || (name ?? ''), domain: found?.domain ?? '' },
      ...(country ? { country } : {}),
    };
    known.set(id, lookedUp);
    return lookedUp;
  };
}
