import { fieldPaths } from '../core/partner/fields.js';
import type { Action } from '../core/action.js';
import type { FormValues } from '../core/turn.js';

/** What a client sent back: which action, and what was filled in. Attacker-controlled. */
export interface Submitted {
  action: Action;
  values: FormValues;
}

/** The ids of every input that a screen can have: the fields, and the choice of an address. */
export const inputIds = [...fieldPaths, 'address'] as const;

/** Longer values are cut; no field of Partner Center takes as much, so that the cut one is refused as too long. */
export const LONGEST_VALUE = 10_000;

/** The value of the option "(none)": chat clients know no empty option. It comes back as the empty string. */
export const NO_VALUE = 'pd:none';

/** Takes a value as a client sent it. */
export function valueOf(raw: string): string {
  return raw === NO_VALUE ? '' : raw.slice(0, LONGEST_VALUE);
}
