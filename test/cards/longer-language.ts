import type { Catalogue } from '../../cards/languages.js';

/** No language of ours; `Intl` knows its plurals (one, other), its dates and its names. */
export const LONGER = 'eo';

const accented: Record<string, string> = { a: 'á', e: 'ê', i: 'ï', o: 'ô', u: 'û', A: 'Å', E: 'Ê', O: 'Ö', U: 'Ü' };

/**
 * A text that is 40 % longer, as translations are, and that shows where a text of the catalogue was not used. Placeholders stay,
 * and so does what is typed into a shell or is an address.
 */
export function longer(text: string): string {
  const shown = text.replace(/\{\{\w+\}\}/g, '');
  const extra = Math.ceil(shown.length * 0.4);
  const written = text.replace(/\{\{\w+\}\}|[aeiouAEOU]/g, (part) => accented[part] ?? part);
  return `${written}${'·~'.repeat(extra).slice(0, extra)}`;
}

/** A whole language, made from the English catalogue. Its command words are the English ones with an x before them. */
export function longerCatalogue(english: Catalogue): Catalogue {
  const { understand, ...texts } = english;
  const { commands, ...rest } = understand;
  const words = Object.entries(commands).map(([command, phrases]) => [command, phrases.map((phrase) => `x${phrase}`)]);
  return {
    ...(lengthened(texts) as Omit<Catalogue, 'understand'>),
    understand: { ...rest, commands: Object.fromEntries(words) as typeof commands },
  };
}

function lengthened(value: unknown): unknown {
  if (typeof value === 'string') return longer(value);
  const entries = Object.entries(value as Record<string, unknown>);
  return Object.fromEntries(entries.map(([key, inner]) => [key, lengthened(inner)]));
}
