import type { JsonObject } from '../../core/partner/partner-center.js';
import type { SandboxCustomer } from '../customers/create-customers.js';
import { fault, ok, type Reply, unreadable } from './answers.js';
import type { Records } from './records.js';

/** The service gives no page longer than this, whatever is asked for. */
const LONGEST_PAGE = 500;

const link = (uri: string) => ({ self: { uri, method: 'GET', headers: [] } });

/** An item of the list: little more than the name. */
function item(records: Records, customer: SandboxCustomer): JsonObject {
  return {
    id: customer.id,
    companyProfile: {
      tenantId: customer.id,
      domain: customer.domain,
      companyName: records.listedName(customer.id),
      links: link(`/customers/${customer.id}/profiles/company`),
      attributes: { objectType: 'CustomerCompanyProfile' },
    },
    relationshipToPartner: customer.relationshipToPartner,
    links: link(`/customers/${customer.id}`),
    attributes: { objectType: 'Customer' },
  };
}

interface Bookmark {
  offset: number;
  filter: string;
  /** Tokens of another generation are not known any more. */
  generation: number;
}

const seal = (bookmark: Bookmark) => Buffer.from(JSON.stringify(bookmark)).toString('base64');

function unseal(token: string): Bookmark | undefined {
  try {
    const read: unknown = JSON.parse(Buffer.from(token, 'base64').toString());
    if (typeof read !== 'object' || read === null) return undefined;
    // The stand-in's own writing; what else is sent back has other members.
    const { offset, filter, generation } = read as Partial<Bookmark>;
    if (typeof offset !== 'number' || typeof filter !== 'string' || typeof generation !== 'number') return undefined;
    return { offset, filter, generation };
  } catch {
    return undefined;
  }
}

/** The customers that a filter lets through, or the refusal of the filter. */
function filtered(records: Records, filter: string): readonly SandboxCustomer[] | Reply {
  if (filter === '') return records.all;
  let asked: unknown;
  try {
    asked = JSON.parse(filter);
  } catch {
    return unreadable();
  }
  if (typeof asked !== 'object' || asked === null) return unreadable();
  const named = new Map(Object.entries(asked).map(([name, value]) => [name.toLowerCase(), String(value)]));
  const field = named.get('field')?.toLowerCase();
  if (named.get('operator')?.toLowerCase() !== 'starts_with')
    return fault(400, '2000', 'Customer search only allows starts with and equals operation.');
  if (field !== 'companyname' && field !== 'domain')
    return fault(400, '2000', 'Customer search field is not supported.');
  const start = (named.get('value') ?? '').toLowerCase();
  return records.all.filter((customer) =>
    (field === 'domain' ? customer.domain : records.listedName(customer.id)).toLowerCase().startsWith(start),
  );
}

/**
 * `GET /v1/customers?size=&filter=`: pages of at most 500. `size=0` asks for no paging: one page, cut at 500, with
 * `totalCount` as the only sign. The next page: `seekOperation=Next` and the token in `MS-ContinuationToken`.
 *
 * @param generation of the tokens that are given and known
 */
export function listCustomers(
  records: Records,
  query: URLSearchParams,
  token: string | undefined,
  generation: number,
): Reply {
  const size = Number(query.get('size') ?? LONGEST_PAGE);
  if (!Number.isInteger(size) || size < 0) return unreadable();
  const seeking = token !== undefined && query.get('seekOperation')?.toLowerCase() === 'next';
  const bookmark = seeking ? unseal(token) : { offset: 0, filter: query.get('filter') ?? '', generation };
  if (!bookmark || bookmark.generation !== generation) return unreadable();
  const found = filtered(records, bookmark.filter);
  if ('status' in found) return found;
  const end = bookmark.offset + Math.min(size || LONGEST_PAGE, LONGEST_PAGE);
  const more = size > 0 && end < found.length;
  const next = seal({ ...bookmark, offset: end });
  // As in the real service, links come with and without the version.
  const root = Math.floor(bookmark.offset / Math.max(1, size)) % 2 === 0 ? '/customers' : '/v1/customers';
  return ok({
    totalCount: found.length,
    items: found.slice(bookmark.offset, end).map((customer) => item(records, customer)),
    ...(more ? { continuationToken: next } : {}),
    links: {
      ...link(`${root}?size=${size}`),
      ...(more
        ? {
            next: {
              uri: `${root}?size=${size}&seekOperation=Next`,
              method: 'GET',
              headers: [{ key: 'MS-ContinuationToken', value: next }],
            },
          }
        : {}),
    },
    attributes: { objectType: 'Collection' },
  });
}

/** The company profile: what the customer's own directory says. Half of it is kept back without delegated rights. */
export function companyProfile(customer: SandboxCustomer): JsonObject {
  const { address, email, ...named } = customer.company;
  return {
    tenantId: customer.id,
    domain: customer.domain,
    ...named,
    ...(customer.allowDelegatedAccess ? { address, email } : {}),
    links: link(`/customers/${customer.id}/profiles/company`),
    attributes: { objectType: 'CustomerCompanyProfile' },
  };
}

/** `GET /v1/customers/{id}`: both profiles at once. */
export function customerById(records: Records, customer: SandboxCustomer): Reply {
  return ok({
    id: customer.id,
    commerceId: customer.commerceId,
    companyProfile: companyProfile(customer),
    billingProfile: records.billing(customer.id) ?? null,
    relationshipToPartner: customer.relationshipToPartner,
    allowDelegatedAccess: customer.allowDelegatedAccess,
    ...(customer.allowDelegatedAccess ? { customDomains: customer.customDomains } : {}),
    links: link(`/customers/${customer.id}`),
    attributes: { objectType: 'Customer' },
  });
}
