import { clip, visible } from '../visible.js';

/** Every limit of Block Kit that partnerdesk keeps, in UTF-16 units or pieces (docs.slack.dev/reference/block-kit). */
export const limits = {
  blocks: { message: 50, modal: 100 },
  header: 150,
  sectionText: 3000,
  fieldText: 2000,
  fields: 10,
  contextText: 2000,
  modalTitle: 24,
  modalButton: 24,
  buttonText: 75,
  buttonValue: 2000,
  actions: 25,
  inputLabel: 2000,
  placeholder: 150,
  inputLength: 3000,
  options: 100,
  radioOptions: 10,
  optionGroups: 100,
  optionText: 75,
  /** Newer documents say 150. */
  optionValue: 75,
  confirm: { title: 100, text: 300, button: 30 },
  id: 255,
  messageText: 3000,
  /** Of our own: lists have many lines, and each one has to be readable. */
  listTitle: 200,
  listLine: 300,
} as const;

/** Text that is shown as it is: no markup, no mentions, no emoji codes. `show` makes it fit to be seen. */
export function plain(
  text: string,
  length: number,
  show = visible,
): { type: 'plain_text'; text: string; emoji: false } {
  // Slack refuses an empty text.
  return { type: 'plain_text', text: clip(show(text), length) || ' ', emoji: false };
}

/** Escapes Slack's three control characters, then shortens without cutting an escape in two. */
export function escaped(text: string, length: number, show = visible): string {
  const shown = show(text);
  const whole = escapeMarkup(shown);
  if (whole.length <= length) return whole;
  let kept = '';
  for (const character of shown) {
    const next = escapeMarkup(character);
    if (kept.length + next.length > length - 1) break;
    kept += next;
  }
  return `${kept}…`;
}

function escapeMarkup(text: string): string {
  if (!/[&<>]/.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
