import type { Answer } from '../../core/answer.js';
import type { Card } from '../card.js';
import { blockIdOf } from './inputs.js';
import { limits } from './limits.js';
import { clip, visible } from '../visible.js';

/**
 * The errors of a form by the block id of their input, as `response_action: 'errors'` takes them. Undefined where those
 * cannot say everything: no errors, an error of something that is no input, a failure or a drift to show.
 */
export function fieldErrors(answer: Answer, card: Card): Record<string, string> | undefined {
  if (!('errors' in answer) || answer.errors.length === 0) return undefined;
  if ('failure' in answer && answer.failure !== undefined) return undefined;
  if ('drift' in answer && answer.drift?.length) return undefined;
  const errors: Record<string, string> = {};
  for (const element of card.body) {
    if ('label' in element && element.error !== undefined) {
      errors[blockIdOf(element, card.form?.action.version)] = clip(visible(element.error), limits.inputLabel);
    }
  }
  const fields = new Set(answer.errors.map(({ path }) => path));
  return Object.keys(errors).length === fields.size ? errors : undefined;
}
