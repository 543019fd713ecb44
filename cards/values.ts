import type { WatchFormValues } from '../core/views.js';
import { fieldPaths } from '../core/partner/fields.js';
import type { Action } from '../core/action.js';
import type { FormValues } from '../core/turn.js';

/** What a client sent back: which action, and what was filled in. Attacker-controlled. */
export interface Submitted {
  action: Action;
  values: FormValues;
}

/** The ids of the inputs of a watch's form. */
const watchIds: readonly (keyof WatchFormValues)[] = [
  'about',
  'country',
  'kind',
  'field',
  'stage',
  'origin',
  'muteOwn',
  'rhythm',
  'dailyAt',
  'quietFrom',
  'quietTo',
  'timeZone',
];

/**
 * The ids of every input that a screen can have: the fields, the choice of an address, what a request or decision says, whom a
 * search is for, a watch.
 */
export const inputIds = [...fieldPaths, 'address', 'reason', 'until', 'customer', 'pick', ...watchIds] as const;

/** Longer values are cut; no field of Partner Center takes as much, so that the cut one is refused as too long. */
const LONGEST_VALUE = 10_000;

/** The value of the option "(none)": chat clients know no empty option. It comes back as the empty string. */
export const NO_VALUE = 'pd:none';

/** Takes a value as a client sent it. */
export function valueOf(raw: string): string {
  return raw === NO_VALUE ? '' : raw.slice(0, LONGEST_VALUE);
}

/** Whether a text is a day of the calendar as yyyy-mm-dd: chat clients refuse a whole form for one that is not. */
export function isDay(text: string): boolean {
  if (!/^[12]\d{3}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
