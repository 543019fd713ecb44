import { randomUUID } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../core/partner/partner-center.js';
import { PARTNER_TENANT } from '../stand-in.js';
import { type Audited, policyAudited } from './audit-log.js';
import { isObject, textAt } from './json.js';
import { policiesAtStart } from './self-serve-start.js';
import { portalUser, type Writer } from './writer.js';

/** One write of a policy that took effect: what the customer could purchase before and after it. */
export interface PolicyWrite {
  at: string;
  customerId: string;
  before: string[];
  after: string[];
  /** `MS-RequestId`; absent for what was typed directly into Partner Center. */
  requestId?: string;
  by: string;
}

/** What a customer may purchase for itself, now and when the sandbox began, by resource. */
export interface Purchases {
  now: string[];
  atStart: string[];
}

/** What customers may purchase for themselves: one policy for a customer at most, with several permissions in it. */
export interface Policies {
  readonly writes: PolicyWrite[];
  /** The whole resource. */
  find(customerId: string): JsonObject | undefined;
  etag(customerId: string): string | undefined;
  /** Creates or replaces. Members that are not in `policy` are gone. */
  put(customerId: string, policy: JsonObject, writer: Writer): void;
  remove(customerId: string, writer: Writer): void;
  /** Sets what may be purchased, as typed directly into Partner Center; nothing removes the policy. */
  change(customerId: string, resources: readonly string[], user?: string): void;
  purchases(customerId: string): Purchases;
}

interface Held {
  policy: JsonObject;
  etag: string;
}

/** The documented id: `{grantor}_{customer}`. */
export const policyId = (customerId: string) => `${PARTNER_TENANT}_${customerId}`;

const purchase = (resource: string) => ({ resource, action: 'Purchase' });

/** The resources of all permissions, known or not. */
export function resourcesIn(policy: JsonObject | undefined): string[] {
  const permissions = policy?.['permissions'];
  const list: JsonValue[] = Array.isArray(permissions) ? permissions : [];
  return list.filter(isObject).flatMap((permission) => textAt(permission, 'resource') ?? []);
}

/**
 * The policies of the sandbox; some of these customers have one from the beginning.
 *
 * @param audit told of every write
 */
export function createPolicies(
  customers: readonly { id: string }[],
  now: () => number,
  audit: { nameOf: (customerId: string) => string; told: (audited: Audited) => void },
): Policies {
  const held = new Map<string, Held>();
  const writes: PolicyWrite[] = [];
  const start = new Map(customers.map(({ id }) => [id, policiesAtStart[id] ?? []]));
  // Its quotes are part of the etag.
  const hold = (id: string, policy: JsonObject) => held.set(id, { policy, etag: `"${randomUUID()}"` });
  for (const [id, resources] of start) if (resources.length > 0) hold(id, policyOf(id, resources));

  const resources = (id: string) => resourcesIn(held.get(id)?.policy);
  const find = (id: string): JsonObject | undefined => {
    const one = held.get(id);
    if (!one) return undefined;
    const attributes = { etag: one.etag, objectType: 'SelfServePolicy' };
    return { id: policyId(id), ...structuredClone(one.policy), attributes };
  };
  function note(customerId: string, act: () => void, writer: Writer): void {
    const { by, requestId } = writer;
    const [before, policy] = [resources(customerId), find(customerId)];
    act();
    const at = new Date(now()).toISOString();
    writes.push({ at, customerId, before, after: resources(customerId), ...(requestId ? { requestId } : {}), by });
    audit.told(policyAudited({ id: customerId, name: audit.nameOf(customerId) }, policy, find(customerId), writer));
  }
  const put: Policies['put'] = (id, policy, writer) => {
    const { id: _id, attributes: _attributes, ...rest } = structuredClone(policy);
    note(id, () => hold(id, rest), writer);
  };
  const remove: Policies['remove'] = (id, writer) => note(id, () => held.delete(id), writer);

  return {
    writes,
    find,
    etag: (id) => held.get(id)?.etag,
    put,
    remove,
    change(id, wanted, user) {
      const writer = portalUser(user);
      if (!start.has(id)) throw new Error(`no customer ${id}`);
      if (wanted.length === 0) return held.has(id) ? remove(id, writer) : undefined;
      put(id, { ...(held.get(id)?.policy ?? policyOf(id, [])), permissions: wanted.map(purchase) }, writer);
    },
    purchases: (id) => ({ now: resources(id), atStart: [...(start.get(id) ?? [])] }),
  };
}

function policyOf(customerId: string, resources: readonly string[]): JsonObject {
  return {
    selfServeEntity: { selfServeEntityType: 'customer', tenantID: customerId },
    grantor: { grantorType: 'billToPartner', tenantID: PARTNER_TENANT },
    permissions: resources.map(purchase),
  };
}
