import { createOneAtATime } from '../../jobs/one-at-a-time.js';
import type { Log } from '../../log.js';
import type { BillingProfile, Customer, PartnerCenter } from '../../partner/partner-center.js';
import { learnBilling, learnCustomer } from './learning.js';
import type { Db } from '../../store/tables.js';

/**
 * Partner Center, with a memory: whatever is read or written of one customer, for whatever reason, is taken into the table of
 * customers. Nobody waits for that, and a customer whom the store cannot take in is one whom the list brings later.
 */
export function createNoting(parts: { db: Db; onStored: () => void; log: Log; now: () => number }) {
  const { db, onStored, log, now } = parts;
  const underWay = new Set<Promise<void>>();
  // Of what is known of one customer, the latest is written last.
  const oneAtATime = createOneAtATime();

  function note(id: string, learn: () => Promise<void>): void {
    const noted = oneAtATime(id.toLowerCase(), learn)
      .then(onStored, (error: unknown) => log.warn({ err: error }, 'what was read of a customer could not be kept'))
      .finally(() => underWay.delete(noted));
    underWay.add(noted);
  }

  return {
    noting(partner: PartnerCenter): PartnerCenter {
      const billing = (id: string) => (profile: BillingProfile) => {
        const at = now();
        note(id, () => learnBilling(db, id, profile.fields, at));
        return profile;
      };
      return {
        ...partner,
        customer: async (id, options) => {
          const customer: Customer = await partner.customer(id, options);
          const at = now();
          note(id, () => learnCustomer(db, customer, at));
          return customer;
        },
        billingProfile: async (id, options) => billing(id)(await partner.billingProfile(id, options)),
        putBillingProfile: async (id, profile, options) =>
          billing(id)(await partner.putBillingProfile(id, profile, options)),
      };
    },
    /** Waits until all is kept that was read. */
    async settled(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
