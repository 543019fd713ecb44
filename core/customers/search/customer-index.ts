import type { CustomerRef } from '../../views.js';
import type { Match } from './match.js';
import { createShelf } from './shelf.js';
import { createFinder } from './finder.js';
import { createSpeller } from './pinyin.js';
import { createSlices } from './slices.js';

/** A customer as the index knows it. What is absent is not known yet, and is searched for nowhere. */
export interface IndexedCustomer {
  /** The Microsoft ID, in lower case. */
  id: string;
  /** As Partner Center's list has it: the company name of the billing profile. */
  name: string;
  /** As the customer's own directory has it, where that differs. */
  otherName?: string;
  /** The primary domain name. */
  domain: string;
  /** Custom domains. */
  domains?: readonly string[];
  /** ISO 3166-1, two letters. */
  country?: string;
}

/** A customer that a text may mean, and why. */
export interface FoundCustomer extends CustomerRef {
  match: Match;
}

/**
 * The partner's customers, searchable. It lives in the memory of this process alone and is filled anew by every process: there is
 * no file that could be stale, broken, or in the way of another process. Nothing that it does blocks the event loop for more than
 * 20 ms.
 */
export interface CustomerIndex {
  /** Inserts customers, or replaces whom it knows by that id; who is the same costs next to nothing. Resolves when they can be found. */
  put(customers: readonly IndexedCustomer[]): Promise<void>;
  /** Forgets customers. Ids that it does not know do no harm. */
  remove(ids: readonly string[]): Promise<void>;
  /**
   * The customers that a text may mean, likeliest first: see `Match` for the order. With typing errors only where fewer than five
   * are found without.
   *
   * @param options.limit how many at most
   * @param options.recent the ids of customers that whoever asks has used lately: these come first among equals
   */
  search(text: string, options: { limit: number; recent?: ReadonlySet<string> }): Promise<FoundCustomer[]>;
  /** How many customers it knows. */
  size(): number;
  /** Frees what it holds. */
  close(): Promise<void>;
}

/** Opens an index without a customer. */
export function openCustomerIndex(): Promise<CustomerIndex> {
  // Each has slices of its own: whoever searches does not wait until a long list is taken in.
  const shelf = createShelf(createSlices(), createSpeller());
  const find = createFinder(shelf, createSlices());
  return Promise.resolve({
    put: (customers) => shelf.put(customers),
    remove: (ids) => shelf.remove(ids),
    search: find,
    size: () => shelf.size(),
    close: () => shelf.clear(),
  });
}
