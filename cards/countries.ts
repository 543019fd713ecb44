/** Regions that Intl names and ISO 3166-1 does not: unions, places set aside, and codes for tests (CLDR, "Unicode region subtags"). */
const NO_COUNTRIES = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ'.split(' '));

/**
 * Every country and region that has a code (ISO 3166-1 alpha-2, and XK, which Partner Center has too), by code. Codes that
 * were given up (`DD`, `UK`) are left out: Intl knows what became of them.
 */
export const countryCodes: readonly string[] = codes();

function codes(): string[] {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !NO_COUNTRIES.has(code) && names.of(code) !== undefined && isCurrent(code));
}

function isCurrent(code: string): boolean {
  return new Intl.Locale(`und-${code}`).toString() === `und-${code}`;
}
