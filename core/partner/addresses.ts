import { errorOfBody } from './errors.js';
import type { Http, Reply } from './http.js';
import type { Address, AddressVerdict, JsonObject, PartnerCenter } from './partner-center.js';
import { addressVerdictSchema } from './schemas.js';
import type { TokenSource } from './tokens.js';

/** learn.microsoft.com/partner-center/developer/validate-an-address */
const statuses: readonly AddressVerdict['status'][] = [
  'VerifiedShippable',
  'Verified',
  'InteractionRequired',
  'StreetPartial',
  'PremisesPartial',
  'Multiple',
  'None',
  'NotValidated',
];

/** Asks Partner Center what it makes of an address. A bad address is an answer too, not an error. */
export function createAddressValidation(setup: { http: Http; tokens: TokenSource }): PartnerCenter['validateAddress'] {
  return async (address, options) => {
    const call = { operation: 'validateAddress', method: 'POST', path: '/v1/validations/address' } as const;
    return verdictOf(await setup.http({ ...call, tokens: setup.tokens, body: bodyOf(address), options }));
  };
}

/** PascalCase as documented; what is empty is left out, because an empty state is refused where there are no states. */
function bodyOf({ addressLine1, addressLine2, city, state, postalCode, country }: Address): JsonObject {
  return {
    AddressLine1: addressLine1,
    ...(addressLine2 ? { AddressLine2: addressLine2 } : {}),
    City: city,
    ...(state ? { State: state } : {}),
    ...(postalCode ? { PostalCode: postalCode } : {}),
    Country: country,
  };
}

function verdictOf({ body, ids, status }: Reply): AddressVerdict {
  // Until July 2021 the answer was a bare boolean.
  if (typeof body === 'boolean') return { status: body ? 'Verified' : 'None', suggestions: [] };
  const parsed = addressVerdictSchema.safeParse(body);
  if (!parsed.success) throw errorOfBody(ids, status);
  const { suggestedAddresses, validationMessage } = parsed.data;
  const given = parsed.data.status?.toLowerCase();
  return {
    // A status that is not known yet must not let an address pass as verified.
    status: statuses.find((name) => name.toLowerCase() === given) ?? 'NotValidated',
    suggestions: (suggestedAddresses ?? []).flatMap((suggested) => addressOf(suggested) ?? []),
    ...(validationMessage ? { said: validationMessage } : {}),
  };
}

/** A suggestion that can be taken over; one without street, city or country cannot. */
function addressOf(given: Record<keyof Address | 'region', string | undefined>): Address | undefined {
  const { addressLine1, addressLine2, city, postalCode, country } = given;
  const state = given.state ?? given.region;
  if (!addressLine1 || !city || !country) return undefined;
  return {
    addressLine1,
    ...(addressLine2 ? { addressLine2 } : {}),
    city,
    ...(state ? { state } : {}),
    ...(postalCode ? { postalCode } : {}),
    country,
  };
}
