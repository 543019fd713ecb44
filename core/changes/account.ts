import { withFields } from '../partner/addressing.js';
import type { BillingProfile, PartnerCenter } from '../partner/partner-center.js';
import type { Kind } from './kind.js';

/** The kind `account`: a customer's billing profile, written back whole under its etag. */
export function accountKind(partner: PartnerCenter): Kind {
  return {
    async read(customer, options) {
      const profile = await partner.billingProfile(customer, options);
      return { fields: profile.fields, handle: profile };
    },
    async write(customer, snapshot, changed, options) {
      const profile = snapshot.handle as BillingProfile;
      await partner.putBillingProfile(customer, { raw: withFields(profile.raw, changed), etag: profile.etag }, options);
    },
  };
}
