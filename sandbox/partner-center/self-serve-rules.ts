import type { JsonObject } from '../../core/partner/partner-center.js';
import { PARTNER_TENANT } from '../stand-in.js';
import { fault, type Reply } from './answers.js';
import { isObject, textAt } from './json.js';
import { resourcesIn } from './self-serve-policies.js';

/** What the documentation lets a customer purchase. */
const documented = ['AzureReservedInstances', 'AzureSavingsPlan'];

const invalid = (name: string) => fault(400, '3000', `Property '${name}' is invalid.`, [name]);

/** The customer that a policy is for, in lower case; the member's name ends in `ID`, or in `Id` with some clients. */
export function tenantIn(party: JsonObject): string | undefined {
  return (textAt(party, 'tenantID') ?? textAt(party, 'tenantId'))?.toLowerCase();
}

/**
 * Checks a policy as the service does when it is written; undefined when all is well.
 *
 * @param held as it is now: permissions that it has already are let through, whatever they are for
 */
export function policyRefusal(policy: JsonObject, held: JsonObject | undefined): Reply | undefined {
  const { selfServeEntity: entity, grantor, permissions } = policy;
  if (!isObject(entity) || textAt(entity, 'selfServeEntityType') !== 'customer' || !tenantIn(entity))
    return invalid('SelfServeEntity');
  if (!isObject(grantor) || textAt(grantor, 'grantorType') !== 'billToPartner' || tenantIn(grantor) !== PARTNER_TENANT)
    return invalid('Grantor');
  // Nothing permitted is no policy: the last permission goes with a DELETE.
  if (!Array.isArray(permissions) || permissions.length === 0) return invalid('Permissions');
  const allowed = [...documented, ...resourcesIn(held)];
  const good = permissions.every(
    (permission) =>
      isObject(permission) &&
      textAt(permission, 'action') === 'Purchase' &&
      allowed.includes(textAt(permission, 'resource') ?? ''),
  );
  return good ? undefined : invalid('Permissions');
}
