import type { BestHits } from './best-hits.js';
import { type Closeness, closeness, editedCloseness, NOT_CLOSE, type Span } from './closeness.js';
import { labelKinds } from './labels.js';
import { ofKind } from './match.js';
import { type Segment, SEGMENT_SIZE } from './segment.js';
import type { Wanted } from './wanted.js';

/** What finds hits in one segment. It never gives way: a segment takes a fraction of a millisecond. */
export type Seek = (segment: Segment, number: number) => void;

/** An edit spoils three grams at most. */
const SPOILT_BY_EDIT = 3;
/** How many grams more than the edits can spoil are looked at: somebody must have as many of them. */
const SPARE = 4;

const initials = labelKinds.indexOf('initials');

interface Seeking {
  wanted: Wanted;
  hits: BestHits;
  /** Places of customers that whoever asks has used lately. */
  recent: ReadonlySet<number>;
}

/** Finds those in whom every word of the text stands as it is. */
export function seekPlain({ wanted, hits, recent }: Seeking): Seek {
  return seekBy(hits, recent, (segment, note) => {
    const { offsets, labels } = segment.postings();
    const sizeOf = (gram: number) => (offsets[gram + 1] ?? 0) - (offsets[gram] ?? 0);
    let rarest = wanted.sure[0] ?? 0;
    for (const gram of wanted.sure) if (sizeOf(gram) < sizeOf(rarest)) rarest = gram;
    const end = offsets[rarest + 1] ?? 0;
    for (let at = offsets[rarest] ?? 0; at < end; at += 1) note(labels[at] ?? 0, (span) => closeness(span, wanted));
  });
}

const counts = new Uint8Array(65_536);

/** Finds those who are up to so many edits away. */
export function seekEdited({ wanted, hits, recent }: Seeking, edits: number): Seek {
  const spoilt = SPOILT_BY_EDIT * edits;
  return seekBy(hits, recent, (segment, note) => {
    const { offsets, labels } = segment.postings();
    const { count, kinds } = segment.texts();
    const sizeOf = (gram: number) => (offsets[gram + 1] ?? 0) - (offsets[gram] ?? 0);
    // The rarest grams tell most, and cost least to walk through.
    const looked = wanted.grams.toSorted((a, b) => sizeOf(a) - sizeOf(b)).slice(0, spoilt + SPARE);
    const enough = Math.max(1, looked.length - spoilt);
    counts.fill(0, 0, count);
    for (const gram of looked) {
      const end = offsets[gram + 1] ?? 0;
      for (let at = offsets[gram] ?? 0; at < end; at += 1) {
        const label = labels[at] ?? 0;
        const had = (counts[label] ?? 0) + 1;
        counts[label] = had;
        // First letters alone are as good as nothing with an edit in them.
        if (had === enough && kinds[label] !== initials) note(label, (span) => editedCloseness(span, wanted, edits));
      }
    }
  });
}

type Note = (label: number, judge: (span: Span) => Closeness) => void;

function seekBy(hits: BestHits, recent: ReadonlySet<number>, walk: (segment: Segment, note: Note) => void): Seek {
  return (segment, number) => {
    const { units, starts, heads, owners, kinds } = segment.texts();
    const span: Span = { units, from: 0, to: 0, head: 0 };
    walk(segment, (label, judge) => {
      const owner = owners[label] ?? 0;
      if (segment.isGone(owner)) return;
      span.from = starts[label] ?? 0;
      span.to = starts[label + 1] ?? 0;
      span.head = heads[label] ?? 0;
      const close = judge(span);
      if (close === NOT_CLOSE) return;
      const kind = kinds[label] ?? 0;
      const place = number * SEGMENT_SIZE + owner;
      hits.offer(place, ofKind(close, kind), {
        recent: recent.has(place),
        kind,
        length: span.to - span.from,
      });
    });
  };
}
