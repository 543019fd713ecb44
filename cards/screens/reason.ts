import type { FieldError } from '../../core/failure.js';
import type { Input } from '../card.js';
import type { Voice } from '../voice.js';
import { errorSentence } from './failure.js';

/** Longest reason, in UTF-16 units: what the core keeps of one. */
const LONGEST_REASON = 500;

/** The input for a reason, on several lines. */
export function reasonInput(
  { value, required, errors, hint }: { value: string; required: boolean; errors: FieldError[]; hint: string },
  voice: Voice,
): Input {
  const error = errors.find(({ path }) => path === 'reason');
  return {
    type: 'textInput',
    id: 'reason',
    label: voice.t('fields.reason'),
    value,
    required,
    style: 'multiline',
    maxLength: LONGEST_REASON,
    hint,
    ...(error === undefined ? {} : { error: errorSentence(error, voice) }),
  };
}
