/** How the addresses of one country are written. */
export interface AddressFormat {
  /**
   * Lines, with `|` between them. `A`: the lines of the street, `C`: the city, `S`: the state, `Z`: the postal code, `K`: the
   * place of the country where it does not come last. What stands between two parts is written where both are there; where
   * nothing does, they stand together as their script has it.
   */
  lines: string;
  /** BCP 47: in which language names of states are written; `code`: states are written by their codes. */
  states: string;
  /** Between two lines on one line. */
  joint: string;
}

/**
 * The order of the address lines by country, as the data of Google's libaddressinput has it (`region_data_constants.cc`, June
 * 2025; read for its facts, without the names of people and companies and without fixed words such as "SINGAPORE").
 */
const byCountry: readonly (readonly [lines: string, countries: string])[] = [
  [
    'A|Z C',
    'AD AT BA BE BG CH CY CZ DE DK DZ DO FI FR GE GR HR IS KG KW LI LU MA MC MD ME MK NL NO PL PT PY RS SE SI SK TN XK',
  ],
  ['A|Z C|S', 'AR CL MY UZ'],
  ['A|Z C S', 'EE ES IT LT UY'],
  ['A|Z C, S', 'MX'],
  ['A|Z S C', 'RO'],
  ['A|Z C/S', 'TR'],
  ['A|Z, C|S', 'BY'],
  ['A|Z|C|S', 'AM EC OM'],
  ['A|C, S Z', 'US PR'],
  ['A|C S Z', 'AU CA'],
  ['A|C, S, Z', 'CO'],
  ['A|C-S|Z', 'BR'],
  ['A|C-Z', 'PK'],
  ['A|C Z', 'BH IL JO NZ SA SG'],
  ['A|C Z|S', 'IN NG PE'],
  ['A|C Z, S', 'VE'],
  ['A|C|S', 'AE PA'],
  ['A|C|Z', 'GB IM KE LK ZA'],
  ['A|C|S Z', 'ID TH VN'],
  ['A|C|S|Z', 'EG IE UA'],
  ['A|C|Z S', 'PH'],
  ['A|S, C|Z', 'CR'],
  ['A|S|C, Z', 'LV'],
  ['C|A|Z', 'HU'],
  ['Z|S|C|A', 'KZ'],
  // In Latin letters; in their own script see below.
  ['A|C|S, Z', 'CN'],
  ['A|C, S|Z', 'JP'],
  ['A|C|S|Z', 'KR RU'],
  ['A|C, S Z', 'TW'],
  ['A|C|S', 'HK MO'],
];

/**
 * Addresses in the country's own script, where that turns them round, the largest first. Russia's is how companies write theirs
 * in contracts and registers: postal code, region, city, street (the post itself asks for the opposite on envelopes).
 */
const inOwnScript: readonly (readonly [lines: string, countries: string, script: RegExp, joint: string])[] = [
  ['K|Z SC|A', 'CN TW', /\p{Script=Han}/u, ' '],
  ['K|Z|SC|A', 'JP', /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u, ' '],
  ['K|S C|A|Z', 'KR', /\p{Script=Hangul}/u, ' '],
  ['K|SC|A', 'HK MO', /\p{Script=Han}/u, ' '],
  ['K|Z, S, C|A', 'RU', /\p{Script=Cyrillic}/u, ', '],
];

/** Every other country: most of the world writes the postal code before the city. */
const usual = 'A|Z C|S';

/** Countries where states are written by their codes. */
const codedStates: ReadonlySet<string> = new Set(['US', 'CA', 'AU', 'BR', 'IT']);
const ownStates: Record<string, string> = { MX: 'es' };

const lines = new Map(byCountry.flatMap(([format, codes]) => codes.split(' ').map((code) => [code, format] as const)));
const own = new Map(
  inOwnScript.flatMap(([format, codes, script, joint]) =>
    codes.split(' ').map((code) => [code, { format, script, joint }] as const),
  ),
);

/**
 * The format of an address.
 *
 * @param country ISO 3166-1 alpha-2, in any case
 * @param text what is written in it, to see its script
 */
export function addressFormatOf(country: string, text: string): AddressFormat {
  const code = country.toUpperCase();
  const native = own.get(code);
  if (native?.script.test(text)) {
    const states = native.script.test('汉') ? 'zh-Hans' : 'en';
    return { lines: native.format, states, joint: native.joint };
  }
  return {
    lines: lines.get(code) ?? usual,
    states: codedStates.has(code) ? 'code' : (ownStates[code] ?? 'en'),
    joint: ', ',
  };
}
