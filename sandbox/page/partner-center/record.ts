import type { CustomerRecord, RecordRow } from '../../console/state.js';
import { h } from '../dom.js';
import { changeRecord } from '../server.js';
import { attempt } from '../toast.js';
import { labelOf } from './labels.js';

/**
 * One customer as Partner Center holds it. What differs from the start is marked; a writable row can be changed here, as
 * a colleague would who works in Partner Center itself.
 *
 * @param onChanged called when a row was changed here
 */
export function drawRecord(record: CustomerRecord, onClose: () => void, onChanged: () => void): HTMLElement {
  const edit = (path: string, value: string) => attempt(changeRecord(record.id, { [path]: value }).then(onChanged));
  return h(
    'div',
    { class: 'pc-card', attributes: { 'data-customer': record.id } },
    h(
      'header',
      {},
      h('h3', {}, record.name),
      h(
        'button',
        { class: 'pc-x', attributes: { type: 'button', 'aria-label': 'Close this customer' }, on: { click: onClose } },
        '×',
      ),
      h('p', { class: 'pc-id' }, record.id),
    ),
    ...record.groups.map((group) =>
      h(
        'section',
        {},
        h('h4', {}, group.title, !group.writable && h('small', {}, 'read-only')),
        ...group.rows.map((row) => drawRow(row, group.writable ? edit : undefined)),
      ),
    ),
    h('p', { class: 'pc-id' }, `etag ${record.etag}`),
  );
}

function drawRow(row: RecordRow, edit: ((path: string, value: string) => Promise<void>) | undefined): HTMLElement {
  const changed = row.before !== undefined;
  const label = labelOf(row.path);
  const value = h('span', { class: 'pc-value' }, row.value || '–');
  const element = h(
    'div',
    { class: changed ? 'pc-row changed' : 'pc-row', attributes: { 'data-path': row.path } },
    h('span', { class: 'pc-label' }, label),
    h('span', { class: 'pc-cell' }, value, changed && h('del', {}, row.before || '(empty)')),
  );
  if (!edit) return element;
  const begin = () => {
    const input = h('input', { class: 'pc-edit', attributes: { type: 'text', 'aria-label': label } });
    input.value = row.value;
    let ended = false;
    const end = (save: boolean) => {
      // Taking the input away makes it lose the focus, which would end it once more.
      if (ended) return;
      ended = true;
      input.replaceWith(value);
      pencil.hidden = false;
      if (save && input.value !== row.value) void edit(row.path, input.value);
      else pencil.focus();
    };
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') end(true);
      if (event.key === 'Escape') end(false);
    });
    input.addEventListener('blur', () => end(true));
    value.replaceWith(input);
    pencil.hidden = true;
    input.focus();
    input.select();
  };
  const pencil = h(
    'button',
    {
      class: 'pc-pencil',
      title: 'Type directly into Partner Center',
      attributes: { type: 'button', 'aria-label': `Change ${label} in Partner Center` },
      on: { click: begin },
    },
    'Change',
  );
  element.append(pencil);
  return element;
}
