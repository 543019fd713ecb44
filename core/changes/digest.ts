import { createHash } from 'node:crypto';
import type { Difference } from '../views.js';

/**
 * What is signed when a change is submitted or approved: the customer, the kind and the changed fields, sorted, with
 * before and after (and the end of a temporary permission), as SHA-256 in hex. A change of other fields does not void it.
 */
export function digestOf(customer: string, kind: string, differences: Difference[], until?: string | null): string {
  const rows = differences
    .map(({ path, before, after }) => [path, before, after] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return createHash('sha256')
    .update(JSON.stringify([customer, kind, rows, ...(until ? [until] : [])]))
    .digest('hex');
}
