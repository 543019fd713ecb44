/** More preferences than a browser sends; the rest of a made-up header is not read. */
const MOST = 20;

/**
 * The language that a browser asks for first, as a BCP 47 tag: the one with the greatest weight in `Accept-Language` (RFC 9110,
 * 12.5.4), and of equal ones the first. `en` when nothing can be read.
 */
export function acceptedLanguage(header: string | undefined): string {
  const preferences = (header ?? '').split(',', MOST).flatMap((each) => {
    const [, tag, weight] = /^\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})\s*(?:;\s*q=([\d.]+)\s*)?$/.exec(each) ?? [];
    const value = Number(weight ?? 1);
    return tag !== undefined && value > 0 ? [{ tag, weight: value }] : [];
  });
  return preferences.sort((a, b) => b.weight - a.weight)[0]?.tag ?? 'en';
}
