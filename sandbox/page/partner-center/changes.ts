import type { CustomerChange } from '../../console/state.js';
import { h } from '../dom.js';
import { keep } from '../keyed.js';
import { labelOf } from './labels.js';

export interface Changes {
  element: HTMLElement;
  show(changes: CustomerChange[]): void;
}

/**
 * What differs from the start of the sandbox, by customer. Whatever has just changed lights up.
 *
 * @param onOpen called with the customer that was pressed
 */
export function createChanges(onOpen: (customer: string) => void): Changes {
  const none = h('p', { class: 'pc-empty' }, 'Nothing has changed since the start.');
  const list = h('ul');
  return {
    element: h('div', { class: 'pc-changes' }, h('h3', {}, 'Changed since the start'), none, list),
    show(changes) {
      none.hidden = changes.length > 0;
      keep(
        list,
        changes.map((change) => ({ key: change.customer, content: change, draw: () => drawChange(change, onOpen) })),
      );
    },
  };
}

function drawChange(change: CustomerChange, onOpen: (customer: string) => void): HTMLElement {
  const open = () => onOpen(change.customer);
  return h(
    'li',
    {
      class: change.fields.length > 0 ? 'pc-change' : 'pc-change as-before',
      attributes: { 'data-customer': change.customer },
    },
    h(
      'div',
      { class: 'pc-change-head' },
      h('button', { class: 'pc-change-name', attributes: { type: 'button' }, on: { click: open } }, change.name),
      h('small', { class: 'pc-label' }, `by ${change.by}`),
    ),
    change.fields.length === 0 && h('p', { class: 'pc-label' }, 'Changed, and changed back.'),
    ...change.fields.map(({ path, before, after }) =>
      h(
        'div',
        { class: 'pc-change-row', attributes: { 'data-path': path } },
        h('span', { class: 'pc-label' }, labelOf(path)),
        h('span', { class: 'pc-values' }, h('del', {}, before || '(empty)'), ' ', h('ins', {}, after || '(empty)')),
      ),
    ),
  );
}
