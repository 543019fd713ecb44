import type { JsonObject } from '../../../core/partner/partner-center.js';
import { CUSTOMER } from './samples.js';
import { PARTNER } from './wire.js';

export const POLICY_ID = `${PARTNER}_${CUSTOMER}`;
export const ETAG = '"5b0e7c9a-0000-4000-8000-00000000e7a6"';

export const purchase = (resource: string): JsonObject => ({ resource, action: 'Purchase' });

/** A policy as it looks on the wire, with members and a permission that nobody here knows. */
export const policyBody = (resources = ['AzureReservedInstances']): JsonObject => ({
  id: POLICY_ID,
  selfServeEntity: { selfServeEntityType: 'customer', tenantID: CUSTOMER, futureName: null },
  grantor: { grantorType: 'billToPartner', tenantID: PARTNER },
  permissions: [...resources.map(purchase), { resource: 'AzureReservedInstances', action: 'Refund', limit: 3 }],
  futureMember: { deep: [1, null, 'x'] },
  attributes: { etag: ETAG, objectType: 'SelfServePolicy', futureAttribute: true },
});

export const collection = (...items: unknown[]) => ({
  totalCount: items.length,
  items,
  attributes: { objectType: 'Collection' },
});
