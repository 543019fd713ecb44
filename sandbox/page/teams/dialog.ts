import type { TeamsScene } from '../../stand-in.js';
import { byDesk, h } from '../dom.js';
import { type CardEvents, drawCard } from './card.js';

type Scene = NonNullable<TeamsScene['dialog']>;

export interface Dialog {
  show(scene: Scene | undefined): void;
}

/** The dialog over the Teams pane. A new card replaces the one that was submitted. */
export function createDialog(
  root: HTMLElement,
  events: (conversation: string) => CardEvents & { close: () => void },
): Dialog {
  let cover: HTMLElement | undefined;
  let drawnAs = '';
  let before: Element | null = null;

  function draw(scene: Scene): void {
    const { close, ...card } = events(scene.conversation);
    const button = h(
      'button',
      { class: 'modal-x', attributes: { type: 'button', 'aria-label': 'Close' }, on: { click: close } },
      '×',
    );
    const body = scene.card === undefined ? h('p', byDesk, scene.text ?? '') : drawCard(scene.card, card);
    const frame = h(
      'section',
      {
        class: 'modal tm-dialog',
        attributes: { role: 'dialog', 'aria-modal': 'true', 'aria-label': scene.title, tabindex: '-1' },
      },
      h('header', { class: 'modal-head' }, h('h3', byDesk, scene.title), button),
      h('div', { class: 'modal-body' }, body),
    );
    const next = h('div', { class: cover ? 'cover' : 'cover opening' }, frame);
    next.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') close();
    });
    if (cover) cover.replaceWith(next);
    else {
      before = document.activeElement;
      root.append(next);
    }
    cover = next;
    frame.focus();
  }

  return {
    show(scene) {
      const json = scene === undefined ? '' : JSON.stringify(scene);
      if (json === drawnAs) return;
      drawnAs = json;
      if (scene) return draw(scene);
      cover?.remove();
      cover = undefined;
      if (before instanceof HTMLElement) before.focus();
    },
  };
}
