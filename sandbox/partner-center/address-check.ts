import type { JsonObject } from '../../core/partner/partner-center.js';
import { type Place, placesOf } from '../customers/places.js';
import { fault, ok, type Reply } from './answers.js';
import { addressComplaints } from './billing-rules.js';
import { countries } from './country-rules.js';
import { textAt } from './json.js';

/** Countries whose addresses the stand-in cannot look up: the verdict is `NotValidated`. */
const unmapped = new Set(['RU', 'KZ', 'UA', 'HK']);

interface Verdict {
  status: string;
  suggestions: JsonObject[];
  message?: string;
}

/** Two spellings are the same place when only case and accents differ. */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();

/** The four digits that the US postal service adds; made up, but always the same for one address. */
function plusFour(line: string): string {
  let sum = 8300;
  for (const letter of line) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9000;
  return String(1000 + sum);
}

const wrong = (fields: string[]): Verdict => ({
  status: 'None',
  suggestions: [],
  message: `Address field invalid for property: ${fields.map((field) => `'${field}'`).join(', ')}`,
});

/**
 * The rules, simple enough to reproduce by hand, first match wins:
 * a field that breaks the country's rules → `None`; a country without map → `NotValidated`; the postal code of another
 * city → `None`; a known city with an unknown postal code → `Multiple`; neither known → `NotValidated`; a street
 * without a number → `StreetPartial`; a suite or flat without a number → `PremisesPartial`; a city in other case or
 * without its accents → `InteractionRequired`; a US code without its last four digits → `Verified`; else
 * `VerifiedShippable`.
 */
function judge(address: JsonObject, iso2: string): Verdict {
  const country = countries.get(iso2);
  const complaints = country ? addressComplaints(address, country) : [];
  if (complaints.length > 0) return wrong(complaints.map(({ name }) => name.replace(/Invalid$/, '')));
  if (unmapped.has(iso2)) return { status: 'NotValidated', suggestions: [] };
  const places = placesOf(iso2);
  const city = textAt(address, 'city') ?? '';
  const postalCode = textAt(address, 'postalCode') ?? '';
  const line = textAt(address, 'addressLine1') ?? '';
  const short = iso2 === 'US' ? postalCode.slice(0, 5) : postalCode.toUpperCase();
  const named = places.find((place) => plain(place.city) === plain(city));
  const coded = places.find((place) => place.postalCodes.includes(short));
  if (coded && coded !== named) return wrong(['City', 'PostalCode']);
  if (named?.state && named.state !== textAt(address, 'state')) return wrong(['State', 'City']);
  if (!named) return { status: 'NotValidated', suggestions: [] };
  if (!coded) return { status: 'Multiple', suggestions: named.postalCodes.slice(0, 3).map((code) => at(named, code)) };
  return partial() ?? whole();

  /** The address with what the map knows better. */
  function at(place: Place, code: string, street = line): JsonObject {
    const full = iso2 === 'US' && code.length === 5 ? `${code}-${plusFour(street)}` : code;
    return { ...address, city: place.city, addressLine1: street, postalCode: full };
  }
  function partial(): Verdict | undefined {
    if (!named) return undefined;
    if (!/[0-9０-９]/.test(line)) {
      const numbered = /^(US|CA|GB|FR)$/.test(iso2) ? `1 ${line}` : `${line} 1`;
      return {
        status: 'StreetPartial',
        suggestions: [at(named, postalCode, numbered)],
        message: "Address field invalid for property: 'Region', 'PostalCode', 'City'",
      };
    }
    if (/\b(suite|ste|apt|apartment|unit|flat|floor)\.?\s*$/i.test(textAt(address, 'addressLine2') ?? line))
      return { status: 'PremisesPartial', suggestions: [at(named, postalCode)] };
    return undefined;
  }
  function whole(): Verdict {
    if (!named) return { status: 'NotValidated', suggestions: [] };
    if (named.city !== city) return { status: 'InteractionRequired', suggestions: [at(named, postalCode)] };
    const suggestions = [at(named, postalCode)];
    return { status: iso2 === 'US' && postalCode.length === 5 ? 'Verified' : 'VerifiedShippable', suggestions };
  }
}

/** `POST /v1/validations/address`: 200 even for a bad address. `body` has its names in camelCase already. */
export function validateAddress(body: JsonObject): Reply {
  const iso2 = textAt(body, 'country') ?? '';
  if (!countries.has(iso2)) return fault(400, '20000', 'The current country is not supported.');
  const { status, suggestions, message } = judge(body, iso2);
  return ok({
    originalAddress: body,
    suggestedAddresses: suggestions,
    status,
    ...(message ? { validationMessage: message } : {}),
  });
}
