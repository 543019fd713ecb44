import { createHash } from 'node:crypto';
import type { Log } from '../log.js';
import { errorOfBody, errorOfSilence } from './errors.js';
import type { Http, Reply } from './http.js';
import { isObject, parseJson } from './json.js';
import { continuationOf, pathOfContinuation, tokenOf } from './paging.js';
import type {
  AuditQuery,
  AuditRecord,
  AuditRecordPage,
  Continuation,
  JsonObject,
  PartnerCenter,
} from './partner-center.js';
import { auditRecordSchema, collectionSchema } from './schemas.js';
import type { TokenSource } from './tokens.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * A start more than 90 days ago is refused (learn.microsoft.com/partner-center/developer/
 * get-a-record-of-partner-center-activity-by-user). A day less, because a day may have begun earlier there than in UTC.
 */
const OLDEST_MS = 89 * DAY_MS;

const MAX_PAGE = 500;

/** Ids are some hundred characters long. Anything longer is kept by its hash. */
const LONGEST_ID = 300;

/** Reading what was done in Partner Center, by anybody and with any tool. */
export function createAuditRecords(setup: {
  http: Http;
  baseUrl: string;
  tokens: TokenSource;
  log: Log;
  now: () => number;
}): PartnerCenter['auditRecords'] {
  const { http, baseUrl, tokens, log, now } = setup;
  return async (wanted, options) => {
    const common = { operation: 'auditRecords', method: 'GET', tokens, options } as const;
    if (!('next' in wanted)) {
      const path = pathOf(wanted, now());
      return pageOf(await http({ ...common, path }), path, undefined, log);
    }
    const path = pathOfContinuation(wanted.next, baseUrl, 'auditrecords');
    if (path === undefined) throw errorOfSilence('notAllowed', {}, false);
    const token = tokenOf(wanted.next);
    const reply = await http({ ...common, path, ...(token === undefined ? {} : { continuation: token }) });
    return pageOf(reply, path, wanted.next, log);
  };
}

/** Dates as yyyy-mm-dd: the service refuses those of a language (PartnerCenterSamples/Partner-Center-SDK-Samples#17). */
function pathOf({ from, to, size, resource }: AuditQuery, now: number): string {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const query = [
    `startDate=${day(Math.max(from, now - OLDEST_MS))}`,
    ...(to === undefined ? [] : [`endDate=${day(Math.max(to, now - OLDEST_MS))}`]),
    `size=${Math.min(MAX_PAGE, Math.max(1, Math.trunc(size)))}`,
    ...(resource === undefined ? [] : [`filter=${encodeURIComponent(filterFor(resource))}`]),
  ];
  return `/v1/auditrecords?${query.join('&')}`;
}

const filterFor = (resource: string) => JSON.stringify({ Field: 'ResourceType', Value: resource, Operator: 'equals' });

/** `totalCount` is not looked at: it has been seen to be wrong. */
function pageOf(reply: Reply, path: string, asked: Continuation | undefined, log: Log): AuditRecordPage {
  const parsed = collectionSchema.safeParse(reply.body);
  if (!parsed.success) throw errorOfBody(reply.ids, reply.status);
  const items = parsed.data.items.flatMap((item) => recordOf(item) ?? []);
  const unreadable = parsed.data.items.length - items.length;
  if (unreadable > 0) log.warn({ unreadable, correlationId: reply.ids.correlationId }, 'audit records without a date');
  const next = continuationOf(parsed.data, path, asked);
  return next ? { items, next } : { items };
}

/** A record; undefined for one that does not say when it was, because nobody can tell whether it is news. */
function recordOf(item: unknown): AuditRecord | undefined {
  const parsed = auditRecordSchema.safeParse(item);
  const at = parsed.success ? timeOf(parsed.data.operationDate) : undefined;
  if (!parsed.success || at === undefined) return undefined;
  const record = parsed.data;
  const before = valueOf(record.resourceOldValue);
  const after = valueOf(record.resourceNewValue);
  return {
    id: idOf(record.id, item),
    resource: record.resourceType ?? '',
    operation: (record.operationType ?? '').toLowerCase(),
    status: statusOf(record.operationStatus),
    at,
    ...(record.customerId ? { customer: record.customerId.toLowerCase() } : {}),
    ...(record.customerName ? { customerName: record.customerName } : {}),
    ...(record.userPrincipalName ? { user: record.userPrincipalName } : {}),
    ...(record.applicationId ? { application: record.applicationId } : {}),
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
    ...(record.originalCorrelationId ? { correlationId: record.originalCorrelationId } : {}),
  };
}

/** A record without an id is known again by all that it says. */
function idOf(id: string | undefined, item: unknown): string {
  if (id && id.length <= LONGEST_ID) return id;
  return createHash('sha256')
    .update(id || JSON.stringify(item))
    .digest('hex');
}

/** Dates come with seven digits of a second and `Z`; one without a zone is UTC. */
function timeOf(date: string | undefined): number | undefined {
  const text = date?.trim() ?? '';
  const at = Date.parse(/^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(text) ? `${text}Z` : text);
  return Number.isNaN(at) ? undefined : at;
}

function statusOf(word: string | undefined): AuditRecord['status'] {
  const status = word?.toLowerCase();
  return status === 'succeeded' || status === 'failed' || status === 'progress' ? status : 'other';
}

/** Values are JSON inside a text; one that is no text is taken as it is. */
function valueOf(said: unknown): JsonObject | undefined {
  const value = typeof said === 'string' ? parseJson(said) : said;
  return isObject(value) ? value : undefined;
}
