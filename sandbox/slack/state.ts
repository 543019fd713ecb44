import type { SlackState } from '../stand-in.js';
import { asText, type Json, type View } from './workspace.js';

/** The element with that action id, wherever it stands in a message or view. */
export function findElement(blocks: Json[] | undefined, blockId: string, actionId: string): Json | undefined {
  const block = blocks?.find((one) => one['block_id'] === blockId);
  if (!block) return undefined;
  const elements = Array.isArray(block['elements']) ? (block['elements'] as Json[]) : [];
  return [...elements, block['element'] as Json | undefined, block['accessory'] as Json | undefined].find(
    (one) => one?.['action_id'] === actionId,
  );
}

/** State of all inputs of a view: as given, else as the view filled them in. */
export function completeState(view: View, given: SlackState): SlackState {
  const state: SlackState = {};
  for (const block of view.blocks) {
    if (block['type'] !== 'input') continue;
    const element = block['element'] as Json;
    const blockId = asText(block['block_id']);
    const actionId = asText(element['action_id']);
    state[blockId] = { [actionId]: given[blockId]?.[actionId] ?? initialState(element) };
  }
  return state;
}

function initialState(element: Json): Json {
  const type = asText(element['type']);
  if (type.endsWith('_input')) return { type, value: element['initial_value'] ?? null };
  if (type === 'datepicker') return { type, selected_date: element['initial_date'] ?? null };
  if (type === 'checkboxes') return { type, selected_options: element['initial_options'] ?? [] };
  return { type, selected_option: element['initial_option'] ?? null };
}

/** What Slack's own client refuses before anything is sent, by block id. */
export function clientErrors(view: View, state: SlackState): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of view.blocks) {
    if (block['type'] !== 'input') continue;
    const element = block['element'] as Json;
    const blockId = asText(block['block_id']);
    const entry = state[blockId]?.[asText(element['action_id'])] as Json | undefined;
    const value = entry?.['value'] ?? entry?.['selected_option'] ?? entry?.['selected_date'] ?? null;
    const max = element['max_length'];
    if (block['optional'] !== true && (value === null || value === ''))
      errors[blockId] = 'Please complete this required field.';
    else if (typeof value === 'string' && typeof max === 'number' && value.length > max)
      errors[blockId] = `Please enter ${max} characters or fewer.`;
    else if (element['type'] === 'email_text_input' && typeof value === 'string' && value && !/^\S+@\S+$/.test(value))
      errors[blockId] = 'Please enter a valid email address.';
  }
  return errors;
}

/** A view_submission's `errors` may name input blocks only. */
export function unknownErrorKeys(view: View, errors: Record<string, string>): string[] {
  const inputs = new Set(view.blocks.filter((one) => one['type'] === 'input').map((one) => one['block_id']));
  return Object.keys(errors).filter((key) => !inputs.has(key));
}
