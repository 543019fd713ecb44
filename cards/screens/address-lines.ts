import type { AccountFields } from '../../core/partner/fields.js';
import type { Voice } from '../voice.js';

interface Parts {
  addressLine1?: string | undefined;
  addressLine2?: string | undefined;
  city?: string | undefined;
  state?: string | undefined;
  postalCode?: string | undefined;
  country?: string | undefined;
}

/** An address on two lines: the street, then the place. Parts that are missing are left out. */
export function addressLines(address: Parts, { names }: Voice): string[] {
  const { country } = address;
  const state = address.state && (country ? names.state(country, address.state) : address.state);
  const street = joined(address.addressLine1, address.addressLine2);
  const place = joined(address.city, state, address.postalCode, country && names.country(country));
  return [street, place].filter((line) => line !== '');
}

/** The address among a customer's fields. */
export function addressOf(fields: AccountFields): Parts {
  return {
    addressLine1: fields['defaultAddress.addressLine1'],
    addressLine2: fields['defaultAddress.addressLine2'],
    city: fields['defaultAddress.city'],
    state: fields['defaultAddress.state'],
    postalCode: fields['defaultAddress.postalCode'],
    country: fields['defaultAddress.country'],
  };
}

const joined = (...parts: (string | undefined)[]): string => parts.filter(Boolean).join(', ');
