import { isSupportedCountry, parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js';
import type { CountryRules } from '../../partner/partner-center.js';
import { compilePattern } from '../../partner/patterns.js';

/**
 * Blanks at the ends and doubled ones are typing slips, and so are tabs and line breaks; everything else stays as typed, byte
 * for byte: the narrow blank inside French quotes and the wide one between Chinese words too.
 */
export function tidyText(text: string): string {
  return text
    .replace(/[\t-\r\u2028\u2029]/gu, ' ')
    .replace(/\s{2,}/gu, ' ')
    .trim();
}

/** A pattern that is absent or cannot be compiled refuses nothing: Partner Center will judge. */
export function fits(pattern: string | undefined, value: string): boolean {
  return pattern === undefined || compilePattern(pattern)(value) !== false;
}

/**
 * A postal code as the country's pattern wants it: full-width characters, other dashes, small letters and blanks between are
 * put right where that makes it fit; what never fits stays as typed.
 */
export function asPostalCode(typed: string, { postalCodePattern }: CountryRules): string {
  const narrow = toAscii(typed);
  const upper = narrow.toUpperCase();
  const forms = [narrow, upper, upper.replace(/\s/gu, '')];
  if (postalCodePattern === undefined) return narrow;
  const found = forms.find((form) => compilePattern(postalCodePattern)(form) === true);
  return found ?? (fits(postalCodePattern, narrow) ? narrow : typed);
}

/**
 * A phone number as the country's pattern wants it: some take no `+` (the United States'), so a number of this country that
 * does not fit as typed is tried in its national and bare forms. A number of another country, one with an extension and
 * what is no number stay as typed, because no form of them says the same.
 */
export function asPhone(typed: string, rules: CountryRules): string {
  if (typed === '' || rules.phonePattern === undefined) return typed;
  const test = compilePattern(rules.phonePattern);
  const narrow = toAscii(typed);
  const asTyped = [typed, narrow].find((form) => test(form) === true);
  if (asTyped !== undefined) return asTyped;
  const number = parsed(narrow, rules);
  if (!number || number.ext !== undefined || !isOwn(number, rules)) return typed;
  const forms = [number.formatNational(), number.nationalNumber, number.number.slice(1)];
  return forms.find((form) => test(form) === true) ?? typed;
}

function parsed(typed: string, { country, callingCodes }: CountryRules): PhoneNumber | undefined {
  const known = isSupportedCountry(country)
    ? { defaultCountry: country }
    : { defaultCallingCode: callingCodes[0]?.replace(/\D/g, '') ?? '' };
  // Only the whole text: a number inside a sentence is not what was typed.
  return parsePhoneNumberFromString(typed, { ...known, extract: false });
}

function isOwn({ country, countryCallingCode }: PhoneNumber, rules: CountryRules): boolean {
  const codes = rules.callingCodes.map((code) => code.replace(/\D/g, ''));
  return country === rules.country || codes.includes(countryCallingCode);
}

/** Full-width letters, digits and signs as ASCII has them, and every dash as a hyphen. */
function toAscii(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\p{Pd}/gu, '-')
    .replace(/\u3000/g, ' ');
}
