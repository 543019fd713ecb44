import type { JsonObject } from '../../core/partner/partner-center.js';
import { fault, invalidData, type Reply } from './answers.js';
import { countries, phoneRequired, registrationPatterns, type SandboxCountry } from './country-rules.js';
import { isObject, textAt } from './json.js';

const E_MAIL = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/;

/** Longest texts, from Partner Center's utility-resources page. */
const longest: Record<string, number> = {
  firstName: 50,
  middleName: 50,
  lastName: 50,
  'defaultAddress.firstName': 50,
  'defaultAddress.middleName': 50,
  'defaultAddress.lastName': 50,
  'defaultAddress.addressLine1': 200,
  'defaultAddress.addressLine2': 200,
};

/** What is wrong with the address, named as Partner Center names it (`StateInvalid`). */
export function addressComplaints(address: JsonObject, country: SandboxCountry): { name: string; details?: string }[] {
  const complaints: { name: string; details?: string }[] = [];
  const complain = (name: string, details?: string) => complaints.push({ name, ...(details ? { details } : {}) });
  const state = textAt(address, 'state');
  const postalCode = textAt(address, 'postalCode');
  const phone = textAt(address, 'phoneNumber');
  const postal = country.postalCheck ?? new RegExp(country.postalPattern ?? '');
  if (!textAt(address, 'addressLine1')) complain('AddressLine1Invalid');
  if (country.cityRequired && !textAt(address, 'city')) complain('CityInvalid');
  // Company addresses say `region`; a billing address that does is refused.
  if (textAt(address, 'region')) complain('StateInvalid');
  else if (country.states.length > 0 ? !state || !country.states.includes(state) : (state ?? '').length > 2)
    complain('StateInvalid');
  if (postalCode ? !postal.test(postalCode) : country.postalRequired)
    complain('PostalCodeInvalid', country.postalPattern);
  if (phone && country.phonePattern && !new RegExp(country.phonePattern).test(phone))
    complain('PhoneNumberInvalid', country.phonePattern);
  return complaints;
}

/** Checks a billing profile as the service does at PUT; undefined when all is well. One kind of refusal at a time. */
export function refusal(profile: JsonObject): Reply | undefined {
  const address = profile['defaultAddress'];
  if (!isObject(address)) return fault(400, '3000', "Property 'DefaultAddress' is invalid.", ['DefaultAddress']);
  for (const [path, most] of Object.entries(longest))
    if ((textAt(profile, path) ?? '').length > most)
      return fault(400, '3000', `Property '${pascal(path)}' is invalid.`, [pascal(path)]);
  const country = countries.get(textAt(address, 'country') ?? '');
  if (!country) return fault(400, '20000', 'The current country is not supported.');
  if (phoneRequired.has(country.iso2) && !textAt(address, 'phoneNumber'))
    return fault(400, '600051', 'Phone number is missing.');
  const unregistered = registrationRefusal(profile, country.iso2);
  if (unregistered) return unregistered;
  const complaints = addressComplaints(address, country);
  for (const [path, name] of [
    ['companyName', 'CompanyNameInvalid'],
    ['firstName', 'FirstNameInvalid'],
    ['lastName', 'LastNameInvalid'],
  ] as const)
    if (!textAt(profile, path)) complaints.push({ name });
  if (!E_MAIL.test(textAt(profile, 'email') ?? '')) complaints.push({ name: 'EmailInvalid' });
  if (!country.cultures.includes(textAt(profile, 'culture') ?? '')) complaints.push({ name: 'CultureInvalid' });
  if (!country.languages.includes(textAt(profile, 'language') ?? '')) complaints.push({ name: 'LanguageInvalid' });
  return complaints.length > 0 ? invalidData(complaints) : undefined;
}

/**
 * What the service says of the number in the company's register, where the profile has the member (its PUT has no documented
 * one): the answers are those that are documented for customers.
 */
function registrationRefusal(profile: JsonObject, iso2: string): Reply | undefined {
  if (!Object.hasOwn(profile, 'organizationRegistrationId')) return undefined;
  const number = profile['organizationRegistrationId'];
  const pattern = registrationPatterns[iso2];
  if (pattern === undefined)
    return fault(400, '600002', 'organizationRegistrationNumber is not supported for this country.');
  if (typeof number !== 'string' || number.trim() === '')
    return fault(400, '600049', 'organizationRegistrationNumber is missing.');
  return new RegExp(pattern).test(number)
    ? undefined
    : fault(400, '600050', `organizationRegistrationNumber does not match ${pattern}.`);
}

function pascal(path: string): string {
  return path
    .split('.')
    .map((name) => name.charAt(0).toUpperCase() + name.slice(1))
    .join('.');
}
