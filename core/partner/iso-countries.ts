import { getCountries } from 'libphonenumber-js';

/** Every country and territory that has telephones, as ISO 3166-1 codes; AC and TA are parts of SH. */
export const isoCountries: string[] = getCountries().filter((code) => code !== 'AC' && code !== 'TA');

/**
 * Codes that people take for a country's: ISO 3166-1 only reserves UK, and the European Union writes EL for Greece. Partner
 * Center knows neither.
 */
const miswritten: Record<string, string> = { UK: 'GB', EL: 'GR' };

/** The ISO code that somebody means who writes this one; undefined where the code is not one of those. */
export function countryMeant(code: string): string | undefined {
  const wanted = code.trim().toUpperCase();
  return Object.hasOwn(miswritten, wanted) ? miswritten[wanted] : undefined;
}
