import type { AuditLog, KeptRecord } from './audit-log.js';
import { fault, ok, type Reply, unreadable } from './answers.js';
import { textAt } from './json.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** No record older than this can be asked for. */
const OLDEST_MS = 90 * DAY_MS;

/** What is asked for when no start is given. */
const USUAL_MS = 30 * DAY_MS;

/** The service gives no page longer than this, whatever is asked for. */
const LONGEST_PAGE = 500;

interface Asked {
  /** ms since the epoch: whole days, both included. */
  from: number;
  to: number;
  filter: string;
  /** Records that became visible later than the first page was asked for do not push others to the next page. */
  asOf: number;
  offset: number;
}

const seal = (asked: Asked) => Buffer.from(JSON.stringify(asked)).toString('base64');

function unseal(token: string): Asked | undefined {
  try {
    // The stand-in's own writing; whatever else is sent back fails at the first use of a member.
    const read = JSON.parse(Buffer.from(token, 'base64').toString()) as Asked;
    return typeof read.offset === 'number' ? read : undefined;
  } catch {
    return undefined;
  }
}

/**
 * `GET /v1/auditrecords?startDate=&endDate=&size=&filter=`: newest first, by days, pages of at most 500. The next page:
 * `seekOperation=Next` and the token in `MS-ContinuationToken`. `totalCount` counts the page, and is wrong by that.
 */
export function listAuditRecords(log: AuditLog, query: URLSearchParams, token: string | undefined, now: number): Reply {
  const size = Number(query.get('size') ?? LONGEST_PAGE);
  if (!Number.isInteger(size) || size < 1) return unreadable();
  const seeking = token !== undefined && query.get('seekOperation')?.toLowerCase() === 'next';
  const asked = seeking ? unseal(token) : firstAsked(query, now);
  if (!asked) return unreadable();
  if (asked.from < now - OLDEST_MS)
    return fault(400, '3000', 'The start date cannot be more than 90 days ago.', ['StartDate']);
  const wanted = filterOf(asked.filter);
  if (typeof wanted !== 'function') return wanted;
  const found = log.kept
    .filter(({ visibleAt }) => visibleAt <= asked.asOf)
    .filter(({ record }) => {
      const at = Date.parse(textAt(record, 'operationDate') ?? '');
      return at >= asked.from && at < asked.to;
    })
    .filter(wanted)
    .toReversed();
  const end = asked.offset + Math.min(size, LONGEST_PAGE);
  const items = found.slice(asked.offset, end).map(({ record }) => structuredClone(record));
  const more = end < found.length;
  const uri = `/auditrecords?size=${size}`;
  const next = { key: 'MS-ContinuationToken', value: seal({ ...asked, offset: end }) };
  return ok({
    totalCount: items.length,
    items,
    links: {
      self: { uri, method: 'GET', headers: [] },
      ...(more ? { next: { uri: `${uri}&seekOperation=Next`, method: 'GET', headers: [next] } } : {}),
    },
    attributes: { objectType: 'Collection' },
  });
}

/** Undefined: a date that is none. Dates of other forms (6/1/2017) depend on a language, and are refused. */
function firstAsked(query: URLSearchParams, now: number): Asked | undefined {
  const today = now - (now % DAY_MS);
  const from = query.has('startDate') ? dayOf(query.get('startDate')) : today - USUAL_MS;
  const last = query.has('endDate') ? dayOf(query.get('endDate')) : today + DAY_MS;
  if (from === undefined || last === undefined) return undefined;
  return { from, to: last + DAY_MS, filter: query.get('filter') ?? '', asOf: now, offset: 0 };
}

function dayOf(text: string | null): number | undefined {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** The documented pairs of field and operator, and no others. */
const operators: Record<string, string> = { companyname: 'substring', customerid: 'equals', resourcetype: 'equals' };

function filterOf(filter: string): ((kept: KeptRecord) => boolean) | Reply {
  if (filter === '') return () => true;
  let asked: unknown;
  try {
    asked = JSON.parse(filter);
  } catch {
    return unreadable();
  }
  if (typeof asked !== 'object' || asked === null) return unreadable();
  const named = new Map(Object.entries(asked).map(([name, value]) => [name.toLowerCase(), String(value)]));
  const field = named.get('field')?.toLowerCase() ?? '';
  if (operators[field] !== named.get('operator')?.toLowerCase())
    return fault(400, '2000', 'The filter of the audit records is not supported.');
  const value = plain(named.get('value') ?? '');
  return ({ record }) => {
    if (field === 'companyname') return plain(textAt(record, 'customerName') ?? '').includes(value);
    return plain(textAt(record, field === 'customerid' ? 'customerId' : 'resourceType') ?? '') === value;
  };
}

/** `self_serve_policy` and `SelfServePolicy` are the same. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll('_', '');
}
