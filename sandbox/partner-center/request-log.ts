import type { JsonObject, JsonValue } from '../../core/partner/partner-center.js';
import type { FieldChange } from './json.js';
import type { Records } from './records.js';
import type { Policies, Purchases } from './self-serve-policies.js';

/** One request as the page shows it. Tokens never come here. */
export interface LoggedRequest {
  n: number;
  at: string;
  method: string;
  /** With its query. */
  path: string;
  /** Absent while no answer was given (and for good when it was lost). */
  status?: number;
  requestId?: string;
  /** `X-Locale` */
  locale?: string;
  /** The user's name, or `app <id>`. */
  who: string;
  body?: JsonValue;
}

/** A customer that was written to, as it is now. */
export interface ChangedCustomer {
  id: string;
  name: string;
  domain: string;
  billing: JsonObject;
  /** What it may purchase for itself. */
  purchases: Purchases;
  /** Newest first. */
  writes: { at: string; by: string; requestId?: string; changes: FieldChange[] }[];
}

/** What the page shows of Partner Center. */
export interface PartnerCenterPane {
  /** Of all requests since the start. */
  count: number;
  /** The last 200, newest first. */
  requests: LoggedRequest[];
  /** Last changed first, at most 20. */
  changed: ChangedCustomer[];
}

const KEPT = 200;

export function createRequestLog(now: () => number) {
  let count = 0;
  const requests: LoggedRequest[] = [];
  return {
    /** Begins a line; the caller completes it. */
    begin(method: string, path: string, requestId: string | undefined): LoggedRequest {
      count += 1;
      const at = new Date(now()).toISOString();
      const line: LoggedRequest = { n: count, at, method, path, who: '–', ...(requestId ? { requestId } : {}) };
      requests.unshift(line);
      requests.length = Math.min(requests.length, KEPT);
      return line;
    },
    pane(records: Records, policies: Policies): PartnerCenterPane {
      return { count, requests: structuredClone(requests), changed: changedCustomers(records, policies) };
    },
  };
}

function changedCustomers(records: Records, policies: Policies): ChangedCustomer[] {
  const permitted = policies.writes.map(({ before, after, ...write }) => ({
    ...write,
    changes: [{ path: 'permissions', before, after }],
  }));
  // Oldest first; writes of the same millisecond keep their order.
  const writes = [...records.writes, ...permitted].sort((one, other) =>
    one.at < other.at ? -1 : Number(one.at > other.at),
  );
  const ids = [...new Set(writes.map((write) => write.customerId).toReversed())].slice(0, 20);
  return ids.map((id) => ({
    id,
    name: records.listedName(id),
    domain: records.customer(id)?.domain ?? '',
    billing: records.billing(id) ?? {},
    purchases: policies.purchases(id),
    writes: writes
      .filter((write) => write.customerId === id)
      .toReversed()
      .map(({ customerId: _id, ...write }) => write),
  }));
}
