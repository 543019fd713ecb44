import { createHash } from 'node:crypto';
import type { JsonObject } from '../../core/partner/partner-center.js';
import { fault, ok, type Reply, unreadable } from './answers.js';
import { refusal } from './billing-rules.js';
import { isObject, textAt } from './json.js';
import type { Records } from './records.js';
import type { Writer } from './writer.js';

export interface PutRequest {
  customerId: string;
  /** Names in camelCase. */
  profile: JsonObject;
  ifMatch: string | undefined;
  writer: Writer;
}

/** How a stale etag is answered. */
export type StaleStatus = 400 | 409 | 412;

/** What whoever writes with a stale etag is told. */
export function stale(status: StaleStatus): Reply {
  if (status === 400) return fault(400, '2055', 'The etag is no longer valid.');
  return fault(status, String(status), status === 409 ? 'Conflict.' : 'Precondition failed.');
}

/** Answers that were given to an `MS-RequestId`, so that a repetition has no second effect. */
export interface Memory {
  get(requestId: string): { digest: string; reply: Reply } | undefined;
  set(requestId: string, answered: { digest: string; reply: Reply }): void;
}

/**
 * `PUT /v1/customers/{id}/profiles/billing`: replaces the whole resource; what the body lacks is lost. The etag stands
 * in the body, and in `If-Match` between quotes. The same `MS-RequestId` with the same request gets the same answer
 * again; with another request it is refused.
 */
export function putBilling(records: Records, memory: Memory, request: PutRequest, status: StaleStatus): Reply {
  const digest = createHash('sha256')
    .update(JSON.stringify([request.customerId, request.profile, request.ifMatch ?? null]))
    .digest('hex');
  const { requestId } = request.writer;
  const before = requestId ? memory.get(requestId) : undefined;
  if (before) return before.digest === digest ? before.reply : unreadable();
  const reply = put(records, request, status);
  if (requestId) memory.set(requestId, { digest, reply });
  return reply;
}

function put(records: Records, request: PutRequest, status: StaleStatus): Reply {
  const { customerId, profile, ifMatch, writer } = request;
  const attributes = profile['attributes'];
  if (!isObject(attributes) || textAt(attributes, 'objectType') !== 'CustomerBillingProfile')
    return fault(400, '3000', "Property 'Attributes.ObjectType' is invalid.", ['Attributes.ObjectType']);
  const named = textAt(attributes, 'etag');
  if (!named) return fault(400, '3000', "Property 'Attributes.Etag' is invalid.", ['Attributes.Etag']);
  // HTTP wants an entity tag in quotes; the bare number is no header value that the service can read.
  if (ifMatch !== undefined && !/^"[^"]*"$/.test(ifMatch)) return unreadable();
  const etag = records.etag(customerId);
  if (named !== etag || (ifMatch !== undefined && ifMatch !== `"${etag}"`)) return stale(status);
  const refused = refusal(profile);
  if (refused) return refused;
  records.replace(customerId, profile, writer);
  return ok(records.billing(customerId) ?? {});
}
