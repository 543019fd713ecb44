import type { JsonObject } from '../../core/partner/partner-center.js';

/** What Partner Center knows of one country, in the shape that it was recorded to answer. */
export interface SandboxCountry {
  iso2: string;
  defaultCulture: string;
  cultures: string[];
  languages: string[];
  states: string[];
  cityRequired: boolean;
  postalRequired: boolean;
  /** As sent: .NET's flavour. */
  postalPattern?: string;
  /** The same rule for this runtime, where it does not read .NET's. */
  postalCheck?: RegExp;
  phonePattern?: string;
  vatPattern?: string;
  callingCode: string;
}

const codes = (text: string) => text.trim().split(/\s+/);

const US = `AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK
  OR PA RI SC SD TN TX UT VA VT WA WI WV WY`;
const CA = 'AB BC MB NB NL NS NT NU ON PE QC SK YT';
const CN = 'AH BJ CQ FJ GD GS GX GZ HA HB HE HI HL HN JL JS JX LN NM NX QH SC SD SH SN SX TJ XJ XZ YN ZJ';
const MX = 'AS BC BS CC CH CL CM CS DF DG GR GT HG JC MC MN MS NL NT OC PL QR QT SL SP SR TC TL TS VZ YN ZS';
const BR = 'AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO';

/** North American numbers, as recorded for the US: ten digits, an optional leading 1, never a `+`. */
const NANP = '^(1[ \\-\\/\\.]?)?(\\((\\d{3})\\)|(\\d{3}))[ \\-\\/\\.]?(\\d{3})[ \\-\\/\\.]?(\\d{4})$';
/** The published pattern of British postcodes (BS 7666). */
const BRITISH =
  '^([Gg][Ii][Rr] ?0[Aa]{2}|([A-Za-z][0-9]{1,2}|[A-Za-z][A-Ha-hJ-Yj-y][0-9]{1,2}|[A-Za-z][0-9][A-Za-z]|[A-Za-z][A-Ha-hJ-Yj-y][0-9][A-Za-z]?) ?[0-9][A-Za-z]{2})$';

type Row = [
  iso2: string,
  cultures: string,
  languages: string,
  states: string,
  callingCode: string,
  postal: string,
  more?: Partial<SandboxCountry>,
];

// The first culture is the default one. Every country also has en-US, as Partner Center's list of locales says.
const rows: Row[] = [
  ['US', 'en-US es-US', 'en es', US, '1', '^\\d{5}(-\\d{4})?$', { phonePattern: NANP }],
  ['CA', 'en-CA fr-CA', 'en fr', CA, '1', '^[A-Za-z]\\d[A-Za-z] ?\\d[A-Za-z]\\d$', { phonePattern: NANP }],
  ['GB', 'en-GB', 'en', '', '44', BRITISH, { vatPattern: '^GB[\\d]{9,12}$' }],
  ['DE', 'de-DE', 'de en', '', '49', '^[0-9]{5,5}$', { vatPattern: '^DE[\\d]{9,9}$' }],
  ['FR', 'fr-FR', 'fr en', '', '33', '^[0-9]{5,5}$', { vatPattern: '^FR[A-Z\\d]{2}[\\d]{9}$' }],
  ['ES', 'es-ES ca-ES eu-ES gl-ES', 'es en', '', '34', '^[0-9]{5,5}$'],
  ['PT', 'pt-PT', 'pt-PT en', '', '351', '^\\d{4}(-\\d{3})?$', { vatPattern: '^PT[\\d]{9,9}$' }],
  ['IT', 'it-IT', 'it en', '', '39', '^[0-9]{5,5}$'],
  // The option inside the pattern is .NET's; JavaScript refuses it.
  ['NL', 'nl-NL', 'nl en', '', '31', '^(?i)[1-9]\\d{3} ?[a-z]{2}$', { postalCheck: /^[1-9]\d{3} ?[a-z]{2}$/i }],
  ['BE', 'nl-BE fr-BE', 'nl fr en', '', '32', '^\\d{4}$'],
  ['CH', 'de-CH fr-CH it-CH', 'de fr it en', '', '41', '^\\d{4}$'],
  ['AT', 'de-AT', 'de en', '', '43', '^\\d{4}$'],
  ['PL', 'pl-PL', 'pl en', '', '48', '^\\d{2}-\\d{3}$'],
  ['JP', 'ja-JP', 'ja en', '', '81', '^\\d{3}-?\\d{4}$'],
  ['BR', 'pt-BR', 'pt en', BR, '55', '^\\d{5}-?\\d{3}$'],
  ['MX', 'es-MX', 'es en', MX, '52', '^\\d{5}$'],
  ['CN', 'zh-CN', 'zh-CHS en', CN, '86', '^[0-9]{6,6}$'],
  ['RU', 'ru-RU', 'ru en', '', '7', '^\\d{6}$'],
  ['KZ', 'kk-KZ ru-RU', 'ru en', '', '7', '^\\d{6}$'],
  ['UA', 'uk-UA ru-RU', 'uk ru en', '', '380', '^\\d{5}$'],
  ['IE', 'en-IE', 'en', '', '353', '', { postalRequired: false }],
  ['GR', 'el-GR', 'el en', '', '30', '^\\d{3} ?\\d{2}$'],
  ['AE', 'ar-AE en-AE', 'ar en', '', '971', '', { postalRequired: false }],
  ['HK', 'zh-HK en-HK', 'zh-CHT en', '', '852', '', { postalRequired: false, cityRequired: false }],
];

export const countries = new Map<string, SandboxCountry>(
  rows.map(([iso2, cultures, languages, states, callingCode, postal, more]) => [
    iso2,
    {
      iso2,
      defaultCulture: codes(cultures)[0] as string,
      cultures: [...new Set([...codes(cultures), 'en-US'])],
      languages: codes(languages),
      states: states ? codes(states) : [],
      cityRequired: true,
      postalRequired: true,
      ...(postal ? { postalPattern: postal } : {}),
      callingCode,
      ...more,
    },
  ]),
);

/** Countries in which Partner Center demands a telephone number (utility-resources in its documentation). */
export const phoneRequired = new Set(['AM', 'AZ', 'BY', 'HU', 'KZ', 'KG', 'MD', 'RU', 'TJ', 'UZ', 'UA']);

/**
 * Countries whose customers have a number in the company's register, by its format: the same ones, with the digits that
 * their tax offices give. Others take none.
 */
export const registrationPatterns: Record<string, string> = {
  AM: '^\\d{8}$',
  AZ: '^\\d{10}$',
  BY: '^\\d{9}$',
  HU: '^\\d{8}(-\\d-\\d{2})?$',
  KG: '^\\d{14}$',
  KZ: '^\\d{12}$',
  MD: '^\\d{13}$',
  RU: '^\\d{10}(\\d{2})?$',
  TJ: '^\\d{9}$',
  UA: '^\\d{8}$',
  UZ: '^\\d{9}$',
};

/** The answer of `GET /v1/countryvalidationrules/{iso2}`. */
export function rulesAnswer(country: SandboxCountry): JsonObject {
  return {
    iso2Code: country.iso2,
    defaultCulture: country.defaultCulture,
    isStateRequired: country.states.length > 0,
    supportedStatesList: country.states,
    supportedLanguagesList: country.languages,
    supportedCulturesList: country.cultures,
    isPostalCodeRequired: country.postalRequired,
    ...(country.postalPattern ? { postalCodeRegex: country.postalPattern } : {}),
    isCityRequired: country.cityRequired,
    isVatIdSupported: country.vatPattern !== undefined,
    ...(country.vatPattern ? { vatIdRegex: country.vatPattern } : {}),
    ...(country.phonePattern ? { phoneNumberRegex: country.phonePattern } : {}),
    isTaxIdSupported: country.iso2 === 'US',
    isTaxIdOptional: true,
    countryCallingCodesList: [country.callingCode],
    attributes: { objectType: 'CountryValidationRules' },
  };
}
