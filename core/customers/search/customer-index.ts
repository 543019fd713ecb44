import type { Log } from '../../log.js';
import type { Metrics } from '../../metrics.js';
import type { CustomerRef } from '../../views.js';
import { foldName } from '../names.js';

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

/** The partner's customers, searchable. Of this process alone; nothing that it does blocks the event loop for more than 20 ms. */
export interface CustomerIndex {
  /** Inserts customers, or replaces whom it knows by that id. Resolves when they can be found. */
  put(customers: readonly IndexedCustomer[]): Promise<void>;
  /** Forgets customers. Ids that it does not know do no harm. */
  remove(ids: readonly string[]): Promise<void>;
  /**
   * The customers that a text may mean, likeliest first.
   *
   * @param options.limit how many at most
   * @param options.recent the ids of customers that whoever asks has used lately: these come first among equals
   */
  search(text: string, options: { limit: number; recent?: ReadonlySet<string> }): Promise<CustomerRef[]>;
  /** How many customers it knows. */
  size(): number;
  /** Frees what it holds. */
  close(): Promise<void>;
}

/**
 * Opens an index.
 *
 * @param parts.dataDir where a rebuildable file may lie; undefined: memory alone
 */
export function openCustomerIndex(_parts: {
  dataDir: string | undefined;
  log: Log;
  metrics: Metrics;
}): Promise<CustomerIndex> {
  const known = new Map<string, IndexedCustomer>();
  return Promise.resolve({
    put(customers) {
      for (const customer of customers) known.set(customer.id, customer);
      return Promise.resolve();
    },
    remove(ids) {
      for (const id of ids) known.delete(id);
      return Promise.resolve();
    },
    search(text, { limit }) {
      const wanted = foldName(text);
      const hits: CustomerRef[] = [];
      for (const { id, name, otherName, domain, domains = [] } of known.values()) {
        if (hits.length >= limit) break;
        const texts = [id, name, otherName ?? '', domain, ...domains];
        if (texts.some((each) => foldName(each).includes(wanted))) hits.push({ id, name, domain });
      }
      return Promise.resolve(hits);
    },
    size: () => known.size,
    close: () => {
      known.clear();
      return Promise.resolve();
    },
  });
}
