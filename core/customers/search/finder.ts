import { createBestHits, type Hit } from './best-hits.js';
import { EXACT } from './closeness.js';
import type { CustomerIndex, FoundCustomer, IndexedCustomer } from './customer-index.js';
import { domainLabel } from './labels.js';
import { hasDomain, type Match, matchOf } from './match.js';
import { readPasted } from './pasted.js';
import { type Seek, seekEdited, seekPlain } from './seek.js';
import type { Shelf } from './shelf.js';
import type { Slices } from './slices.js';
import { readWanted } from './wanted.js';

/** Whoever finds as many without an edit has not mistyped. */
const ENOUGH = 5;

interface Search {
  limit: number;
  /** Places of customers that whoever asks has used lately. */
  recent: ReadonlySet<number>;
}

export function createFinder(shelf: Shelf, slices: Slices): CustomerIndex['search'] {
  /** Walks through all segments, also those that are added meanwhile. */
  async function walk(seek: Seek): Promise<void> {
    const segments = shelf.segments();
    for (let number = 0; number < segments.length; number += 1) {
      if (slices.isOver()) await slices.giveWay();
      const segment = segments[number];
      if (segment && segment.count() > segment.gone()) seek(segment, number);
    }
  }

  /** Customers that are still there, each one once. */
  function named(hits: readonly Hit[]): { customer: IndexedCustomer; hit: Hit }[] {
    const seen = new Set<string>();
    return hits.flatMap((hit) => {
      const customer = shelf.at(hit.place);
      if (!customer || seen.has(customer.id)) return [];
      seen.add(customer.id);
      return [{ customer, hit }];
    });
  }

  async function byWords(text: string, { limit, recent }: Search): Promise<FoundCustomer[]> {
    const wanted = readWanted(text);
    if (!wanted) return [];
    const hits = createBestHits(limit);
    const seeking = { wanted, hits, recent };
    await walk(seekPlain(seeking));
    if (mayBeMistyped(hits.best())) {
      for (let edits = 1; edits <= wanted.edits && (edits === 1 || hits.best().length === 0); edits += 1)
        await walk(seekEdited(seeking, edits));
    }
    return named(hits.best())
      .sort((a, b) => a.hit.rank - b.hit.rank || compare(a.customer, b.customer))
      .slice(0, limit)
      .map(({ customer, hit }) => shown(customer, matchOf(hit.closeness)));
  }

  /** Those who have one of the domains; of several the first that anybody has. */
  async function byDomain(domains: readonly string[], { limit, recent }: Search): Promise<FoundCustomer[]> {
    for (const domain of domains) {
      const wanted = readWanted(domainLabel(domain));
      if (!wanted) continue;
      // Whoever else is called so must not crowd them out.
      const hits = createBestHits(Math.max(limit, 100));
      await walk(seekPlain({ wanted, hits, recent }));
      const owners = named(hits.best()).filter(({ customer }) => hasDomain(customer, domain));
      if (owners.length > 0) return owners.slice(0, limit).map(({ customer }) => shown(customer, 'exact'));
    }
    return [];
  }

  return async (text, { limit, recent = new Set() }) => {
    const pasted = readPasted(text);
    const search = { limit, recent: placesOf(shelf, recent) };
    if (pasted.ids.length > 0) {
      const places = pasted.ids.flatMap((id) => shelf.placeOf(id) ?? []);
      const found = places.flatMap((place) => shelf.at(place) ?? []);
      return found.slice(0, limit).map((customer) => shown(customer, 'exact'));
    }
    const owners = await byDomain(pasted.domains, search);
    const others = pasted.text === '' ? [] : await byWords(pasted.text, search);
    const found = [...owners, ...others.filter(({ id }) => owners.every((owner) => owner.id !== id))];
    if (found.length > 0 || pasted.hint === '') return found.slice(0, limit);
    const guessed = await byWords(pasted.hint, search);
    return guessed.map((each) => (each.match === 'typo' ? each : { ...each, match: 'part' }));
  };
}

const mayBeMistyped = (plain: readonly Hit[]) => plain.length < ENOUGH && plain[0]?.closeness !== EXACT;

function placesOf(shelf: Shelf, ids: ReadonlySet<string>): ReadonlySet<number> {
  return new Set([...ids].flatMap((id) => shelf.placeOf(id) ?? []));
}

const shown = ({ id, name, domain }: IndexedCustomer, match: Match): FoundCustomer => ({ id, name, domain, match });

function compare(a: IndexedCustomer, b: IndexedCustomer): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
