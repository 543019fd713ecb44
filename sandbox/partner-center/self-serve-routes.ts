import { createHash } from 'node:crypto';
import type { JsonObject } from '../../core/partner/partner-center.js';
import { fault, ok, type Reply, unreadable } from './answers.js';
import { type Memory, stale, type StaleStatus } from './billing-routes.js';
import { isObject, normalize, textAt } from './json.js';
import { type Policies, policyId } from './self-serve-policies.js';
import { policyRefusal, tenantIn } from './self-serve-rules.js';
import type { Writer } from './writer.js';

/** The documentation PUTs to the collection, Microsoft's client to the id: which of them is there, and what the other answers. */
export interface PolicyPut {
  form: 'either' | 'with id' | 'without id';
  missing: 404 | 405;
}

export interface SelfServeRequest {
  method: string;
  /** What follows `SelfServePolicy` in the path. */
  rest: string[];
  query: URLSearchParams;
  /** Names in camelCase; undefined when there was none, or no object. */
  policy: JsonObject | undefined;
  writer: Writer;
  /** An app alone may not touch policies. */
  user: boolean;
}

interface Parts {
  policies: Policies;
  /** Whether a customer is one of this partner's. */
  knows: (customerId: string) => boolean;
  memory: Memory;
  stale: StaleStatus;
  put: PolicyPut;
}

const GUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const ID = new RegExp(`^(${GUID})_(${GUID})$`);

/** `/v1/SelfServePolicy` and `/v1/SelfServePolicy/{id}`: what customers may purchase for themselves. */
export function selfServe(parts: Parts, request: SelfServeRequest): Reply {
  const { method, rest } = request;
  if (rest.length > 1) return { status: 404 };
  // The gateway knows no such address; nothing behind it has seen the request.
  if (method === 'PUT' && parts.put.form === (rest.length ? 'without id' : 'with id'))
    return { status: parts.put.missing };
  const asked = `${method}/${rest.length}`;
  if (!['GET/0', 'GET/1', 'POST/0', 'PUT/0', 'PUT/1', 'DELETE/1'].includes(asked)) return { status: 405 };
  if (!request.user) return fault(403, '900329', "This resource can't be accessed by application credentials.");
  if (asked === 'GET/0') return list(parts, request.query);
  if (method === 'GET') return withPolicy(parts, rest[0] ?? '', (_customer, policy) => ok(policy));
  return remembered(parts.memory, request, () => write(parts, request));
}

function list({ policies, knows }: Parts, query: URLSearchParams): Reply {
  const named = [...query].find(([name]) => name.toLowerCase() === 'entity_id')?.[1].toLowerCase();
  if (!named) return unreadable();
  if (!knows(named)) return fault(404, '60003', `The tenant ${named} was not found.`);
  const found = policies.find(named);
  const items = found ? [found] : [];
  return ok({ totalCount: items.length, items, attributes: { objectType: 'Collection' } });
}

function write(parts: Parts, request: SelfServeRequest): Reply {
  const { policies } = parts;
  const { method, rest, policy, writer } = request;
  if (method === 'DELETE')
    return withPolicy(parts, rest[0] ?? '', (customer) => {
      policies.remove(customer, writer);
      return { status: 204 };
    });
  if (!policy) return unreadable();
  if (method === 'POST') return create(parts, policy, request);
  const id = textAt(policy, 'id');
  if (!id || (rest[0] ?? id).toLowerCase() !== id.toLowerCase())
    return fault(404, '600040', 'The policy id is incorrect.');
  return withPolicy(parts, id, (customer, held) => {
    const refused = policyRefusal(policy, held) ?? otherCustomer(policy, customer);
    if (refused) return refused;
    const attributes = policy['attributes'];
    const etag = isObject(attributes) ? textAt(attributes, 'etag') : undefined;
    if (!etag) return fault(400, '3000', "Property 'Attributes.Etag' is invalid.", ['Attributes.Etag']);
    if (etag !== policies.etag(customer)) return stale(parts.stale);
    policies.put(customer, policy, writer);
    return ok(policies.find(customer) ?? {});
  });
}

function create({ policies, knows }: Parts, policy: JsonObject, { writer }: SelfServeRequest): Reply {
  const refused = policyRefusal(policy, undefined);
  if (refused) return refused;
  const entity = policy['selfServeEntity'];
  const customer = (isObject(entity) && tenantIn(entity)) || '';
  if (!knows(customer)) return fault(404, '60003', `The tenant ${customer} was not found.`);
  if (policies.find(customer)) return fault(409, '600041', 'The self-serve policy already exists.');
  policies.put(customer, policy, writer);
  return ok(policies.find(customer) ?? {}, 201);
}

/** The policy of an id, or why there is none. */
function withPolicy({ policies }: Parts, id: string, then: (customer: string, policy: JsonObject) => Reply): Reply {
  const customer = ID.exec(id.toLowerCase())?.[2];
  if (!customer) return fault(404, '600040', 'The policy id is incorrect.');
  const found = id.toLowerCase() === policyId(customer) ? policies.find(customer) : undefined;
  return found ? then(customer, found) : fault(404, '600039', 'The self-serve policy was not found.');
}

/** A policy stays with the customer that it was made for. */
function otherCustomer(policy: JsonObject, customer: string): Reply | undefined {
  const entity = policy['selfServeEntity'];
  if (isObject(entity) && tenantIn(entity) === customer) return undefined;
  return fault(400, '3000', "Property 'SelfServeEntity' is invalid.", ['SelfServeEntity']);
}

/** The same `MS-RequestId` with the same request gets its answer again; with another request it is refused. */
function remembered(memory: Memory, { method, rest, policy, writer }: SelfServeRequest, act: () => Reply): Reply {
  const { requestId } = writer;
  if (!requestId) return act();
  const facts = JSON.stringify(['SelfServePolicy', method, rest, policy ?? null]);
  const digest = createHash('sha256').update(facts).digest('hex');
  const before = memory.get(requestId);
  if (before) return before.digest === digest ? before.reply : unreadable();
  const reply = act();
  memory.set(requestId, { digest, reply });
  return reply;
}

/** The body of a request as the routes take it. */
export function policyIn(body: Parameters<typeof normalize>[0] | undefined): JsonObject | undefined {
  const policy = body === undefined ? undefined : normalize(body);
  return isObject(policy) ? policy : undefined;
}
