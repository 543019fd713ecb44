import { z } from 'zod';
import { type Action, actionSchema } from '../../core/action.js';
import type { FormValues } from '../../core/turn.js';
import { inputIds, type Submitted, valueOf } from '../values.js';

/** The state of one input: texts have `value`, choices `selected_option`, dates `selected_date`; null when empty. */
const elementSchema = z.looseObject({
  value: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_option: z.looseObject({ value: z.string() }).nullish(),
});

/** The longest `private_metadata` that Slack keeps; a button's value is shorter. */
const LONGEST_METADATA = 3000;

/**
 * Reads a pressed button. `stateValues` is `view.state.values` of the modal it stands in, if it does. Undefined for what
 * carries no action of ours, such as a button that only opens a page.
 */
export function readSlackAction(
  element: { action_id: string; value?: string | undefined },
  stateValues?: unknown,
): Submitted | undefined {
  const action = parseAction(element.value);
  return action && { action, values: readState(stateValues) };
}

/** Reads a submitted (or closed) modal. */
export function readSlackView(view: {
  private_metadata: string;
  state?: { values?: unknown } | undefined;
}): Submitted | undefined {
  const action = parseAction(view.private_metadata);
  return action && { action, values: readState(view.state?.values) };
}

function parseAction(text: unknown): Action | undefined {
  if (typeof text !== 'string' || text.length > LONGEST_METADATA) return undefined;
  try {
    return actionSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Block ids carry a version and are not read; the action id is the field. */
function readState(state: unknown): FormValues {
  const values: FormValues = {};
  if (typeof state !== 'object' || state === null) return values;
  for (const block of Object.values(state)) {
    if (typeof block !== 'object' || block === null) continue;
    for (const id of inputIds) {
      if (!Object.hasOwn(block, id)) continue;
      const element = elementSchema.safeParse((block as Record<string, unknown>)[id]);
      if (!element.success) continue;
      const { selected_option, selected_date, value } = element.data;
      values[id] = valueOf(selected_option?.value ?? selected_date ?? value ?? '');
    }
  }
  return values;
}
