import { isYoung } from '../../core/young.js';

/**
 * A map that forgets: what was set longest ago when it is full, and everything after a time.
 *
 * @typeParam T never undefined
 */
export class BoundedMap<T> {
  readonly #entries = new Map<string, { value: T; since: number }>();
  readonly #size: number;
  readonly #lifetimeMs: number;
  readonly #now: () => number;

  constructor(size: number, lifetimeMs: number, now: () => number) {
    this.#size = size;
    this.#lifetimeMs = lifetimeMs;
    this.#now = now;
  }

  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    if (entry && isYoung(entry.since, this.#lifetimeMs, this.#now())) return entry.value;
    if (entry) this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: T): void {
    this.#entries.delete(key);
    const oldest = this.#entries.keys().next();
    if (this.#entries.size >= this.#size && !oldest.done) this.#entries.delete(oldest.value);
    this.#entries.set(key, { value, since: this.#now() });
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }
}
