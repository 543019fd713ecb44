import { type Fields, purchasePaths } from '../partner/fields.js';
import {
  type PartnerCenter,
  PartnerCenterError,
  type PurchaseResource,
  purchaseResources,
  type SelfServePolicy,
} from '../partner/partner-center.js';
import { policyExists, policyMissing } from '../partner/self-serve-errors.js';
import { writeNeeded } from '../partner/self-serve-permissions.js';
import type { Kind } from './kind.js';

/** The value of a permission that is given. One that is not is absent. */
export const ON = 'on';

/** The field of a change that stands for a permission. */
export function pathOf(resource: PurchaseResource): (typeof purchasePaths)[number] {
  return `permission.${resource}`;
}

/** The kind `purchase`: what a customer may purchase for itself, held in one policy for each customer. */
export function purchaseKind(partner: PartnerCenter): Kind {
  return {
    async read(customer, options) {
      const policy = await partner.selfServePolicy(customer, options);
      return { fields: fieldsOfPolicy(policy), handle: policy };
    },
    async write(customer, snapshot, changed, options) {
      const policy = snapshot.handle as SelfServePolicy | undefined;
      const wanted = purchaseResources.filter(
        (resource) => ({ ...snapshot.fields, ...changed })[pathOf(resource)] === ON,
      );
      try {
        switch (writeNeeded(policy, wanted)) {
          case 'create':
            await partner.createSelfServePolicy(customer, wanted, options);
            return;
          case 'update':
            if (policy) await partner.updateSelfServePolicy(policy, wanted, options);
            return;
          case 'delete':
            if (policy) await partner.deleteSelfServePolicy(policy.id, options);
            return;
          case 'none':
        }
      } catch (error) {
        throw asMoved(error);
      }
    },
  };
}

/** What a policy permits, as fields; no policy permits nothing. */
export function fieldsOfPolicy(policy: Pick<SelfServePolicy, 'resources'> | undefined): Fields {
  return Object.fromEntries((policy?.resources ?? []).map((resource) => [pathOf(resource), ON]));
}

/** A policy that is gone or there already (404/600039, 404/600040, 409/600041) has moved since it was read: look again. */
function asMoved(error: unknown): unknown {
  if (!(error instanceof PartnerCenterError) || !(policyMissing(error) || policyExists(error))) return error;
  return new PartnerCenterError({
    kind: 'conflict',
    answerUnknown: false,
    status: error.status,
    code: error.code,
    requestId: error.requestId,
    correlationId: error.correlationId,
  });
}
