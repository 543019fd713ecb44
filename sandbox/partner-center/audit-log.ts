import type { JsonObject } from '../../core/partner/partner-center.js';
import { PARTNER_TENANT } from '../stand-in.js';
import { textAt } from './json.js';
import type { Writer } from './writer.js';

/** What an audit record tells. Values are resources as the API gives them; the record holds them in PascalCase, as text. */
export interface Audited {
  operationType: string;
  resourceType: string;
  /** Records of failed additions have none. */
  customerId?: string;
  customerName?: string;
  before?: JsonObject | undefined;
  after?: JsonObject | undefined;
  user?: string;
  application?: string;
  correlationId?: string;
  status?: 'succeeded' | 'failed' | 'progress';
  /** When it was done, ms since the epoch; now, when absent. */
  at?: number;
  /** Whatever else the record shall hold, instead of what it would. */
  members?: JsonObject;
}

/** One record, and when it began to be visible. */
export interface KeptRecord {
  visibleAt: number;
  record: JsonObject;
}

/** What everybody did, as Partner Center keeps it for its activity log. */
export interface AuditLog {
  /** Oldest first. */
  readonly kept: readonly KeptRecord[];
  /** Keeps a record of any kind. @returns its id */
  add(audited: Audited): string;
  /** A record in progress comes to its end. */
  finish(id: string, status: 'succeeded' | 'failed'): void;
  /** Records that are made from now on can be read so many milliseconds later only. */
  lateBy(milliseconds: number): void;
}

/** Ticks of .NET, 100 ns each, at the beginning of 1970. */
const EPOCH_TICKS = 621_355_968_000_000_000n;

/** @param now ms since the epoch */
export function createAuditLog(now: () => number): AuditLog {
  const kept: KeptRecord[] = [];
  let late = 0;
  const add: AuditLog['add'] = (audited) => {
    const { operationType, resourceType, customerId, customerName, user, application, correlationId } = audited;
    const at = audited.at ?? now();
    // Finer than a millisecond, as there: what happens at the same time is told apart by it.
    const fraction = String(kept.length % 10_000).padStart(4, '0');
    const ticks = EPOCH_TICKS + BigInt(at) * 10_000n + BigInt(fraction);
    const id = [PARTNER_TENANT, ...(customerId ? [customerId, operationType] : []), ticks].join('_');
    const record: JsonObject = {
      id,
      partnerId: PARTNER_TENANT,
      ...(customerId ? { customerId } : {}),
      ...(customerName ? { customerName } : {}),
      ...(user ? { userPrincipalName: user } : {}),
      ...(application ? { applicationId: application } : {}),
      resourceType,
      ...(audited.before ? { resourceOldValue: pascalText(audited.before) } : {}),
      ...(audited.after ? { resourceNewValue: pascalText(audited.after) } : {}),
      operationType,
      ...(correlationId ? { originalCorrelationId: correlationId } : {}),
      operationDate: `${new Date(at).toISOString().slice(0, -1)}${fraction}Z`,
      operationStatus: audited.status ?? 'succeeded',
      customizedData: customerId ? [{ key: 'CustomerId', value: customerId }] : [],
      attributes: { objectType: 'AuditRecord' },
      ...audited.members,
    };
    kept.push({ visibleAt: now() + late, record });
    return id;
  };
  return {
    kept,
    add,
    finish(id, status) {
      for (const { record } of kept) if (record['id'] === id) record['operationStatus'] = status;
    },
    lateBy(milliseconds) {
      late = milliseconds;
    },
  };
}

/** What a write of a billing profile leaves behind. */
export function billingAudited(id: string, before: JsonObject, after: JsonObject, writer: Writer): Audited {
  return {
    operationType: 'update_customer_billing_profile',
    resourceType: 'customer',
    customerId: id,
    customerName: textAt(after, 'companyName') ?? '',
    before,
    after,
    ...authorship(writer),
  };
}

/** What a write of a policy leaves behind; no policy before: it was created, none after: deleted. */
export function policyAudited(
  customer: { id: string; name: string },
  before: JsonObject | undefined,
  after: JsonObject | undefined,
  writer: Writer,
): Audited {
  const deed = before ? (after ? 'update' : 'delete') : 'create';
  return {
    operationType: `${deed}_self_serve_policy`,
    resourceType: 'self_serve_policy',
    customerId: customer.id,
    customerName: customer.name,
    before,
    after,
    ...authorship(writer),
  };
}

/** What the beginning or the end of a customer leaves behind. */
export function relationshipAudited(
  operationType: 'add_customer' | 'remove_partner_customer_relationship',
  customer: { id: string; name: string },
  writer: Writer,
): Audited {
  return {
    operationType,
    resourceType: operationType === 'add_customer' ? 'customer' : 'partner_customer_relationship',
    customerId: customer.id,
    customerName: customer.name,
    ...authorship(writer),
  };
}

function authorship({ user, application, correlationId }: Writer): Partial<Audited> {
  return { ...(user ? { user } : {}), application, ...(correlationId ? { correlationId } : {}) };
}

function pascalText(value: JsonObject): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner).map(([name, member]: [string, unknown]) => [
            name.charAt(0).toUpperCase() + name.slice(1),
            member,
          ]),
        )
      : inner,
  );
}
