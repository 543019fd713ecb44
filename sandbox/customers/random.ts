/** A seeded source of numbers in [0, 1) (mulberry32, public domain): the sandbox looks the same at every start. */
export interface Random {
  /** The next number in [0, 1). */
  next(): number;
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  /** One of the list, which must not be empty. */
  pick<T>(list: readonly T[]): T;
  /** Every `#` of the pattern becomes a digit. */
  fill(pattern: string): string;
  /** True with the probability `share`. */
  chance(share: number): boolean;
  /** A version 4 GUID. */
  guid(): string;
}

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const hex = () =>
    Math.floor(next() * 4294967296)
      .toString(16)
      .padStart(8, '0');
  return {
    next,
    below,
    pick,
    fill: (pattern) => pattern.replace(/#/g, () => String(below(10))),
    chance: (share) => next() < share,
    guid: () => {
      const [b, c] = [hex(), hex()];
      return `${hex()}-${b.slice(0, 4)}-4${b.slice(5)}-${pick(['8', '9', 'a', 'b'])}${c.slice(1, 4)}-${c.slice(4)}${hex()}`;
    },
  };
}
