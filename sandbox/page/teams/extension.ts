import type { TeamsScene } from '../../stand-in.js';
import { byDesk, h } from '../dom.js';
import { drawCard } from './card.js';

export interface ExtensionEvents {
  search(text: string): void;
  choose(value: unknown): void;
  closeSearch(): void;
  send(): void;
}

export interface Extension {
  /** Stands over the line to type in. */
  element: HTMLElement;
  /** @param conversation that is open: search and draft belong to one */
  show(scene: Pick<TeamsScene, 'search' | 'draft'>, conversation: string | undefined): void;
}

/** ms after the last letter */
const PAUSE_MS = 200;
const nothing = () => Promise.resolve();

/** The message extension: its button, its search with what was found, and the card that waits in the compose box. */
export function createExtension(events: ExtensionEvents): Extension {
  let drawnAs = '';
  let timer: number | undefined;
  const input = h('input', {
    class: 'tm-search-input',
    attributes: { type: 'search', autocomplete: 'off', 'aria-label': 'Search for a customer' },
  });
  input.addEventListener('input', () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => events.search(input.value.trim()), PAUSE_MS);
  });
  const results = h('div', { class: 'tm-results', attributes: { role: 'list', 'aria-label': 'Customers' } });
  const search = h('div', { class: 'tm-search' }, input, results);
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') events.closeSearch();
  });
  const draft = h('div', { class: 'tm-draft' });
  const open = h(
    'button',
    {
      class: 'tm-extension',
      attributes: { type: 'button' },
      on: { click: () => (search.hidden ? events.search('') : events.closeSearch()) },
    },
    '+ Customer',
  );
  const element = h('div', { class: 'tm-compose' }, search, draft, open);
  search.hidden = draft.hidden = true;

  function drawResults({ items, message, text }: NonNullable<TeamsScene['search']>): HTMLElement[] {
    if (message !== undefined) return [h('p', byDesk, message)];
    if (items.length === 0) return [h('p', {}, text === '' ? 'Type to search.' : 'Nothing was found.')];
    return items.map((item) =>
      h(
        'div',
        { attributes: { role: 'listitem' } },
        h(
          'button',
          { class: 'tm-result', attributes: { type: 'button' }, on: { click: () => events.choose(item.value) } },
          h('strong', byDesk, item.title),
          // Teams reads the text of a preview as HTML; here it is text whose entities are undone.
          h('small', byDesk, new DOMParser().parseFromString(item.text, 'text/html').body.textContent ?? ''),
        ),
      ),
    );
  }

  return {
    element,
    show(scene, conversation) {
      const here = <T extends { conversation: string }>(one: T | undefined) =>
        one?.conversation === conversation ? one : undefined;
      const [found, waiting] = [here(scene.search), here(scene.draft)];
      const json = JSON.stringify([found, waiting]);
      if (json === drawnAs) return;
      drawnAs = json;
      const opened = search.hidden && found !== undefined;
      search.hidden = found === undefined;
      results.replaceChildren(...(found ? drawResults(found) : []));
      if (opened) {
        input.value = '';
        input.focus();
      }
      draft.hidden = waiting === undefined;
      draft.replaceChildren(
        ...(waiting
          ? [
              drawCard(waiting.card, { execute: nothing, submit: nothing, fetch: nothing, suggest: async () => [] }),
              h(
                'button',
                { class: 'composer-send', attributes: { type: 'button' }, on: { click: () => events.send() } },
                'Send the card',
              ),
            ]
          : []),
      );
    },
  };
}
