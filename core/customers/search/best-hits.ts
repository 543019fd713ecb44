import type { Closeness } from './closeness.js';

/** A customer whom a text may mean, by their place in the index. */
export interface Hit {
  place: number;
  closeness: Closeness;
  /** The smaller, the further in front. */
  rank: number;
}

const KINDS = 8;
const LENGTHS = 256;

/** Collects hits and keeps the best ones, each customer once. */
export interface BestHits {
  /**
   * Closest first; then those used lately; then by the kind of text (a name before a domain), and the shorter text first, of which
   * more was typed.
   */
  offer(place: number, closeness: Closeness, how: { recent: boolean; kind: number; length: number }): void;
  /** The best ones, best first; a few more than the limit where several are equal to the last one. */
  best(): Hit[];
}

/** @param limit how many are wanted */
export function createBestHits(limit: number): BestHits {
  const most = Math.max(64, limit * 4);
  let hits: Hit[] = [];
  let worst = Infinity;

  function prune(): void {
    hits.sort((a, b) => a.rank - b.rank || a.place - b.place);
    const seen = new Set<number>();
    hits = hits.filter(({ place }) => !seen.has(place) && seen.add(place));
    if (hits.length <= most / 2) return;
    hits.length = most / 2;
    worst = hits.at(-1)?.rank ?? Infinity;
  }

  return {
    offer(place, closeness, { recent, kind, length }) {
      const rank = ((closeness * 2 + (recent ? 0 : 1)) * KINDS + kind) * LENGTHS + Math.min(length, LENGTHS - 1);
      if (rank > worst) return;
      hits.push({ place, closeness, rank });
      if (hits.length >= most) prune();
    },
    best() {
      prune();
      return hits;
    },
  };
}
