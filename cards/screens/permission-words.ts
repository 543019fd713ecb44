import type { ApprovalView, ChangeView } from '../../core/views.js';
import type { PurchaseResource } from '../../core/partner/partner-center.js';
import type { Element } from '../card.js';
import type { Voice } from '../voice.js';
import { isPermission, labelOf } from './parts.js';

/** What can be purchased, within a sentence: "Azure reservations". */
export const resourceName = (resource: PurchaseResource, { t }: Voice): string => t(`resources.${resource}`);

/** Whether a change gives at least one permission: then the partner pays for what follows. */
export function gives({ differences }: ChangeView): boolean {
  return differences.some(({ path, after }) => isPermission(path) && after === 'on');
}

/** Who asked for what, in one sentence. */
export function askSentence(approval: ApprovalView, voice: Voice): string {
  const { t, names } = voice;
  const { requester, kind, differences } = approval;
  const people = { requester, customer: approval.customer.name };
  if (kind === 'account') return t('approval.asks.update', people);
  const resources = names.list(
    differences.map(({ path }) => labelOf(path, voice)),
    'and',
  );
  if (approval.scheduled) return t('approval.asks.scheduled', { ...people, resources });
  if (!gives(approval)) return t('approval.asks.remove', { ...people, resources });
  const all = differences.every(({ after }) => after === 'on');
  return t(all ? 'approval.asks.give' : 'approval.asks.change', { ...people, resources });
}

/** What giving a permission means, for whoever has to answer for it. */
export function meaning({ t }: Voice): Element[] {
  const points = ['pays', 'told', 'shown', 'needs', 'stays'] as const;
  return [
    { type: 'heading', text: t('permission.means.title') },
    {
      type: 'facts',
      facts: points.map((point) => ({
        label: t(`permission.means.${point}`),
        value: t(`permission.meaning.${point}`),
      })),
    },
  ];
}
