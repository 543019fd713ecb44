import type { PartnerCenterPane as Scene } from '../../console/state.js';
import { h } from '../dom.js';
import { readRecord, searchCustomers } from '../server.js';
import { attempt } from '../toast.js';
import { createChanges } from './changes.js';
import { createLog } from './log.js';
import { drawRecord } from './record.js';

/** ms of quiet before a search starts */
const QUIET = 150;

export interface PartnerCenterPane {
  show(scene: Scene): void;
}

/** The third pane: what Partner Center holds now, what differs from the start, and every request it was sent. */
export function createPartnerCenterPane(pane: HTMLElement): PartnerCenterPane {
  let open: string | undefined;
  let changesShown = '';
  let timer: number | undefined;

  const count = h('span', { class: 'pane-note' });
  const index = h('p', { class: 'pc-index pc-label', attributes: { role: 'status' } });
  const search = h('input', {
    class: 'pc-search',
    id: 'pc-search',
    attributes: { type: 'search', placeholder: 'Search customers', autocomplete: 'off' },
  });
  const results = h('div', { class: 'pc-results', attributes: { role: 'list', 'aria-label': 'Customers' } });
  const record = h('div', { class: 'pc-record' });
  const changes = createChanges((customer) => choose(customer));
  const log = createLog();
  pane.replaceChildren(
    h('header', { class: 'pane-head' }, h('h2', {}, 'Partner Center'), count),
    h(
      'div',
      { class: 'pc-body' },
      h('label', { class: 'hidden', attributes: { for: 'pc-search' } }, 'Search customers'),
      search,
      index,
      results,
      changes.element,
      record,
    ),
    log.element,
  );

  const look = async (customer: string) => {
    open = customer;
    record.replaceChildren(drawRecord(await readRecord(customer), close, () => void attempt(look(customer))));
  };
  const close = () => {
    open = undefined;
    record.replaceChildren();
    search.focus();
  };
  const choose = (customer: string) => {
    search.value = '';
    results.replaceChildren();
    void attempt(look(customer));
  };
  const find = async () => {
    const text = search.value.trim();
    const rows = text ? await searchCustomers(text) : [];
    // A slow answer to an older text must not replace a newer one.
    if (search.value.trim() !== text) return;
    const items = rows.map((row) =>
      h(
        'button',
        { class: 'pc-result', attributes: { type: 'button' }, on: { click: () => choose(row.id) } },
        h('b', {}, row.name),
        h('small', {}, `${row.domain} · ${row.country}`),
      ),
    );
    const nobody = text !== '' && rows.length === 0 && h('p', { class: 'pc-empty' }, 'No such customer.');
    results.replaceChildren(...items, ...(nobody ? [nobody] : []));
  };
  search.addEventListener('input', () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void attempt(find()), QUIET);
  });
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') results.querySelector<HTMLElement>('button')?.click();
    if (event.key === 'Escape') {
      search.value = '';
      results.replaceChildren();
    }
  });

  return {
    show(scene) {
      count.textContent = `${scene.customers.toLocaleString()} customers`;
      index.textContent = indexLine(scene.index);
      log.show(scene.requests, scene.count);
      const json = JSON.stringify(scene.changes);
      if (json === changesShown) return;
      changesShown = json;
      changes.show(scene.changes);
      // Somebody who is typing in the record keeps it until they are done.
      if (open && !record.querySelector('input')) void attempt(look(open));
    },
  };
}

/** How many customers the desk finds by itself, whatever part of their names is typed. */
function indexLine(index: Scene['index']): string {
  if (!index) return '';
  const known = index.known.toLocaleString();
  if (index.ready) return `The desk has all ${known} customers in its index.`;
  return `${known}${index.of === undefined ? '' : ` of ${index.of.toLocaleString()}`} customers in the desk's index.`;
}
