import type { InputBlock, KnownBlock } from '@slack/types';
import type { Input } from '../card.js';
import type { Voice } from '../voice.js';
import { isDay } from '../values.js';
import { clip } from '../visible.js';
import { limits, plain } from './limits.js';
import { choiceElement, customerElement } from './options.js';

/**
 * The block id of an input. A modal keeps what was typed while block and action id stay the same, and forgets the initial
 * value; so a form of another version has other ids, and one that comes back with errors has the same.
 */
export function blockIdOf(input: { id: string }, version: number | undefined): string {
  return `${input.id}#${version ?? 0}`;
}

/** An input with its error right under it, where `response_action: errors` cannot put it any more. */
export function inputBlocks(input: Input, version: number | undefined, voice: Voice): KnownBlock[] {
  const { t } = voice;
  const { element, leftOut } = inputElement(input);
  const hint = voice.sentences([input.hint ?? '', leftOut > 0 ? t('optionsLeftOut', { count: leftOut }) : '']);
  const block: InputBlock = {
    type: 'input',
    block_id: blockIdOf(input, version),
    label: plain(input.label, limits.inputLabel),
    optional: !input.required,
    element,
    ...(hint === '' ? {} : { hint: plain(hint, limits.inputLabel) }),
  };
  if (input.error === undefined) return [block];
  return [block, { type: 'context', elements: [plain(`⚠️ ${input.error}`, limits.contextText)] }];
}

function inputElement(input: Input): { element: InputBlock['element']; leftOut: number } {
  if (input.type === 'textInput') return { element: textElement(input), leftOut: 0 };
  if (input.type === 'choiceInput') return choiceElement(input);
  if (input.type === 'customerInput') return { element: customerElement(input), leftOut: 0 };
  const initial = isDay(input.value) ? { initial_date: input.value } : {};
  return { element: { type: 'datepicker', action_id: input.id, ...initial }, leftOut: 0 };
}

function textElement(input: Extract<Input, { type: 'textInput' }>): InputBlock['element'] {
  const value = clip(input.value, limits.inputLength);
  const common = { action_id: input.id, ...(value === '' ? {} : { initial_value: value }) };
  // Slack's e-mail input may refuse to open with what is no address, and a record may hold anything.
  if (input.style === 'email' && (value === '' || /^[^\s@]+@[^\s@]+$/.test(value))) {
    return { type: 'email_text_input', ...common };
  }
  const most = Math.min(input.maxLength ?? limits.inputLength, limits.inputLength);
  return {
    type: 'plain_text_input',
    ...common,
    // A value that is too long already has to be shown to be corrected.
    max_length: Math.max(most, value.length),
    ...(input.style === 'multiline' ? { multiline: true } : {}),
  };
}
