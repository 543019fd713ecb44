import type { Approvals } from '../../config/approval-rules.js';
import type { Store } from '../../store/open.js';
import type { Changes } from '../changes.js';
import { ruleFor } from './rule.js';

/**
 * Puts what waits under the rule of the present configuration, before anybody can decide it: a role that lost the right to
 * approve has lost it for older requests too. Who was told, and until when it waits, stays as it was; so does everything
 * where no rule asks for approval any more.
 */
export async function takeNewRules(parts: { store: Store; changes: Changes; approvals: Approvals }): Promise<void> {
  const waiting = await parts.store.db
    .selectFrom('changes')
    .select('id')
    .where('state', '=', 'awaiting')
    .where('ruleJson', 'is not', null)
    .execute();
  for (const { id } of waiting) {
    const change = await parts.changes.get(id);
    const now = change && ruleFor(parts.approvals, change);
    if (!now || !change.rule) continue;
    const { approvers, count } = now;
    if (count === change.rule.count && String(approvers) === String(change.rule.approvers)) continue;
    // Another replica may be first: its rule is the same.
    await parts.changes.move(change, {
      to: 'awaiting',
      fact: 'change.ruled',
      detail: { approvers: [...approvers], count },
      set: { ruleJson: JSON.stringify({ ...change.rule, approvers, count }) },
    });
  }
}
