import type { JsonValue } from '../../core/partner/partner-center.js';
import { validateAddress } from './address-check.js';
import type { AuditLog } from './audit-log.js';
import { listAuditRecords } from './audit-routes.js';
import { fault, ok, type Reply, unreadable } from './answers.js';
import { type Memory, putBilling, type StaleStatus } from './billing-routes.js';
import { countries, rulesAnswer } from './country-rules.js';
import { companyProfile, customerById, listCustomers } from './customer-routes.js';
import { isObject, normalize } from './json.js';
import type { Records } from './records.js';
import type { Policies } from './self-serve-policies.js';
import { policyIn, type PolicyPut, selfServe } from './self-serve-routes.js';
import type { TokenFacts } from './token.js';
import type { Writer } from './writer.js';

/** A request that has passed the gate. */
export interface Call {
  method: string;
  /** Without the prefix, with `/v1`. */
  path: string;
  query: URLSearchParams;
  header(name: string): string | undefined;
  /** Undefined when there was none, or no JSON. */
  body: JsonValue | undefined;
  token: TokenFacts;
}

export interface Service {
  records: Records;
  memory: Memory;
  stale: StaleStatus;
  policies: Policies;
  put: PolicyPut;
  /** Answers that were planted for the rules of countries. */
  rules: ReadonlyMap<string, JsonValue>;
  /** Of continuation tokens: others are not known any more. */
  generation: number;
  /** Absent in clouds that offer none. */
  audit?: AuditLog | undefined;
  /** Whether this cloud knows SelfServePolicy. */
  offersPermissions: boolean;
  /** ms since the epoch. */
  now: () => number;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Who is written into the log. */
export const who = (token: TokenFacts) => token.user?.name ?? `app ${token.appId}`;

function writerOf(call: Call): Writer {
  const { token } = call;
  const [requestId, correlationId] = [call.header('ms-requestid'), call.header('ms-correlationid')];
  return {
    by: who(token),
    ...(token.user ? { user: token.user.name } : {}),
    application: token.appId,
    ...(requestId ? { requestId } : {}),
    ...(correlationId ? { correlationId } : {}),
  };
}

/** Finds the route and answers. */
export function route(service: Service, call: Call): Reply {
  const [, version, resource, ...rest] = call.path.split('/');
  if (version !== 'v1') return { status: 404 };
  const asked = `${call.method} ${resource?.toLowerCase()}/${rest.length}`;
  if (asked === 'GET customers/0')
    return listCustomers(service.records, call.query, call.header('ms-continuationtoken'), service.generation);
  if (resource?.toLowerCase() === 'customers') return oneCustomer(service, call, rest);
  if (asked === 'GET auditrecords/0' && service.audit)
    return listAuditRecords(service.audit, call.query, call.header('ms-continuationtoken'), service.now());
  if (resource?.toLowerCase() === 'selfservepolicy' && service.offersPermissions)
    return purchasePermission(service, call, rest);
  if (asked === 'GET countryvalidationrules/1') return countryRules(service, rest[0] ?? '');
  if (asked === 'POST validations/1' && rest[0]?.toLowerCase() === 'address') {
    const body = call.body === undefined ? undefined : normalize(call.body);
    return isObject(body) ? validateAddress(body) : unreadable();
  }
  return { status: 404 };
}

function purchasePermission({ records, ...parts }: Service, call: Call, rest: string[]): Reply {
  const knows = (id: string) => records.customer(id) !== undefined;
  const { method, query, token } = call;
  const facts = { policy: policyIn(call.body), writer: writerOf(call) };
  return selfServe({ ...parts, knows }, { method, rest, query, ...facts, user: token.user !== undefined });
}

function countryRules({ rules }: Service, iso2: string): Reply {
  const planted = rules.get(iso2.toUpperCase());
  if (planted !== undefined) return { status: 200, body: planted };
  const country = countries.get(iso2.toUpperCase());
  return country ? ok(rulesAnswer(country)) : fault(404, '1000', `No validation rules were found for ${iso2}.`);
}

function oneCustomer(service: Service, call: Call, [id = '', ...rest]: string[]): Reply {
  const { records } = service;
  const customer = records.customer(id.toLowerCase());
  if (!GUID.test(id)) return fault(404, '1000', 'The customer was not found.');
  if (!customer) return fault(404, '60003', `The tenant ${id} was not found.`);
  const part = rest.join('/').toLowerCase();
  if (part === '') return call.method === 'GET' ? customerById(records, customer) : { status: 405 };
  if (part === 'profiles/company') {
    if (call.method !== 'GET') return { status: 405 };
    // The one resource here that belongs to the customer's directory: an app alone may not read it.
    if (!call.token.user) return fault(403, '900329', "This resource can't be accessed by application credentials.");
    return ok(companyProfile(customer));
  }
  if (part !== 'profiles/billing') return { status: 404 };
  if (call.method === 'GET') return ok(records.billing(customer.id) ?? {});
  if (call.method !== 'PUT') return { status: 405 };
  const profile = call.body === undefined ? undefined : normalize(call.body);
  if (!isObject(profile)) return unreadable();
  return putBilling(
    records,
    service.memory,
    { customerId: customer.id, profile, ifMatch: call.header('if-match'), writer: writerOf(call) },
    service.stale,
  );
}
