import type { LoggedRequest } from '../../console/state.js';
import { h } from '../dom.js';
import { keep } from '../keyed.js';

/** Rows that the log shows. */
const ROWS = 60;

/** The live list of requests, newest first. */
export function createLog(): { element: HTMLElement; show(requests: LoggedRequest[], count: number): void } {
  const rows = h('div', { class: 'log-rows', attributes: { role: 'log', 'aria-label': 'Requests', tabindex: '0' } });
  const count = h('small', { title: 'All requests; looks at the audit records are counted and not listed.' });
  const nothing = h('p', { class: 'pc-empty log-empty' }, 'The desk has not asked Partner Center for anything yet.');
  return {
    element: h(
      'section',
      { class: 'log', attributes: { 'aria-label': 'Request log' } },
      h('h3', {}, 'Requests', count),
      nothing,
      rows,
    ),
    show(requests, total) {
      count.textContent = total ? String(total) : '';
      nothing.hidden = requests.length > 0;
      keep(
        rows,
        requests
          .slice(0, ROWS)
          .map((request) => ({ key: String(request.number), content: request, draw: () => drawRequest(request) })),
      );
    },
  };
}

function drawRequest(request: LoggedRequest): HTMLElement {
  const { status } = request;
  const kind = !status ? 'waiting' : status < 300 ? 'good' : status < 500 ? 'warning' : 'attention';
  const time = new Date(request.at).toLocaleTimeString([], { hour12: false });
  return h(
    'div',
    { class: 'log-row', title: `${request.method} ${request.path}, by ${request.who}` },
    h('span', { class: `status ${kind}` }, status ? String(status) : '…'),
    h('b', {}, request.method),
    h('span', { class: 'log-path' }, readable(request.path)),
    h('time', { class: 'log-time' }, time),
  );
}

/** The path without the version, ids shortened to their end, a filter in words: what matters is which resource it was. */
function readable(path: string): string {
  const short = path.replace(/^\/v1\//, '/').replace(/[0-9a-f]{8}-[0-9a-f-]{23}([0-9a-f]{4})/gi, '…$1');
  const decoded = decode(short);
  const filter = /"Field":"(\w+)","Value":"([^"]*)"/.exec(decoded);
  return filter ? `${decoded.split('?')[0]}? ${filter[1]} starts with “${filter[2]}”` : decoded;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '));
  } catch {
    return path;
  }
}
