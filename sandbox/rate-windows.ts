/** At most so many in any stretch of so many ms. */
export interface Rate {
  most: number;
  ms: number;
}

/**
 * Counts what was let through, by key, as the platforms do. Written down apart from `core/jobs/`, so that the product's own
 * idea of the limits is checked by somebody else's.
 */
export function createRates(rates: readonly Rate[], now: () => number) {
  const longest = Math.max(...rates.map(({ ms }) => ms));
  const times = new Map<string, number[]>();
  const recent = (key: string) => (times.get(key) ?? []).filter((at) => at > now() - longest);
  return {
    /** How long the next one has to wait, in ms; 0: not at all. */
    wait(key: string): number {
      const at = now();
      const seen = recent(key);
      const waits = rates.map(({ most, ms }) => {
        const within = seen.filter((time) => time > at - ms);
        return within.length < most ? 0 : (within[within.length - most] ?? at) + ms - at;
      });
      return Math.max(...waits);
    },
    count(key: string): void {
      times.set(key, [...recent(key), now()]);
    },
  };
}
