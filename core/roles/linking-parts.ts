import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Config } from '../config.js';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import type { Sealer } from '../store/sealer.js';
import type { Store } from '../store/open.js';
import type { Directory } from './directory.js';
import type { LinkNews } from './link-news.js';
import type { People } from './people.js';

/** What linking works with. */
export interface LinkingParts {
  store: Store;
  sealer: Sealer;
  directory: Directory;
  people: People;
  news: LinkNews;
  config: Pick<Config, 'partner' | 'publicUrl'>;
  log: Log;
  metrics: Metrics;
  now: () => number;
}

/** What a sealed column of a link request is bound to. */
export function sealContext(what: 'turn' | 'signIn' | 'salt', tokenHash: string): string {
  return `linkRequests/${tokenHash}/${what}`;
}

/**
 * How a six-digit code is kept. A million codes are soon tried, so it is keyed with a salt that is stored sealed: whoever
 * reads the database without ENCRYPTION_KEY learns nothing.
 */
export function codeHash(code: string, salt: string): string {
  return createHmac('sha256', salt).update(code).digest('base64url');
}

/** Phones and other scripts type digits in other widths, and people put spaces between them. */
export function digits(typed: string): string {
  return typed.normalize('NFKC').replace(/\s/g, '');
}

/** Compares in constant time. */
export function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
