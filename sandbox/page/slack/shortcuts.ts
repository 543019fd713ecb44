import type { SlackScene } from '../../stand-in.js';
import { h } from '../dom.js';

type Shortcuts = SlackScene['shortcuts'];

export interface ShortcutMenu {
  element: HTMLElement;
  show(shortcuts: Shortcuts): void;
}

/** The menu of the app's shortcuts, which Slack opens with a flash of lightning beside the composer. */
export function createShortcuts(onPick: (id: string) => void): ShortcutMenu {
  const list = h('div', { class: 'sl-menu', attributes: { role: 'menu', 'aria-label': 'Shortcuts' } });
  const toggle = h('button', {
    class: 'sl-button sl-shortcuts',
    attributes: { type: 'button', 'aria-haspopup': 'menu', 'aria-expanded': 'false' },
    on: { click: () => open(list.hidden === true) },
  });
  toggle.textContent = '⚡ Shortcuts';
  const element = h('span', { class: 'sl-shortcut-menu' }, toggle, list);
  const open = (on: boolean) => {
    list.hidden = !on;
    toggle.setAttribute('aria-expanded', String(on));
    if (on) list.querySelector('button')?.focus();
  };
  open(false);
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || list.hidden) return;
    open(false);
    toggle.focus();
  });
  document.addEventListener('click', ({ target }) => {
    if (!list.hidden && target instanceof Node && !element.contains(target)) open(false);
  });
  let drawn = '';
  return {
    element,
    show(shortcuts) {
      const global = shortcuts.filter(({ type }) => type === 'global');
      element.hidden = global.length === 0;
      const key = JSON.stringify(global);
      if (key === drawn) return;
      drawn = key;
      const pick = (id: string) => {
        open(false);
        onPick(id);
      };
      list.replaceChildren(...global.map(({ id, name }) => item(name, () => pick(id), 'menuitem')));
    },
  };
}

/** What can be done with one message, in its corner. */
export function drawMessageShortcuts(shortcuts: Shortcuts, onPick: (id: string) => void): HTMLElement | undefined {
  const own = shortcuts.filter(({ type }) => type === 'message');
  if (own.length === 0) return undefined;
  return h('div', { class: 'sl-message-shortcuts' }, ...own.map(({ id, name }) => item(name, () => onPick(id))));
}

const item = (name: string, click: () => void, role?: string): HTMLElement =>
  h('button', { class: 'sl-button', attributes: { type: 'button', role }, on: { click } }, name);
