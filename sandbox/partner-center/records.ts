import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../core/partner/partner-center.js';
import type { SandboxCustomer } from '../customers/create-customers.js';
import { type Audited, billingAudited, relationshipAudited } from './audit-log.js';
import { difference, type FieldChange, setAt, textAt } from './json.js';
import { portalUser, type Writer } from './writer.js';

/** One write that took effect. */
export interface AppliedWrite {
  at: string;
  customerId: string;
  /** `MS-RequestId`; absent for what was typed directly into Partner Center. */
  requestId?: string;
  by: string;
  changes: FieldChange[];
}

interface Held {
  customer: SandboxCustomer;
  billing: JsonObject;
  version: number;
}

/** The customers as Partner Center holds them now, and every write to them. */
export interface Records {
  readonly all: readonly SandboxCustomer[];
  readonly writes: AppliedWrite[];
  customer(id: string): SandboxCustomer | undefined;
  /** The name that the list shows: that of the billing profile. */
  listedName(id: string): string;
  /** The whole resource, links and attributes included. */
  billing(id: string): JsonObject | undefined;
  etag(id: string): string | undefined;
  /** Replaces the whole resource. Members that are not in `profile` are gone. */
  replace(id: string, profile: JsonObject, writer: Writer): void;
  /** Sets members by path, as typed directly into Partner Center; null removes one. */
  change(id: string, fields: Record<string, JsonValue>, user?: string): void;
  /** Somebody became a customer, or is none any more, by what was done directly in Partner Center. */
  add(customer: SandboxCustomer, user?: string): void;
  remove(id: string, user?: string): void;
}

/** @param audit told of every write */
export function createRecords(
  customers: readonly SandboxCustomer[],
  now: () => number,
  audit: (audited: Audited) => void,
): Records {
  let all = customers;
  // A billing profile is replaced, never written into: there may be a hundred thousand of them, which nobody copies for nothing.
  const holding = (customer: SandboxCustomer): Held => ({ customer, billing: customer.billing, version: 1 });
  const held = new Map<string, Held>(customers.map((customer) => [customer.id, holding(customer)]));
  const writes: AppliedWrite[] = [];
  const etag = (id: string) => {
    const one = held.get(id);
    return one && etagOf(id, one.version);
  };
  const replace: Records['replace'] = (id, profile, writer) => {
    const one = held.get(id);
    if (!one) return;
    const { links: _links, attributes: _attributes, ...rest } = profile;
    const fresh = structuredClone({ ...rest, id: one.billing['id'] ?? null });
    const changes = difference(one.billing, fresh);
    const before = billingResource(id, one);
    one.billing = fresh;
    one.version += 1;
    const at = new Date(now()).toISOString();
    const { by, requestId } = writer;
    writes.push({ at, customerId: id, ...(requestId ? { requestId } : {}), by, changes });
    audit(billingAudited(id, before, billingResource(id, one), writer));
  };
  return {
    get all() {
      return all;
    },
    writes,
    customer: (id) => held.get(id)?.customer,
    listedName: (id) => textAt(held.get(id)?.billing ?? {}, 'companyName') ?? '',
    billing: (id) => {
      const one = held.get(id);
      return one && billingResource(id, one);
    },
    etag,
    replace,
    change: (id, fields, user) => {
      const one = held.get(id);
      if (!one) throw new Error(`no customer ${id}`);
      const fresh = structuredClone(one.billing);
      for (const [path, value] of Object.entries(fields)) setAt(fresh, path, value);
      replace(id, fresh, portalUser(user));
    },
    add: (customer, user) => {
      all = [...all, customer];
      held.set(customer.id, holding(customer));
      const name = textAt(customer.billing, 'companyName') ?? '';
      audit(relationshipAudited('add_customer', { id: customer.id, name }, portalUser(user)));
    },
    remove: (id, user) => {
      const name = textAt(held.get(id)?.billing ?? {}, 'companyName') ?? '';
      all = all.filter((customer) => customer.id !== id);
      held.delete(id);
      audit(relationshipAudited('remove_partner_customer_relationship', { id, name }, portalUser(user)));
    },
  };
}

/** A signed 64-bit number as text, other at every write. */
function etagOf(id: string, version: number): string {
  return createHash('sha256').update(`${id}/${version}`).digest().readBigInt64BE(0).toString();
}

function billingResource(id: string, one: Held): JsonObject {
  return {
    ...structuredClone(one.billing),
    links: { self: { uri: `/v1/customers/${id}/profiles/billing`, method: 'GET', headers: [] } },
    attributes: { etag: etagOf(id, one.version), objectType: 'CustomerBillingProfile' },
  };
}
