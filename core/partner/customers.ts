import { customerPath } from './customer-path.js';
import { errorOfBody, errorOfSilence } from './errors.js';
import type { Call, Http, Reply } from './http.js';
import { member, isObject } from './json.js';
import { continuationOf, pathOfContinuation, tokenOf } from './paging.js';
import type { Continuation, Customer, CustomerPage, CustomerSummary, PartnerCenter } from './partner-center.js';
import { billingOf, companyOf } from './profiles.js';
import { collectionSchema, customerSchema } from './schemas.js';
import type { TokenSource } from './tokens.js';

/** The server's own cap on a page. */
const MAX_PAGE = 500;

/** Reading customers: all of them in pages, by the beginning of a name or domain, and one by its Microsoft ID. */
export function createCustomers(setup: {
  http: Http;
  baseUrl: string;
  tokens: TokenSource;
  /** With a user's token the answer holds more (reference of the endpoint: both kinds of token are accepted). */
  customerTokens: TokenSource;
}): Pick<PartnerCenter, 'customers' | 'search' | 'customer'> {
  const { http, baseUrl, tokens, customerTokens } = setup;

  const page = async (call: Omit<Call, 'method' | 'tokens'>, asked?: Continuation): Promise<CustomerPage> => {
    const reply = await http({ ...call, method: 'GET', tokens });
    return pageOf(reply, call.path, asked);
  };

  return {
    async customers(wanted, options) {
      if ('size' in wanted) {
        const size = Math.min(MAX_PAGE, Math.max(1, Math.trunc(wanted.size)));
        return page({ operation: 'customers', path: `/v1/customers?size=${size}`, options });
      }
      const path = pathOfContinuation(wanted.next, baseUrl, 'customers');
      if (path === undefined) throw errorOfSilence('notAllowed', {}, false);
      const token = tokenOf(wanted.next);
      const call = { operation: 'customers', path, options } as const;
      return page(token === undefined ? call : { ...call, continuation: token }, wanted.next);
    },

    search(field, value, size, options) {
      // `starts_with` is the only operator that is documented; the value matches in any case.
      const filter = encodeURIComponent(JSON.stringify({ Field: field, Value: value, Operator: 'starts_with' }));
      const count = Math.min(MAX_PAGE, Math.max(0, Math.trunc(size)));
      return page({ operation: 'search', path: `/v1/customers?size=${count}&filter=${filter}`, options });
    },

    async customer(id, options) {
      const path = customerPath(id);
      const reply = await http({ operation: 'customer', method: 'GET', path, tokens: customerTokens, options });
      return customerOf(reply);
    },
  };
}

function pageOf(reply: Reply, path: string, asked: Continuation | undefined): CustomerPage {
  const parsed = collectionSchema.safeParse(reply.body);
  if (!parsed.success) throw errorOfBody(reply.ids, reply.status);
  const items = parsed.data.items.flatMap((item) => summaryOf(item) ?? []);
  const next = continuationOf(parsed.data, path, asked);
  const { totalCount: total } = parsed.data;
  // It has been seen to count the page alone.
  const believed = total !== undefined && (!next || total > parsed.data.items.length) ? { total } : {};
  return { items, ...(next ? { next } : {}), ...believed };
}

/** A customer of a list; one without an id is of no use and is left out. */
function summaryOf(item: unknown): CustomerSummary | undefined {
  const parsed = customerSchema.safeParse(item);
  if (!parsed.success) return undefined;
  const { id, companyProfile, relationshipToPartner } = parsed.data;
  return {
    id,
    name: companyProfile?.companyName ?? '',
    domain: companyProfile?.domain ?? '',
    ...(relationshipToPartner ? { relationship: relationshipToPartner } : {}),
  };
}

function customerOf(reply: Reply): Customer {
  const parsed = customerSchema.safeParse(reply.body);
  const summary = summaryOf(reply.body);
  if (!parsed.success || !summary) throw errorOfBody(reply.ids, reply.status);
  const { companyProfile, customDomains } = parsed.data;
  const raw = member(reply.body, 'billingProfile');
  const billing = isObject(raw) ? billingOf(raw) : undefined;
  return {
    ...summary,
    // The name in Partner Center's list is that of the billing profile.
    name: billing?.fields.companyName || summary.name,
    ...(companyProfile ? { company: companyOf(companyProfile) } : {}),
    ...(customDomains ? { customDomains } : {}),
    ...(billing ? { billing } : {}),
  };
}
