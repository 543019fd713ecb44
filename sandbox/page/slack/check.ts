import type { DrawnInput } from './blocks.js';

/** What Slack's own client refuses before it sends a form: empty required inputs, and e-mail addresses that are none. */
export function check(inputs: DrawnInput[]): Map<DrawnInput, string> {
  const wrong = new Map<DrawnInput, string>();
  for (const item of inputs) {
    const raw = item.input.raw();
    if (!item.block) continue;
    if (!item.optional && (raw === '' || raw === '[]')) wrong.set(item, 'Please complete this required field.');
    else if (raw !== '' && isEmail(item.input.control) && !/^\S+@\S+$/.test(raw))
      wrong.set(item, 'Please enter a valid email address.');
  }
  return wrong;
}

function isEmail(control: HTMLElement): boolean {
  return control instanceof HTMLInputElement && control.type === 'email';
}
