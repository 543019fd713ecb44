import { h } from './dom.js';

export interface Tabs {
  element: HTMLElement;
  /** Marks the tab that is open; `unread`: there are messages that were not looked at. */
  show(home: boolean, unread: boolean): void;
}

/**
 * The two tabs of an app: what it shows of itself, and the conversation with it.
 *
 * @param of for the accessible name
 * @param onTurn called with whether Home was pressed
 */
export function createTabs(of: string, onTurn: (home: boolean) => void): Tabs {
  const tab = (name: string, home: boolean) =>
    h('button', { class: 'tab', attributes: { type: 'button', role: 'tab' }, on: { click: () => onTurn(home) } }, name);
  const [home, messages] = [tab('Home', true), tab('Messages', false)];
  const step = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const other = document.activeElement === home ? messages : home;
    onTurn(other === home);
    other.focus();
  };
  const attributes = { role: 'tablist', 'aria-label': `partnerdesk in ${of}` };
  const element = h('div', { class: 'tabs', attributes, on: { keydown: step } }, home, messages);
  return {
    element,
    show(atHome, unread) {
      for (const [button, on] of [
        [home, atHome],
        [messages, !atHome],
      ] as const) {
        button.setAttribute('aria-selected', String(on));
        button.tabIndex = on ? 0 : -1;
      }
      messages.classList.toggle('unread', unread && atHome);
    },
  };
}
