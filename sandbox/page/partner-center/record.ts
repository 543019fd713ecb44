import type { CustomerRecord, RecordGroup, RecordRow } from '../../console/state.js';
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
  const customer = record.id;
  const edit = (path: string, value: string) =>
    void attempt(changeRecord({ customer, fields: { [path]: value } }).then(onChanged));
  const flip = (path: string, value: string) => {
    const permission = path.split('.').at(-1) ?? '';
    void attempt(changeRecord({ customer, permission, on: value === 'On' }).then(onChanged));
  };
  const rowOf = ({ edit: how }: RecordGroup, row: RecordRow): HTMLElement => {
    if (how === 'switch') return drawSwitch(row, flip);
    return how === 'text' ? drawText(row, edit) : drawRow(row).element;
  };
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
        h('h4', {}, group.title, group.edit === 'none' && h('small', {}, 'read-only')),
        ...group.rows.map((row) => rowOf(group, row)),
      ),
    ),
    h('p', { class: 'pc-id' }, `etag ${record.etag}`),
  );
}

function drawRow(row: RecordRow): { element: HTMLElement; value: HTMLElement; label: string } {
  const changed = row.before !== undefined;
  const label = labelOf(row.path);
  const value = h('span', { class: 'pc-value' }, row.value || '–');
  const element = h(
    'div',
    { class: changed ? 'pc-row changed' : 'pc-row', attributes: { 'data-path': row.path } },
    h('span', { class: 'pc-label' }, label),
    h('span', { class: 'pc-cell' }, value, changed && h('del', {}, row.before || '(empty)')),
  );
  return { element, value, label };
}

/** A row that is On or Off: pressing it is the other one. */
function drawSwitch(row: RecordRow, flip: (path: string, value: string) => void): HTMLElement {
  const { element, value, label } = drawRow(row);
  const on = row.value === 'On';
  const attributes = {
    type: 'button',
    role: 'switch',
    'aria-checked': String(on),
    'aria-label': `${label} in Partner Center`,
  };
  const press = h('button', {
    class: 'pc-switch',
    title: 'Set it directly in Partner Center',
    attributes,
    on: { click: () => flip(row.path, on ? 'Off' : 'On') },
  });
  value.before(press);
  return element;
}

/** A row that can be typed over. */
function drawText(row: RecordRow, edit: (path: string, value: string) => void): HTMLElement {
  const { element, value, label } = drawRow(row);
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
      if (save && input.value !== row.value) edit(row.path, input.value);
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
