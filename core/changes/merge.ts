import type { Drift } from '../views.js';
import type { ChangePath, Fields } from '../partner/fields.js';
import { changePaths } from './change.js';

/** What lies between the record as it was read and the record as it is now, seen from a change. */
export interface Comparison {
  /** Every field that the change sets has its value already. */
  alreadySo: boolean;
  /** Fields that the change sets and that somebody else set to something else meanwhile. */
  drift: Drift[];
  /** Other fields moved: they are kept as they are now. */
  othersMoved: boolean;
}

/**
 * Three-way comparison of one change with the record.
 *
 * @param before what was read when the form was opened (all fields)
 * @param after the fields that the change sets
 * @param now what Partner Center holds
 */
export function compare(before: Fields, after: Fields, now: Fields): Comparison {
  const value = (fields: Fields, path: ChangePath) => fields[path] ?? '';
  const changed = changePaths.filter((path) => path in after);
  const drift = changed
    .filter((path) => value(now, path) !== value(before, path) && value(now, path) !== value(after, path))
    .map((path) => ({ path, before: value(before, path), theirs: value(now, path), ours: value(after, path) }));
  return {
    alreadySo: changed.every((path) => value(now, path) === value(after, path)),
    drift,
    othersMoved: changePaths.some((path) => !(path in after) && value(now, path) !== value(before, path)),
  };
}
