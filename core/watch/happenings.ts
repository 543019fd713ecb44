import type { CustomerRef, Difference } from '../views.js';
import type { NewsKind } from './watch.js';

/** A change that was made outside the desk, as it was found. */
export interface Happening {
  /** Of the audit record; else made up so that the same one is found once. */
  id: string;
  source: 'audit' | 'profiles' | 'webhook';
  kind: NewsKind;
  operation: string;
  customer?: CustomerRef;
  country?: string;
  differences: Difference[];
  /** Whom Partner Center names. */
  by?: string;
  /** ms since the epoch. */
  at: number;
}
