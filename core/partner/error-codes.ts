import type { FieldError, PartnerErrorKind } from '../failure.js';

/**
 * Kinds of answers whose HTTP status alone does not say it, by `status/code`: the same code means different things under
 * different statuses. From learn.microsoft.com/partner-center/developer/error-codes, and from issues of Microsoft's samples.
 */
const kinds: Record<string, PartnerErrorKind> = {
  // The etag is no longer valid. It is a 400, although 412 exists too.
  '400/2055': 'conflict',
  // "Authentication failed. MFA required."
  '401/10001': 'mfaRequired',
  // A call of app and user without an MFA claim.
  '401/900421': 'mfaRequired',
};

/** Says what an answer of a status and code is. @param status HTTP status, 300 or above */
export function kindOf(status: number, code: string | undefined): PartnerErrorKind {
  const special = kinds[`${status}/${code ?? ''}`];
  if (special) return special;
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'notFound';
  if (status === 409 || status === 412) return 'conflict';
  if (status === 429) return 'throttled';
  // 408: the service gave up waiting. 3xx: no redirect is followed, and none is documented.
  return status === 408 || status >= 500 || status < 400 ? 'unavailable' : 'invalid';
}

/**
 * Codes of self-serve policies, from the same page. Whether one means failure or "already so" is for the caller to say:
 * 409/600041 comes to whoever creates a policy twice, 404/600039 and 404/600040 to whoever removes one twice.
 */
export const selfServeCodes = { exists: '600041', missing: ['600039', '600040'] } as const;

/** Codes that name a field by themselves. */
export const codeFields: Record<string, Pick<FieldError, 'path' | 'rule'>> = {
  // The number in the company's register (INN, BIN, …): the country has none, it is missing, its format is wrong.
  '400/600002': { path: 'organizationRegistrationId', rule: 'registrationNotTaken' },
  '400/600049': { path: 'organizationRegistrationId', rule: 'registrationMissing' },
  '400/600050': { path: 'organizationRegistrationId', rule: 'registrationFormat' },
  // "Phone number is required for this country."
  '400/600051': { path: 'defaultAddress.phoneNumber', rule: 'required' },
  // The country is not supported for this partner. (404/20000 is about orders.)
  '400/20000': { path: 'defaultAddress.country', rule: 'refused' },
};

/** Partner Center's names of properties, in lower case, to the paths they have in a billing profile. */
export const propertyPaths: Record<string, FieldError['path']> = {
  companyname: 'companyName',
  firstname: 'firstName',
  middlename: 'middleName',
  lastname: 'lastName',
  email: 'email',
  emailaddress: 'email',
  culture: 'culture',
  language: 'language',
  country: 'defaultAddress.country',
  addressline1: 'defaultAddress.addressLine1',
  addressline2: 'defaultAddress.addressLine2',
  city: 'defaultAddress.city',
  // Company addresses call it region, and so do messages about billing addresses.
  region: 'defaultAddress.state',
  state: 'defaultAddress.state',
  province: 'defaultAddress.state',
  postalcode: 'defaultAddress.postalCode',
  zipcode: 'defaultAddress.postalCode',
  phone: 'defaultAddress.phoneNumber',
  phonenumber: 'defaultAddress.phoneNumber',
  // Company profiles call it a number, billing profiles an id.
  organizationregistrationnumber: 'organizationRegistrationId',
  organizationregistrationid: 'organizationRegistrationId',
};
