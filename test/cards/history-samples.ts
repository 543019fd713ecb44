import { action } from '../../core/action.js';
import type { Answer } from '../../core/answer.js';
import type { HistoryItem, HistoryStep } from '../../core/views.js';
import { fieldPaths } from '../../core/partner/fields.js';
import { states } from './approval-samples.js';
import { customer } from './sample-data.js';

const at = Date.UTC(2026, 10, 20, 17, 5);

/** An update that was approved and written. */
export function historyItem(more: Partial<HistoryItem> = {}): HistoryItem {
  return {
    change: 'chg-1',
    kind: 'account',
    state: 'applied',
    differences: [{ path: 'defaultAddress.city', before: 'Seattle', after: 'Redmond' }],
    requester: 'Sofia Marín',
    at,
    steps: [
      { did: 'approve', at: at + 60_000, person: 'Ada Admin', reason: 'They moved.', onBehalfOf: 'Tom Becker' },
      { did: 'applied', at: at + 61_000 },
    ],
    mayUndo: true,
    ...more,
  };
}

const every: HistoryStep['did'][] = [
  'approve',
  'decline',
  'breakGlass',
  'reviewed',
  'withdrawn',
  'adapted',
  'applied',
  'foundSo',
  'conflicted',
  'failed',
  'expired',
];

function history(items: HistoryItem[], more = false): Answer {
  return {
    type: 'history',
    customer,
    items,
    ...(more ? { more: action('history', `${customer.id}/17`) } : {}),
  };
}

/** A removal that nobody asked for on its day, and a change whose people were erased. */
const { requester: _, ...unasked } = historyItem({
  change: 'chg-2',
  kind: 'purchase',
  differences: [{ path: 'permission.AzureReservedInstances', before: 'on', after: '' }],
  steps: [{ did: 'applied', at }],
  mayUndo: false,
});

export const historySamples: Record<string, Answer> = {
  'history of nothing': history([]),
  history: history([historyItem()]),
  'history, with earlier pages': history(
    states.slice(1, 6).map((state, index) => historyItem({ change: `chg-${index}`, state })),
    true,
  ),
  'history with every step': history([historyItem({ steps: every.map((did) => ({ did, at, person: 'Ada Admin' })) })]),
  'history of a permission': history([
    historyItem({ kind: 'purchase', reason: 'A project\nuntil December.', until: '2026-12-31', undo: true }),
    { ...unasked, scheduled: true },
  ]),
  'history of what was erased': history([
    { ...unasked, differences: [], erased: true, steps: [{ did: 'approve', at }] },
  ]),
  'history of long changes': history(
    Array.from({ length: 5 }, (_item, index) =>
      historyItem({
        change: `chg-${index}`,
        differences: fieldPaths.map((path) => ({ path, before: 'x'.repeat(100), after: 'y'.repeat(100) })),
        reason: 'z'.repeat(500),
      }),
    ),
    true,
  ),
};

export function nastyHistory(name: string): Record<string, Answer> {
  return {
    [`history of ${name.slice(0, 20)}`]: {
      type: 'history',
      customer: { id: customer.id, name, domain: 'contoso.example' },
      items: [
        historyItem({
          requester: name,
          reason: name,
          differences: [{ path: 'companyName', before: name, after: name }],
          steps: [{ did: 'decline', at, person: name, reason: name, onBehalfOf: name }],
        }),
      ],
    },
  };
}
