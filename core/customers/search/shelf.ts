import type { IndexedCustomer } from './customer-index.js';
import { createIdTable, type IdTable } from './id-table.js';
import { labelsOf, namesToSpell } from './labels.js';
import { isChinese, type Pinyin, type Speller } from './pinyin.js';
import { createSegment, type Segment, SEGMENT_SIZE } from './segment.js';
import type { Slices } from './slices.js';

/** Where the customers of an index stand: in segments, found by their ids. */
export interface Shelf {
  put(customers: readonly IndexedCustomer[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  clear(): Promise<void>;
  size(): number;
  /** The segments by number; where one was given up there is none. */
  segments(): readonly (Segment | undefined)[];
  placeOf(id: string): number | undefined;
  /** Who stands at a place; undefined when they are gone. */
  at(place: number): IndexedCustomer | undefined;
}

/** As many as are compared and spelt at once, which takes a millisecond or two. */
const STEP = 200;

function* inSteps<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += STEP) yield all.slice(from, from + STEP);
}

const isSpelt = ({ name, otherName = '' }: IndexedCustomer) => isChinese(name) || isChinese(otherName);

export function createShelf(slices: Slices, speller: Speller): Shelf {
  let segments: (Segment | undefined)[] = [];
  let ids = createIds();
  // One deed after the other, in the order in which they were asked for: of two readings of a customer the later one stays.
  let last: Promise<void> = Promise.resolve();

  function createIds(): IdTable {
    return createIdTable(
      (place, id) => segmentAt(place)?.hasId(place % SEGMENT_SIZE, id) ?? false,
      (place) => segmentAt(place)?.customer(place % SEGMENT_SIZE).id ?? '',
    );
  }

  const segmentAt = (place: number) => segments[Math.floor(place / SEGMENT_SIZE)];

  function inTurn(deed: () => Promise<void>): Promise<void> {
    const done = last.then(deed);
    last = done.catch(() => undefined);
    return done;
  }

  /** The number of a segment with room: the newest one, or another one after it. */
  function open(): number {
    if (segments.at(-1)?.isFull() !== false) segments.push(createSegment());
    return segments.length - 1;
  }

  function insert(customer: IndexedCustomer, sounds: readonly (Pinyin | undefined)[]): void {
    const number = open();
    const place = number * SEGMENT_SIZE + (segments[number]?.add(customer, labelsOf(customer, sounds)) ?? 0);
    ids.add(customer.id, place);
  }

  function drop(id: string): void {
    const place = ids.remove(id);
    if (place !== undefined) segmentAt(place)?.drop(place % SEGMENT_SIZE);
  }

  /** Whether a customer is kept exactly so. */
  function isKept(customer: IndexedCustomer): boolean {
    const place = ids.find(customer.id);
    return place !== undefined && segmentAt(place)?.isSame(place % SEGMENT_SIZE, customer) === true;
  }

  /** Puts some customers, each one once, in place of whoever has their ids. */
  async function takeIn(some: readonly IndexedCustomer[]): Promise<void> {
    const names = some.map((customer) => (isSpelt(customer) ? namesToSpell(customer) : []));
    const sounds = await speller.spell(names.flat());
    for (const [at, customer] of some.entries()) {
      if (slices.isOver()) await slices.giveWay();
      drop(customer.id);
      insert(customer, sounds.splice(0, names[at]?.length ?? 0));
    }
  }

  /** Moves who is left out of segments that most have gone from. */
  async function tidy(): Promise<void> {
    for (const [number, segment] of segments.entries()) {
      if (!segment?.isFull() || segment.gone() * 2 <= segment.count()) continue;
      const left: IndexedCustomer[] = [];
      for (let one = 0; one < segment.count(); one += 1) {
        if (slices.isOver()) await slices.giveWay();
        if (!segment.isGone(one)) left.push(segment.customer(one));
      }
      for (const some of inSteps(left)) await takeIn(some);
      segments[number] = undefined;
    }
  }

  return {
    put: (customers) =>
      inTurn(async () => {
        for (const step of inSteps(customers)) {
          if (slices.isOver()) await slices.giveWay();
          // Of two readings of a customer the later one counts.
          const latest = new Map(step.map((customer) => [customer.id, customer]));
          await takeIn([...latest.values()].filter((customer) => !isKept(customer)));
        }
        await tidy();
      }),
    remove: (gone) =>
      inTurn(async () => {
        for (const id of gone) {
          if (slices.isOver()) await slices.giveWay();
          drop(id);
        }
        await tidy();
      }),
    clear: () =>
      inTurn(() => {
        segments = [];
        ids = createIds();
        return speller.close();
      }),
    size: () => ids.count(),
    segments: () => segments,
    placeOf: (id) => ids.find(id),
    at(place) {
      const segment = segmentAt(place);
      const number = place % SEGMENT_SIZE;
      return segment && !segment.isGone(number) ? segment.customer(number) : undefined;
    },
  };
}
