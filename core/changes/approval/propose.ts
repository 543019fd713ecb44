import type { Answer } from '../../answer.js';
import type { Visit } from '../../context.js';
import { insertCopies } from '../../jobs/copies.js';
import type { Fields } from '../../partner/fields.js';
import type { Difference } from '../../views.js';
import { type Change, differencesOf, pick } from '../change.js';
import { digestOf } from '../digest.js';
import { valuesForJournal } from '../ending.js';
import { ruleFor } from './rule.js';
import { expiryOf, setTimers } from './timers.js';
import { showApproval } from './view.js';
import { recipientsOf } from './recipients.js';

/** How long an approved change is tried while Partner Center cannot be reached. */
const TRIED_FOR_MS = 3 * 24 * 3600_000;

/** What is asked for beside the fields themselves. */
export interface Asking {
  reason?: string;
  until?: string;
}

/**
 * Asks for a change exactly as it was reviewed. Where the policy wants no approval it is applied at once; else it waits,
 * whoever may decide is told where they are, and so is whoever asked. One transaction, so that no crash leaves it between.
 */
export async function propose(visit: Visit, draft: Change, asking: Asking = {}): Promise<Change | undefined> {
  const differences = differencesOf(draft.before, draft.after);
  const after: Fields = pick(
    draft.after,
    differences.map(({ path }) => path),
  );
  const rule = ruleFor(visit.policy.approvals, draft);
  const undoes = (await isInverse(visit, draft.undoes, differences)) ? draft.undoes : null;
  const proposed = {
    to: 'proposed',
    fact: 'change.proposed',
    roles: visit.roles,
    detail: {
      kind: draft.kind,
      ...valuesForJournal(draft),
      ...(asking.reason ? { reason: asking.reason } : {}),
      ...(asking.until ? { until: asking.until } : {}),
      ...(undoes ? { undoes } : {}),
    },
    set: {
      afterJson: JSON.stringify(after),
      digest: digestOf(draft.customer.id, draft.kind, differences, asking.until),
      reason: asking.reason || null,
      until: asking.until || null,
      undoes,
      ruleJson: rule ? JSON.stringify(rule) : null,
      expiresAt: expiryOf(visit.now(), rule?.expiresAfterMs ?? TRIED_FOR_MS, asking.until),
      correlationId: visit.correlationId,
    },
  } as const;
  if (!rule) {
    const approved = await visit.changes.move(draft, proposed, {
      to: 'approved',
      fact: 'change.approved',
      detail: { by: 'policy' },
    });
    if (approved) await visit.applier.apply(approved.id);
    return approved;
  }
  // Who is to be told is found out before the transaction: that asks the directory.
  const recipients = await recipientsOf(visit, { ...draft, rule });
  const awaiting = await visit.changes.move(draft, proposed, {
    to: 'awaiting',
    fact: 'change.awaiting',
    detail: { told: recipients.length },
    also: async (tx, moved) => {
      await insertCopies(visit, tx, { about: 'change', id: moved.id }, recipients);
      await setTimers(tx, moved, rule);
    },
  });
  if (awaiting) visit.wake();
  return awaiting;
}

/** Whether these differences take that change back and do nothing else: the form of an undo can be filled with other values. */
async function isInverse(visit: Visit, undone: string | null, differences: Difference[]): Promise<boolean> {
  const change = undone === null ? undefined : await visit.changes.get(undone);
  if (!change) return false;
  const done = new Map(differencesOf(change.before, change.after).map((one) => [one.path, one]));
  return (
    done.size === differences.length &&
    differences.every(({ path, before, after }) => done.get(path)?.before === after && done.get(path)?.after === before)
  );
}

/** What whoever asked is shown: how it stands now. */
export async function showAsked(visit: Visit, change: Change): Promise<Answer> {
  const now = (await visit.changes.get(change.id)) ?? change;
  const answer = await showApproval(visit, now, { id: visit.person.id, roles: visit.roles });
  return now.state === 'awaiting' ? { ...answer, because: 'asked', brief: true } : answer;
}
