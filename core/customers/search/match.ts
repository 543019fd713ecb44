import { type Closeness, asBeginning, BEGINNING, closeness, EXACT, NOT_CLOSE, PART, WORDS } from './closeness.js';
import { labelKinds, labelsOf } from './labels.js';
import { readPasted } from './pasted.js';
import { readWanted } from './wanted.js';

/**
 * How a customer matches a text: the whole name, domain or Microsoft ID; a beginning of a name or domain; whole words of it; a part
 * of it, or what an address only hints at; one or two typing errors away.
 */
export type Match = 'exact' | 'beginning' | 'words' | 'part' | 'typo';

/** What a closeness is called. */
export function matchOf(close: Closeness): Match {
  if (close === EXACT) return 'exact';
  if (close <= BEGINNING) return 'beginning';
  if (close === WORDS) return 'words';
  return close <= PART ? 'part' : 'typo';
}

/** Labels of these kinds and the later ones are no names. */
const firstOfOthers = labelKinds.indexOf('domain');

/** How close a label of a kind is, by place in `labelKinds`: all of one that is no name is a beginning. */
export function ofKind(close: Closeness, kind: number): Closeness {
  return kind < firstOfOthers ? close : asBeginning(close);
}

/** Whether a customer has exactly this domain (in lower case). */
export function hasDomain(customer: { domain: string; domains?: readonly string[] }, wanted: string): boolean {
  return [customer.domain, ...(customer.domains ?? [])].some((each) => each.toLowerCase() === wanted);
}

/** How a customer matches a text that was typed or pasted, as far as the three things tell; undefined: without an edit not at all. */
export function matchOfText(text: string, customer: { id: string; name: string; domain: string }): Match | undefined {
  const { ids, domains, text: name, hint } = readPasted(text);
  if (ids.includes(customer.id.toLowerCase())) return 'exact';
  if (domains.some((domain) => hasDomain(customer, domain))) return 'exact';
  const close = closenessOf(name, customer);
  if (close !== NOT_CLOSE) return matchOf(close);
  return closenessOf(hint, customer) === NOT_CLOSE ? undefined : 'part';
}

function closenessOf(text: string, customer: { id: string; name: string; domain: string }): Closeness {
  const wanted = readWanted(text);
  if (!wanted) return NOT_CLOSE;
  const all = labelsOf(customer, []).map(({ kind, units, head }) =>
    ofKind(closeness({ units, from: 0, to: units.length, head }, wanted), labelKinds.indexOf(kind)),
  );
  return Math.min(NOT_CLOSE, ...all);
}
