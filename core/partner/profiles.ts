import type { z } from 'zod';
import { fieldsOf } from './addressing.js';
import { customerPath } from './customer-path.js';
import { errorOfBody } from './errors.js';
import type { Http, Reply } from './http.js';
import { isObject, member, memberName, textMember } from './json.js';
import { PartnerCenterError } from './partner-center.js';
import type { BillingProfile, CompanyProfile, JsonObject, PartnerCenter } from './partner-center.js';
import { companySchema } from './schemas.js';
import type { TokenSource } from './tokens.js';

/** Reading both profiles of a customer, and writing the billing profile, the only one that can be written. */
export function createProfiles(setup: {
  http: Http;
  tokens: TokenSource;
  userTokens?: TokenSource | undefined;
}): Pick<PartnerCenter, 'companyProfile' | 'billingProfile' | 'putBillingProfile'> {
  const { http, tokens, userTokens } = setup;
  return {
    async companyProfile(id, options) {
      // Partner Center gives company profiles to a user's token only. Without one it is not even asked.
      if (!userTokens) throw new PartnerCenterError({ kind: 'forbidden', answerUnknown: false, code: 'appOnly' });
      const path = customerPath(id, '/profiles/company');
      const reply = await http({ operation: 'companyProfile', method: 'GET', path, tokens: userTokens, options });
      const parsed = companySchema.safeParse(reply.body);
      if (!parsed.success) throw errorOfBody(reply.ids, reply.status);
      return companyOf(parsed.data);
    },

    async billingProfile(id, options) {
      const path = customerPath(id, '/profiles/billing');
      return profileOf(await http({ operation: 'billingProfile', method: 'GET', path, tokens, options }));
    },

    async putBillingProfile(id, { raw, etag }, options) {
      const path = customerPath(id, '/profiles/billing');
      const { requestId } = options;
      const body = withEtag(raw, etag);
      const call = { operation: 'putBillingProfile', method: 'PUT', path, tokens, body, requestId, options } as const;
      return profileOf(await http({ ...call, etag }));
    },
  };
}

/** A billing profile as the desk keeps it. */
export function billingOf(raw: JsonObject, etagHeader = ''): BillingProfile {
  const etag = textMember(member(raw, 'attributes'), 'etag') ?? etagHeader;
  return { etag, fields: fieldsOf(raw), raw };
}

export function companyOf(company: z.infer<typeof companySchema>): CompanyProfile {
  const { companyName, email, domain, address, organizationRegistrationNumber: registration } = company;
  const { state, region, ...rest } = address ?? {};
  const where = present({ ...rest, region: region ?? state });
  return {
    ...present({ name: companyName, email, domain, registration }),
    ...(Object.keys(where).length > 0 ? { address: where } : {}),
  };
}

function profileOf({ body, headers, ids, status }: Reply): BillingProfile {
  if (!isObject(body)) throw errorOfBody(ids, status);
  return billingOf(body, headers['etag']);
}

/**
 * The body of a PUT: the whole resource, with the etag in its attributes too, since Microsoft's own clients send it there and
 * the documentation wants `If-Match`. Members keep the casing they have.
 */
function withEtag(raw: JsonObject, etag: string): JsonObject {
  const name = memberName(raw, 'attributes') ?? 'attributes';
  const found = raw[name];
  const attributes: JsonObject = isObject(found) ? { ...found } : { objectType: 'CustomerBillingProfile' };
  if (etag !== '') attributes[memberName(attributes, 'etag') ?? 'etag'] = etag;
  return { ...raw, [name]: attributes };
}

/** The object without its absent members. */
function present<T extends Record<string, string | undefined>>(values: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: string;
  };
}
