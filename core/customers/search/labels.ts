import { domainToUnicode } from 'node:url';
import type { IndexedCustomer } from './customer-index.js';
import { fold } from './fold.js';
import type { Pinyin } from './pinyin.js';
import { BLANK, unitsOf } from './scripts.js';

/** What a text that a customer is found by is of them. The order is that of the ranking: a name before a domain. */
export const labelKinds = ['name', 'otherName', 'domain', 'pinyin', 'initials'] as const;
export type LabelKind = (typeof labelKinds)[number];

/** A folded text that a customer is found by. */
export interface Label {
  kind: LabelKind;
  units: Uint16Array;
  /** Where the name begins behind the legal form that precedes it (ООО, АО): people leave that out. */
  head: number;
}

/** The longest company name that Partner Center takes is far shorter. */
const LONGEST = 250;

/** The most domains that a tenant may have. */
const MOST_DOMAINS = 5_000;

/** Domains that Microsoft gives every tenant, by cloud. What stands before is the customer's. */
const givenDomains = ['onmicrosoft.com', 'onmicrosoft.us', 'partner.onmschina.cn', 'onmschina.cn', 'onmicrosoft.de'];

const formsBefore = new Set(['ооо', 'оао', 'зао', 'пао', 'нао', 'ао', 'ип', 'тоо', 'тов']);

/** The names that may have to be spelt, simplified as they are searched. */
export function namesToSpell({ name, otherName }: IndexedCustomer): string[] {
  return (otherName === undefined ? [name] : [name, otherName]).map((each) => fold(each).replaceAll(' ', ''));
}

/**
 * The texts that a customer is found by, each one once.
 *
 * @param sounds of `namesToSpell`, as far as they are Chinese
 */
export function labelsOf(customer: IndexedCustomer, sounds: readonly (Pinyin | undefined)[]): Label[] {
  const labels: Label[] = [];
  const seen: string[] = [];
  function add(kind: LabelKind, text: string): void {
    const units = unitsOf(text, LONGEST);
    // What is the beginning of a name finds nothing that the name does not find.
    if (units.length === 0 || seen.some((other) => other === text || (kind === 'domain' && other.startsWith(text))))
      return;
    seen.push(text);
    labels.push({ kind, units, head: kind === 'name' || kind === 'otherName' ? headOf(text) : 0 });
  }
  const { name, otherName, domain, domains = [] } = customer;
  add('name', fold(name));
  if (otherName !== undefined) add('otherName', fold(otherName));
  for (const each of [domain, ...domains.slice(0, MOST_DOMAINS)]) add('domain', domainLabel(each));
  for (const sound of sounds) {
    if (!sound) continue;
    add('pinyin', fold(sound.full));
    add('initials', fold(sound.initials));
  }
  return labels;
}

/** A domain as words, without what Microsoft gave it. */
export function domainLabel(domain: string): string {
  return fold(ownPart(domain).replaceAll(/[.-]/gu, ' '));
}

/** What of a domain is the customer's own: `contoso` of `contoso.onmicrosoft.com`, also of a half-typed `contoso.onmi`. */
export function ownPart(domain: string): string {
  const readable = domain.includes('xn--') ? domainToUnicode(domain) || domain : domain;
  const lower = readable.toLowerCase();
  const dot = lower.indexOf('.');
  const rest = lower.slice(dot + 1);
  return dot > 0 && givenDomains.some((given) => given.startsWith(rest)) ? lower.slice(0, dot) : lower;
}

function headOf(folded: string): number {
  const blank = folded.indexOf(String.fromCharCode(BLANK));
  return blank > 0 && formsBefore.has(folded.slice(0, blank)) ? blank + 1 : 0;
}
