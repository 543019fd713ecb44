import { z } from 'zod';
import { actionSchema } from '../../core/action.js';
import { inputIds, type Submitted, valueOf } from '../values.js';

/** What a button of ours sends: its action under `pd`, beside the inputs under their ids. */
const dataSchema = z.looseObject({ pd: actionSchema });

/**
 * Reads the data of an Action.Execute or Action.Submit. Gives undefined for what is not ours; members that nobody asked
 * for are ignored, and values that are no text are left out.
 */
export function readTeamsData(data: unknown): Submitted | undefined {
  const parsed = dataSchema.safeParse(data);
  if (!parsed.success) return undefined;
  const values: Submitted['values'] = {};
  for (const id of inputIds) {
    const value = Object.hasOwn(parsed.data, id) ? parsed.data[id] : undefined;
    if (typeof value === 'string') values[id] = valueOf(value);
  }
  return { action: parsed.data.pd, values };
}
