import { getCountries } from 'libphonenumber-js';

/** Every country and territory that has telephones, as ISO 3166-1 codes; AC and TA are parts of SH. */
export const isoCountries: string[] = getCountries().filter((code) => code !== 'AC' && code !== 'TA');
