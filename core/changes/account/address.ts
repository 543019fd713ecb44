import type { FieldError } from '../../failure.js';
import { fieldsNamed } from '../../partner/error-fields.js';
import type { AccountFields } from '../../partner/fields.js';
import type { Address, AddressVerdict, CallOptions, PartnerCenter } from '../../partner/partner-center.js';
import { PartnerCenterError } from '../../partner/partner-center.js';

const addressPaths = [
  'defaultAddress.addressLine1',
  'defaultAddress.addressLine2',
  'defaultAddress.city',
  'defaultAddress.state',
  'defaultAddress.postalCode',
  'defaultAddress.country',
] as const;

/** What Partner Center's check of an address means for the form. */
export type AddressOutcome =
  /** Go on. */
  | { type: 'fine' }
  /** The check could not be made: go on, and say so. */
  | { type: 'unchecked' }
  /** Let the person choose. */
  | { type: 'choose'; suggestions: AccountFields[]; status: AddressVerdict['status']; mayKeep: boolean; said?: string }
  /** There is no such address. */
  | { type: 'wrong'; said?: string };

/** Whether the address of a profile differs from what it was. */
export function addressChanged(before: AccountFields, after: AccountFields): boolean {
  return addressPaths.some((path) => (before[path] ?? '') !== (after[path] ?? ''));
}

/** Where an address that does not exist is wrong: at the fields that Partner Center names, else at its first line. */
export function wrongAddress(said?: string): FieldError[] {
  const named = fieldsNamed(200, undefined, said === undefined ? [] : [said]).filter(({ path }) =>
    addressPaths.some((known) => known === path),
  );
  const quoted = said === undefined ? {} : { said };
  if (named.length === 0) return [{ path: 'defaultAddress.addressLine1', rule: 'refused', params: {}, ...quoted }];
  return named.map(({ path }) => ({ path, rule: 'refused', params: {}, ...quoted }));
}

/**
 * Asks `validations/address`. It is a pre-check only, so that its being down holds nobody up.
 *
 * @throws PartnerCenterError for anything but being unavailable or throttled
 */
export async function checkAddress(
  partner: PartnerCenter,
  after: AccountFields,
  options: CallOptions,
): Promise<AddressOutcome> {
  try {
    return outcomeOf(await partner.validateAddress(toAddress(after), options), after);
  } catch (error) {
    const passing = error instanceof PartnerCenterError && (error.kind === 'unavailable' || error.kind === 'throttled');
    if (passing) return { type: 'unchecked' };
    throw error;
  }
}

function outcomeOf(verdict: AddressVerdict, typed: AccountFields): AddressOutcome {
  const said = verdict.said === undefined ? {} : { said: verdict.said };
  switch (verdict.status) {
    case 'Verified':
    case 'VerifiedShippable':
      return { type: 'fine' };
    case 'NotValidated':
      return { type: 'unchecked' };
    case 'None':
      return { type: 'wrong', ...said };
    case 'InteractionRequired':
    case 'StreetPartial':
    case 'PremisesPartial':
    case 'Multiple': {
      const suggestions = verdict.suggestions
        .slice(0, 3)
        .map(toFields)
        .filter((suggestion) => addressChanged(typed, { ...typed, ...suggestion }));
      // What is suggested is what was typed: there is nothing to choose.
      if (suggestions.length === 0 && verdict.suggestions.length > 0) return { type: 'fine' };
      return { type: 'choose', suggestions, status: verdict.status, mayKeep: true, ...said };
    }
  }
}

function toAddress(fields: AccountFields): Address {
  const optional = {
    addressLine2: fields['defaultAddress.addressLine2'],
    state: fields['defaultAddress.state'],
    postalCode: fields['defaultAddress.postalCode'],
  };
  return {
    addressLine1: fields['defaultAddress.addressLine1'] ?? '',
    city: fields['defaultAddress.city'] ?? '',
    country: fields['defaultAddress.country'] ?? '',
    ...(optional.addressLine2 ? { addressLine2: optional.addressLine2 } : {}),
    ...(optional.state ? { state: optional.state } : {}),
    ...(optional.postalCode ? { postalCode: optional.postalCode } : {}),
  };
}

function toFields(address: Address): AccountFields {
  return {
    'defaultAddress.addressLine1': address.addressLine1,
    ...(address.addressLine2 === undefined ? {} : { 'defaultAddress.addressLine2': address.addressLine2 }),
    'defaultAddress.city': address.city,
    ...(address.state === undefined ? {} : { 'defaultAddress.state': address.state }),
    ...(address.postalCode === undefined ? {} : { 'defaultAddress.postalCode': address.postalCode }),
    'defaultAddress.country': address.country,
  };
}
