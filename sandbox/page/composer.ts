import { h } from './dom.js';

/** Where a message is typed, with its own history (arrow up and down). */
export interface Composer {
  element: HTMLElement;
  /** Types a text letter by letter and leaves the cursor behind it. */
  type(text: string): void;
  describe(placeholder: string): void;
}

/** ms between two letters that are typed for you */
const PACE = 16;

/**
 * @param id of the input, for its label
 * @param onSend called with what was typed when Enter or the button was pressed
 */
export function createComposer(id: string, label: string, onSend: (text: string) => void): Composer {
  const history: string[] = [];
  let at = 0;
  let typing: number | undefined;
  const input = h('input', { class: 'composer-input', id, attributes: { type: 'text', autocomplete: 'off' } });
  const send = () => {
    window.clearInterval(typing);
    const text = input.value.trim();
    if (!text) return;
    if (history.at(-1) !== text) history.push(text);
    at = history.length;
    input.value = '';
    onSend(text);
  };
  const recall = (by: number) => {
    at = Math.min(history.length, Math.max(0, at + by));
    input.value = history[at] ?? '';
  };
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Enter') send();
    else if (event.key === 'ArrowUp') recall(-1);
    else if (event.key === 'ArrowDown') recall(1);
    else return;
    event.preventDefault();
  });
  const button = h('button', { class: 'composer-send', attributes: { type: 'button' }, on: { click: send } }, 'Send');
  const name = h('label', { class: 'hidden', attributes: { for: id } }, label);
  return {
    element: h('div', { class: 'composer' }, name, input, button),
    type(text) {
      window.clearInterval(typing);
      input.focus();
      if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
        input.value = text;
        return;
      }
      let length = 0;
      typing = window.setInterval(() => {
        length += 1;
        input.value = text.slice(0, length);
        if (length >= text.length) window.clearInterval(typing);
      }, PACE);
    },
    describe(placeholder) {
      input.placeholder = placeholder;
    },
  };
}
