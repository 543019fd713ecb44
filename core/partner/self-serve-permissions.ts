import { isObject, member, memberName, textMember } from './json.js';
import { purchaseResources } from './partner-center.js';
import type { JsonObject, JsonValue, PurchaseResource } from './partner-center.js';

/** What a policy permits to purchase, as far as the desk knows it. */
export function resourcesOf(raw: JsonObject): PurchaseResource[] {
  const found = permissionsOf(raw).map(resourceOf);
  return purchaseResources.filter((resource) => found.includes(resource));
}

/**
 * The policy with exactly these known permissions. Permissions that are given already, and those that nobody knows, stay
 * as they are.
 */
export function withResources(raw: JsonObject, wanted: readonly PurchaseResource[]): JsonObject {
  const kept = permissionsOf(raw).filter((permission) => {
    const resource = resourceOf(permission);
    return resource === undefined || wanted.includes(resource);
  });
  const given = kept.map(resourceOf);
  const added = purchaseResources.filter((resource) => wanted.includes(resource) && !given.includes(resource));
  return { ...raw, [memberName(raw, 'permissions') ?? 'permissions']: [...kept, ...added.map(permissionFor)] };
}

/**
 * Which write leads from what there is to exactly the wanted permissions. A policy that would be left without any
 * permission is deleted; one that still holds a permission nobody knows is not.
 */
export function writeNeeded(
  policy: { raw: JsonObject } | undefined,
  wanted: readonly PurchaseResource[],
): 'none' | 'create' | 'update' | 'delete' {
  if (!policy) return wanted.length > 0 ? 'create' : 'none';
  const now = resourcesOf(policy.raw);
  if (purchaseResources.every((resource) => now.includes(resource) === wanted.includes(resource))) return 'none';
  return permissionsOf(withResources(policy.raw, wanted)).length > 0 ? 'update' : 'delete';
}

export function permissionFor(resource: PurchaseResource): JsonObject {
  return { resource, action: 'Purchase' };
}

function permissionsOf(raw: JsonObject): JsonValue[] {
  const permissions = member(raw, 'permissions');
  return Array.isArray(permissions) ? permissions : [];
}

/** The resource that a permission lets purchase; undefined for any other permission. */
function resourceOf(permission: JsonValue): PurchaseResource | undefined {
  if (!isObject(permission) || textMember(permission, 'action')?.toLowerCase() !== 'purchase') return undefined;
  const name = textMember(permission, 'resource')?.toLowerCase();
  return purchaseResources.find((resource) => resource.toLowerCase() === name);
}
