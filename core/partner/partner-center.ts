import type { FieldError, PartnerErrorKind } from '../failure.js';
import type { AccountFields } from './fields.js';

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

export interface CustomerSummary {
  id: string;
  name: string;
  domain: string;
  relationship?: string;
}

/** One page of customers; `next` goes back in as it came. */
export interface CustomerPage {
  items: CustomerSummary[];
  next?: Continuation;
  /** How many there are on all pages together, where the answer tells. */
  total?: number;
}

export interface Continuation {
  uri: string;
  headers: { key: string; value: string }[];
}

export interface BillingProfile {
  /** As the service gave it, without the quotes that `If-Match` needs. */
  etag: string;
  fields: AccountFields;
  /** The whole resource as it came, members that nobody knows included. */
  raw: JsonObject;
}

export interface CompanyProfile {
  name?: string;
  email?: string;
  domain?: string;
  /** The number in the company's register, where the country has such. */
  registration?: string;
  address?: Partial<
    Record<'addressLine1' | 'addressLine2' | 'city' | 'region' | 'postalCode' | 'country' | 'phoneNumber', string>
  >;
}

export interface Customer extends CustomerSummary {
  company?: CompanyProfile;
  customDomains?: string[];
  billing?: BillingProfile;
}

export interface CountryRules {
  /** ISO 3166-1 alpha-2, upper case. */
  country: string;
  /** Partner Center does not know the country: everything below is left open. */
  unknown?: true;
  defaultCulture?: string;
  stateRequired: boolean;
  states: string[];
  cityRequired: boolean;
  postalCodeRequired: boolean;
  /** As sent (a .NET pattern); compile with `compilePattern`. */
  postalCodePattern?: string;
  phonePattern?: string;
  cultures: string[];
  languages: string[];
  callingCodes: string[];
}

export interface Address {
  addressLine1: string;
  addressLine2?: string;
  city: string;
  state?: string;
  postalCode?: string;
  country: string;
}

export interface AddressVerdict {
  status:
    | 'VerifiedShippable'
    | 'Verified'
    | 'InteractionRequired'
    | 'StreetPartial'
    | 'PremisesPartial'
    | 'Multiple'
    | 'None'
    | 'NotValidated';
  suggestions: Address[];
  said?: string;
}

/** What a customer can be permitted to purchase for itself. */
export const purchaseResources = ['AzureReservedInstances', 'AzureSavingsPlan'] as const;
export type PurchaseResource = (typeof purchaseResources)[number];

/** What one customer may purchase for itself on this partner's bill. There is at most one of them for a customer. */
export interface SelfServePolicy {
  id: string;
  /** As the service gave it: its quotes are part of it. */
  etag: string;
  /** In the order of `purchaseResources`, each once. */
  resources: PurchaseResource[];
  /** The whole resource as it came, members and permissions that nobody knows included. */
  raw: JsonObject;
}

/** Kinds of resources whose audit records the desk asks for, as the filter names them. */
export const auditedResources = [
  'customer',
  'self_serve_policy',
  'partner_customer_relationship',
  'agreement',
] as const;
export type AuditedResource = (typeof auditedResources)[number];

/** What somebody did in Partner Center: in the portal, or through the API. */
export interface AuditRecord {
  id: string;
  /** The customer that it concerns; some records of additions do not say. */
  customer?: string;
  /** That customer's name at the time. */
  customerName?: string;
  /** Who did it: the user's sign-in name. Absent: an app that speaks for itself. */
  user?: string;
  application?: string;
  /** As the service names it; there are many more than the desk knows. */
  resource: string;
  operation: string;
  /** `other`: a word that nobody knows. */
  status: 'succeeded' | 'failed' | 'progress' | 'other';
  /** ms since the epoch. */
  at: number;
  /** The resource before and afterwards, its names in PascalCase. Absent: there was none, or the record does not say. */
  before?: JsonObject;
  after?: JsonObject;
  /** `MS-CorrelationId` of the request that did it. */
  correlationId?: string;
}

/** One page of audit records, in no promised order; `next` goes back in as it came. */
export interface AuditRecordPage {
  items: AuditRecord[];
  next?: Continuation;
}

/** Which audit records are wanted: those of whole days, UTC, the first and the last one included. */
export interface AuditQuery {
  /** ms since the epoch. Records are kept for 90 days: what is older is not asked for. */
  from: number;
  to?: number;
  /** Records on a page, at most 500. */
  size: number;
  resource?: AuditedResource;
}

export interface CallOptions {
  /** BCP 47, sent as `X-Locale`. */
  locale?: string;
  /** `MS-CorrelationId`: one per turn; made up when absent. */
  correlationId?: string;
  signal?: AbortSignal;
  /** Nobody waits for it: it is sent only while most of the quota is free, and fails with code `quota` otherwise. */
  background?: boolean;
}

/** The Partner Center REST API, as far as the desk needs it. Everything that goes wrong is a PartnerCenterError. */
export interface PartnerCenter {
  /** A page of all customers, `size` at most 500. */
  customers(page: { size: number } | { next: Continuation }, options?: CallOptions): Promise<CustomerPage>;
  /** The customers whose name or domain begins with `value`, in any case. */
  search(field: 'CompanyName' | 'Domain', value: string, size: number, options?: CallOptions): Promise<CustomerPage>;
  /** With both profiles, one call. */
  customer(id: string, options?: CallOptions): Promise<Customer>;
  companyProfile(id: string, options?: CallOptions): Promise<CompanyProfile>;
  billingProfile(id: string, options?: CallOptions): Promise<BillingProfile>;
  /**
   * PUTs the whole resource, once: it is never repeated from within, because only the caller can tell whether the
   * first try took effect. `requestId` is `MS-RequestId`.
   */
  putBillingProfile(
    id: string,
    profile: { raw: JsonObject; etag: string },
    options: CallOptions & { requestId: string },
  ): Promise<BillingProfile>;
  /** Cached for hours. `notFound` for a country that Partner Center does not know. */
  countryRules(country: string, options?: CallOptions): Promise<CountryRules>;
  validateAddress(address: Address, options?: CallOptions): Promise<AddressVerdict>;
  /** What this partner permits the customer to purchase; undefined: nothing. */
  selfServePolicy(customer: string, options?: CallOptions): Promise<SelfServePolicy | undefined>;
  /**
   * Gives the first permission. As all writes of policies, it is sent once, and needs a user's token: without one it is
   * `forbidden` with code `appOnly`. `conflict` with code 600041: there is a policy already.
   */
  createSelfServePolicy(
    customer: string,
    resources: readonly PurchaseResource[],
    options: CallOptions & { requestId: string },
  ): Promise<SelfServePolicy>;
  /**
   * Replaces the known permissions of a policy by these and keeps all the rest. `conflict`: the etag is stale; `notFound`
   * with code 600039 or 600040: there is no such policy any more.
   */
  updateSelfServePolicy(
    policy: Pick<SelfServePolicy, 'id' | 'etag' | 'raw'>,
    resources: readonly PurchaseResource[],
    options: CallOptions & { requestId: string },
  ): Promise<SelfServePolicy>;
  /** Removes a policy with all its permissions, whatever its etag. `notFound` as above. */
  deleteSelfServePolicy(id: string, options: CallOptions & { requestId: string }): Promise<void>;
  /** What was done by anybody, a page of it. Not offered in every cloud (core/partner/clouds.ts). */
  auditRecords(wanted: AuditQuery | { next: Continuation }, options?: CallOptions): Promise<AuditRecordPage>;
}

/** The one error that leaves `core/partner/`. It holds no header, no token and no request body. */
export class PartnerCenterError extends Error {
  override readonly name = 'PartnerCenterError';
  readonly kind: PartnerErrorKind;
  /** HTTP status; absent when there was no answer. */
  readonly status: number | undefined;
  readonly code: string | undefined;
  /** Partner Center's own sentence (`description` or `message`), at most 1024 characters. */
  readonly said: string | undefined;
  readonly requestId: string | undefined;
  readonly correlationId: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** For `invalid`: which fields, where the answer tells. */
  readonly fields: FieldError[];
  /** True while nobody knows whether the request took effect: timeout, reset connection, 429, 5xx. */
  readonly answerUnknown: boolean;

  constructor(facts: {
    kind: PartnerErrorKind;
    answerUnknown: boolean;
    status?: number | undefined;
    code?: string | undefined;
    said?: string | undefined;
    requestId?: string | undefined;
    correlationId?: string | undefined;
    retryAfterSeconds?: number | undefined;
    fields?: FieldError[] | undefined;
  }) {
    super(
      `Partner Center: ${facts.kind}${facts.status ? ` (HTTP ${facts.status}` : ' ('}${facts.code ? `, code ${facts.code}` : ''})`,
    );
    this.kind = facts.kind;
    this.answerUnknown = facts.answerUnknown;
    this.status = facts.status;
    this.code = facts.code;
    this.said = facts.said;
    this.requestId = facts.requestId;
    this.correlationId = facts.correlationId;
    this.retryAfterSeconds = facts.retryAfterSeconds;
    this.fields = facts.fields ?? [];
  }
}
