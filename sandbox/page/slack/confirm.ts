import type { ConfirmationDialog } from '@slack/types';
import { byDesk, h } from '../dom.js';
import { textOf } from './text.js';

/** Answers an open question with no: whoever was asked has left. */
export function dismiss(root: HTMLElement): void {
  root.querySelector('.confirm')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
}

/** Asks the question of a `confirm` object over the pane. Esc, or a press beside it, says no. */
export function ask(root: HTMLElement, confirm: ConfirmationDialog): Promise<boolean> {
  const before = document.activeElement;
  return new Promise((resolve) => {
    const answer = (yes: boolean) => {
      cover.remove();
      if (before instanceof HTMLElement) before.focus();
      resolve(yes);
    };
    const tone = confirm.style === 'danger' ? 'danger' : 'primary';
    const no = button('', confirm.deny?.text ?? 'No', () => answer(false));
    const yes = button(tone, confirm.confirm?.text ?? 'Yes', () => answer(true));
    const box = h(
      'div',
      {
        class: 'modal small',
        attributes: {
          ...byDesk.attributes,
          role: 'alertdialog',
          'aria-modal': 'true',
          'aria-label': confirm.title?.text,
        },
      },
      h('header', { class: 'modal-head' }, h('h3', {}, confirm.title?.text ?? '')),
      h('div', { class: 'modal-body' }, confirm.text && textOf(confirm.text, 'sl-text')),
      h('footer', { class: 'modal-foot' }, no, yes),
    );
    const cover = h(
      'div',
      { class: 'cover opening confirm', on: { click: (event) => event.target === cover && answer(false) } },
      box,
    );
    cover.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') answer(false);
      if (event.key === 'Tab') {
        event.preventDefault();
        (document.activeElement === yes ? no : yes).focus();
      }
      event.stopPropagation();
    });
    root.append(cover);
    yes.focus();
  });
}

function button(tone: string, text: string, click: () => void): HTMLButtonElement {
  return h('button', { class: `sl-button ${tone}`, attributes: { type: 'button' }, on: { click } }, text);
}
