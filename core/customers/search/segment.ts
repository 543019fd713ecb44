import type { IndexedCustomer } from './customer-index.js';
import { GRAM_KINDS, gramsOf } from './grams.js';
import { type Label, type LabelKind, labelKinds } from './labels.js';

/** Customers of a segment: as many as are indexed within a few milliseconds. */
export const SEGMENT_SIZE = 2_048;

/** Labels are numbered by 16 bits. One more customer (5,000 domains at most) must still have room. */
const MOST_LABELS = 60_000;

const QUOTE = 34;
/** `["`, behind which a record has the id. */
const ID_FROM = 2;

/** Which labels have a gram: those of gram `g` stand from `offsets[g]` to before `offsets[g + 1]`. */
export interface Postings {
  offsets: Uint32Array;
  labels: Uint16Array;
}

/**
 * A part of the index: some customers, the texts that they are found by, and which grams these have. All of it lies in typed
 * arrays, outside of what the garbage collector walks through. Customers are added until it is full, and marked as gone.
 */
export interface Segment {
  /** Adds a customer. @returns their number in this segment */
  add(customer: IndexedCustomer, labels: readonly Label[]): number;
  isFull(): boolean;
  /** Customers that were added, those that are gone too. */
  count(): number;
  /** Customers that are gone. */
  gone(): number;
  /** Marks a customer as gone: nobody finds them any more. */
  drop(customer: number): void;
  isGone(customer: number): boolean;
  hasId(customer: number, id: string): boolean;
  customer(customer: number): IndexedCustomer;
  /** Whether a customer is kept exactly so. */
  isSame(customer: number, other: IndexedCustomer): boolean;
  texts(): Texts;
  /** Made when it is asked for, and again after customers were added: about 2 ms of a full segment. */
  postings(): Postings;
}

/** The texts of a segment. Label `n` stands from `starts[n]` to before `starts[n + 1]` in `units`. */
export interface Texts {
  count: number;
  units: Uint16Array;
  starts: Uint32Array;
  /** Where the name begins behind its legal form. */
  heads: Uint8Array;
  /** Whose label it is. */
  owners: Uint16Array;
  /** By place in `labelKinds`. */
  kinds: Uint8Array;
}

export function createSegment(): Segment {
  let units = new Uint16Array(1_024);
  let starts = new Uint32Array(64);
  let heads = new Uint8Array(64);
  let owners = new Uint16Array(64);
  let kinds = new Uint8Array(64);
  let records: Buffer = Buffer.allocUnsafeSlow(4_096);
  let recordStarts = new Uint32Array(64);
  let labelCount = 0;
  let customerCount = 0;
  let goneCount = 0;
  const goneMarks = new Uint8Array(SEGMENT_SIZE);
  let postings: Postings | undefined;

  function addLabel({ kind, units: added, head }: Label, owner: number): void {
    const from = starts[labelCount] ?? 0;
    units = withRoom(units, from + added.length);
    starts = withRoom(starts, labelCount + 2);
    heads = withRoom(heads, labelCount + 1);
    owners = withRoom(owners, labelCount + 1);
    kinds = withRoom(kinds, labelCount + 1);
    units.set(added, from);
    heads[labelCount] = head;
    owners[labelCount] = owner;
    kinds[labelCount] = labelKinds.indexOf(kind satisfies LabelKind);
    labelCount += 1;
    starts[labelCount] = from + added.length;
  }

  function recordOf(customer: number): Buffer {
    return records.subarray(recordStarts[customer] ?? 0, recordStarts[customer + 1] ?? 0);
  }

  /** Nothing is added any more: what was kept in reserve is given back. */
  function trim(): void {
    units = units.slice(0, starts[labelCount]);
    starts = starts.slice(0, labelCount + 1);
    heads = heads.slice(0, labelCount);
    owners = owners.slice(0, labelCount);
    kinds = kinds.slice(0, labelCount);
    const kept = Buffer.allocUnsafeSlow(recordStarts[customerCount] ?? 0);
    records.copy(kept, 0, 0, kept.length);
    records = kept;
  }

  const isFull = () => customerCount >= SEGMENT_SIZE || labelCount >= MOST_LABELS;
  const texts = () => ({ count: labelCount, units, starts, heads, owners, kinds });

  return {
    add(customer, labels) {
      const number = customerCount;
      const record = Buffer.from(write(customer));
      const from = recordStarts[number] ?? 0;
      records = bytesWithRoom(records, from + record.length);
      recordStarts = withRoom(recordStarts, number + 2);
      record.copy(records, from);
      recordStarts[number + 1] = from + record.length;
      for (const label of labels) addLabel(label, number);
      customerCount += 1;
      postings = undefined;
      if (isFull()) trim();
      return number;
    },
    isFull,
    count: () => customerCount,
    gone: () => goneCount,
    drop(customer) {
      if (goneMarks[customer] === 1) return;
      goneMarks[customer] = 1;
      goneCount += 1;
    },
    isGone: (customer) => goneMarks[customer] === 1,
    hasId(customer, id) {
      const from = (recordStarts[customer] ?? 0) + ID_FROM;
      if (records[from + id.length] !== QUOTE) return false;
      for (let at = 0; at < id.length; at += 1) if (records[from + at] !== id.charCodeAt(at)) return false;
      return true;
    },
    customer: (customer) => read(recordOf(customer).toString()),
    isSame: (customer, other) => recordOf(customer).equals(Buffer.from(write(other))),
    texts,
    postings: () => (postings ??= invert(texts())),
  };
}

type Fields = [string, string, string, string | null, string | null, ...string[]];

function write({ id, name, domain, otherName, country, domains = [] }: IndexedCustomer): string {
  const fields: Fields = [id, name, domain, otherName ?? null, country ?? null, ...domains];
  return JSON.stringify(fields);
}

function read(record: string): IndexedCustomer {
  const [id, name, domain, otherName, country, ...domains] = JSON.parse(record) as Fields;
  return {
    id,
    name,
    domain,
    ...(otherName === null ? {} : { otherName }),
    ...(country === null ? {} : { country }),
    ...(domains.length === 0 ? {} : { domains }),
  };
}

const grams = new Uint16Array(1_024);

/** Sorts labels by their grams, in two passes: counting, and putting each where the counts say. */
function invert({ count, units, starts }: Texts): Postings {
  const offsets = new Uint32Array(GRAM_KINDS + 1);
  const last = new Int32Array(GRAM_KINDS).fill(-1);
  const each = (take: (gram: number, label: number) => void) => {
    for (let label = 0; label < count; label += 1) {
      const found = gramsOf(units, starts[label] ?? 0, starts[label + 1] ?? 0, grams);
      for (let at = 0; at < found; at += 1) {
        const gram = grams[at] ?? 0;
        if (last[gram] === label) continue;
        last[gram] = label;
        take(gram, label);
      }
    }
  };
  each((gram) => {
    offsets[gram + 1] = (offsets[gram + 1] ?? 0) + 1;
  });
  for (let gram = 0; gram < GRAM_KINDS; gram += 1) offsets[gram + 1] = (offsets[gram + 1] ?? 0) + (offsets[gram] ?? 0);
  const labels = new Uint16Array(offsets[GRAM_KINDS] ?? 0);
  const next = offsets.slice();
  last.fill(-1);
  each((gram, label) => {
    const at = next[gram] ?? 0;
    labels[at] = label;
    next[gram] = at + 1;
  });
  return { offsets, labels };
}

/** The same array, or one twice as long with the same content. */
function withRoom<T extends Uint8Array | Uint16Array | Uint32Array>(array: T, length: number): T {
  if (array.length >= length) return array;
  // The constructor of a typed array makes one of its own kind.
  const longer = new (array.constructor as new (length: number) => T)(Math.max(length, array.length * 2));
  longer.set(array);
  return longer;
}

function bytesWithRoom(bytes: Buffer, length: number): Buffer {
  if (bytes.length >= length) return bytes;
  const longer = Buffer.allocUnsafeSlow(Math.max(length, bytes.length * 2));
  bytes.copy(longer);
  return longer;
}
