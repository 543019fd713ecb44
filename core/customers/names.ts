import type { CustomerRef } from '../views.js';

/** Whether a text is a Microsoft ID (a customer's tenant id). */
export function isMicrosoftId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu.test(text.trim());
}

/** Whether a text can only be a domain: labels with dots between, no blank. */
export function looksLikeDomain(text: string): boolean {
  return /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u.test(text.trim());
}

/** The form in which names are compared: case and width folded, blanks collapsed. */
export function foldName(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/**
 * A text as it was typed, and the other ways in which the same letters can be stored: in one piece or with their accents apart
 * (й, ё), full-width or not. Partner Center compares code points.
 */
export function spellings(text: string): string[] {
  return [...new Set([text, text.normalize('NFC'), text.normalize('NFD'), text.normalize('NFKC')])];
}

/** Orders hits for a query: the exact name, then names that begin so, then the rest; by name within each. */
export function compareNames(a: CustomerRef, b: CustomerRef, query: string): number {
  const wanted = foldName(query);
  const rank = (hit: CustomerRef) => {
    const name = foldName(hit.name);
    if (name === wanted || foldName(hit.domain) === wanted) return 0;
    return name.startsWith(wanted) ? 1 : 2;
  };
  return rank(a) - rank(b) || (a.name < b.name ? -1 : 1);
}
