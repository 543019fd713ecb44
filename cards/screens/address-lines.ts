import type { AccountFields } from '../../core/partner/fields.js';
import { type AddressFormat, addressFormatOf } from '../address-formats.js';
import { namesIn } from '../names.js';
import { glueOf, scriptOf } from '../scripts.js';
import type { Voice } from '../voice.js';

interface Parts {
  addressLine1?: string | undefined;
  addressLine2?: string | undefined;
  city?: string | undefined;
  state?: string | undefined;
  postalCode?: string | undefined;
  country?: string | undefined;
}

/**
 * An address in the order and on the lines of its country, in its own language but for the country's name, which is in the
 * reader's. Where an address begins with the largest, as Chinese ones do, the country comes first, if the reader's language has
 * it in the same script. Parts that are missing are left out; parts that the country has no place for come before the country.
 */
export function addressLines(address: Parts, voice: Voice): string[] {
  const { lines, country, countryFirst } = laidOut(address, voice);
  if (country === '') return lines;
  return countryFirst ? [country, ...lines] : [...lines, country];
}

/** The lines of an address as one. */
export function addressText(address: Parts, voice: Voice): string {
  return addressLines(address, voice).join(formatFor(address).joint);
}

/** An address to choose: its first line, and all that follows. The country, which is the same for all, never leads. */
export function addressOption(address: Parts, voice: Voice): { title: string; detail?: string } {
  const { lines, country } = laidOut(address, voice);
  const [title = country || voice.t('empty'), ...rest] = lines;
  const detail = (lines.length > 0 && country !== '' ? [...rest, country] : rest).join(formatFor(address).joint);
  return { title, ...(detail === '' ? {} : { detail }) };
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

function laidOut(address: Parts, { names }: Voice): { lines: string[]; country: string; countryFirst: boolean } {
  const format = formatFor(address);
  const country = address.country ? names.country(address.country) : '';
  const values: Record<string, string> = {
    C: address.city ?? '',
    S: stateOf(address, format),
    Z: address.postalCode ?? '',
  };
  const street = [address.addressLine1, address.addressLine2].filter((line) => line !== undefined && line !== '');
  const parts = format.lines.split('|');
  const lines = parts.flatMap((line) =>
    line === 'A' ? (street as string[]) : line === 'K' ? [] : filled(line, values),
  );
  const homeless = Object.keys(values).filter((part) => !format.lines.includes(part));
  lines.push(...homeless.flatMap((part) => values[part] || []));
  const countryFirst = parts[0] === 'K' && scriptOf(country) === scriptOf(lines.join(''));
  return { lines, country, countryFirst };
}

const formatFor = (address: Parts): AddressFormat =>
  addressFormatOf(address.country ?? '', [address.addressLine1, address.addressLine2, address.city].join(' '));

/** One line of a format, without what is missing and without what would stand beside it. */
function filled(line: string, values: Record<string, string>): string[] {
  let text = '';
  let between = '';
  for (const sign of line) {
    const value = values[sign];
    if (value === undefined) {
      between += sign;
      continue;
    }
    if (value === '') {
      between = '';
      continue;
    }
    text += text === '' ? value : (between || glueOf(text, value)) + value;
    between = '';
  }
  return text === '' ? [] : [text];
}

/** The state by its name or code. A Chinese city that is its own province is written once. */
function stateOf({ country, state, city }: Parts, { states, lines }: AddressFormat): string {
  if (!state || !country || states === 'code') return state ?? '';
  const name = namesIn(states).stateName(country, state);
  return lines.includes('SC') && city && (name === city || name === `${city}市`) ? '' : name;
}
