import type { CustomerChange } from '../../console/state.js';
import { h } from '../dom.js';
import { labelOf } from './labels.js';

/** What differs from the start of the sandbox, by customer; a customer opens on a press. */
export function drawChanges(changes: CustomerChange[], onOpen: (customer: string) => void): HTMLElement {
  const list = changes.map((change) =>
    h(
      'li',
      { class: 'pc-change', attributes: { 'data-customer': change.customer } },
      h(
        'div',
        { class: 'pc-change-head' },
        h(
          'button',
          { class: 'pc-change-name', attributes: { type: 'button' }, on: { click: () => onOpen(change.customer) } },
          change.name,
        ),
        h('small', { class: 'pc-label' }, `by ${change.by}`),
      ),
      ...change.fields.map((field) =>
        h(
          'div',
          { class: 'pc-change-row', attributes: { 'data-path': field.path } },
          h('span', { class: 'pc-label' }, labelOf(field.path)),
          h(
            'span',
            { class: 'pc-values' },
            h('del', {}, field.before || '(empty)'),
            ' ',
            h('ins', {}, field.after || '(empty)'),
          ),
        ),
      ),
    ),
  );
  const none = h('p', { class: 'pc-empty' }, 'Nothing has changed since the start.');
  return h('div', {}, h('h3', {}, 'Changed since the start'), list.length ? h('ul', {}, ...list) : none);
}
