import { errorOfBody } from './errors.js';
import type { Http, Reply } from './http.js';
import { isObject, member, memberName, textMember } from './json.js';
import { PartnerCenterError, purchaseResources } from './partner-center.js';
import type { JsonObject, JsonValue, PartnerCenter, SelfServePolicy } from './partner-center.js';
import { collectionSchema } from './schemas.js';
import { policyMissing } from './self-serve-errors.js';
import { permissionFor, resourcesOf, withResources } from './self-serve-permissions.js';
import type { TokenSource } from './tokens.js';

const ROOT = '/v1/SelfServePolicy';

type SelfServe = 'selfServePolicy' | 'createSelfServePolicy' | 'updateSelfServePolicy' | 'deleteSelfServePolicy';

/**
 * Reading and writing what customers may purchase for themselves
 * (learn.microsoft.com/partner-center/developer/self-serve-policy-resources).
 *
 * @param setup.partnerTenant who grants and pays: the tenant that the tokens are of
 */
export function createSelfServePolicies(setup: {
  http: Http;
  userTokens?: TokenSource | undefined;
  partnerTenant: string;
}): Pick<PartnerCenter, SelfServe> {
  const { http, userTokens, partnerTenant } = setup;
  const isOurs = (raw: JsonObject, customer: string): boolean => {
    const [entity, grantor] = [member(raw, 'selfServeEntity'), member(raw, 'grantor')];
    return (
      same(textMember(entity, 'tenantID'), customer) &&
      same(textMember(grantor, 'grantorType'), 'billToPartner') &&
      same(textMember(grantor, 'tenantID'), partnerTenant)
    );
  };

  return {
    async selfServePolicy(customer, options) {
      const tokens = requireUser(userTokens);
      const path = `${ROOT}?entity_id=${checked(customer, 'customerId')}`;
      const reply = await http({ operation: 'selfServePolicy', method: 'GET', path, tokens, options }).catch(
        noneIfMissing,
      );
      if (!reply) return undefined;
      const parsed = collectionSchema.safeParse(reply.body);
      if (!parsed.success) throw errorOfBody(reply.ids, reply.status);
      const items = parsed.data.items as JsonValue[];
      const raw = items.filter(isObject).find((item) => isOurs(item, customer));
      return raw && policyOf({ ...reply, headers: {}, body: raw });
    },

    async createSelfServePolicy(customer, resources, options) {
      const tokens = requireUser(userTokens);
      const body = {
        selfServeEntity: { selfServeEntityType: 'customer', tenantID: checked(customer, 'customerId') },
        grantor: { grantorType: 'billToPartner', tenantID: partnerTenant },
        permissions: purchaseResources.filter((resource) => resources.includes(resource)).map(permissionFor),
      };
      const { requestId } = options;
      const call = { operation: 'createSelfServePolicy', method: 'POST', tokens, body, requestId, options } as const;
      return policyOf(await http({ ...call, path: ROOT }));
    },

    async updateSelfServePolicy(policy, resources, options) {
      const tokens = requireUser(userTokens);
      const body = bodyOf(policy, withResources(policy.raw, resources));
      const { requestId } = options;
      const call = { operation: 'updateSelfServePolicy', method: 'PUT', tokens, body, requestId, options } as const;
      try {
        return policyOf(await http({ ...call, path: `${ROOT}/${checked(policy.id, 'policyId')}` }));
      } catch (error) {
        // The documentation PUTs without the id, Microsoft's client with it. An address that does not exist is an answer of
        // the gateway: no request has reached the policy yet, so the request id is as good as new.
        if (!isNoSuchAddress(error)) throw error;
        return policyOf(await http({ ...call, path: ROOT }).catch(firstIfNoSuchAddress(error)));
      }
    },

    async deleteSelfServePolicy(id, options) {
      const tokens = requireUser(userTokens);
      const { requestId } = options;
      const call = { operation: 'deleteSelfServePolicy', method: 'DELETE', tokens, requestId, options } as const;
      await http({ ...call, path: `${ROOT}/${checked(id, 'policyId')}` });
    },
  };
}

/** Partner Center wants to know the user here. Without a user's token it is not even asked. */
function requireUser(userTokens: TokenSource | undefined): TokenSource {
  if (!userTokens) throw new PartnerCenterError({ kind: 'forbidden', answerUnknown: false, code: 'appOnly' });
  return userTokens;
}

/**
 * An id that can stand in an address. Ids of policies are `{grantor}_{customer}`.
 *
 * @throws PartnerCenterError `notFound` without asking, for what could not be an id and would change the address
 */
function checked(id: string, code: 'customerId' | 'policyId'): string {
  if (/^[\w-]{1,200}$/.test(id)) return id;
  throw new PartnerCenterError({ kind: 'notFound', answerUnknown: false, code });
}

function policyOf({ body, headers, ids, status }: Reply): SelfServePolicy {
  const id = textMember(body, 'id');
  if (!isObject(body) || !id) throw errorOfBody(ids, status);
  const etag = textMember(member(body, 'attributes'), 'etag') ?? headers['etag'] ?? '';
  return { id, etag, resources: resourcesOf(body), raw: body };
}

/** The whole resource with its id, and with the etag exactly as it came: no `If-Match` is documented for policies. */
function bodyOf({ id, etag }: { id: string; etag: string }, raw: JsonObject): JsonObject {
  const name = memberName(raw, 'attributes') ?? 'attributes';
  const found = raw[name];
  const attributes: JsonObject = isObject(found) ? { ...found } : { objectType: 'SelfServePolicy' };
  attributes[memberName(attributes, 'etag') ?? 'etag'] = etag;
  return { ...raw, [memberName(raw, 'id') ?? 'id']: id, [name]: attributes };
}

function isNoSuchAddress(error: unknown): boolean {
  if (!(error instanceof PartnerCenterError) || policyMissing(error)) return false;
  return error.status === 404 || error.status === 405;
}

/** When neither address exists, the first answer stands. */
function firstIfNoSuchAddress(first: unknown): (second: unknown) => never {
  return (second) => {
    throw isNoSuchAddress(second) ? first : second;
  };
}

function noneIfMissing(error: unknown): undefined {
  if (!policyMissing(error)) throw error;
}

function same(found: string | undefined, wanted: string): boolean {
  return found?.toLowerCase() === wanted.toLowerCase();
}
