import type { Answer } from '../../answer.js';
import { callOptions, type Visit } from '../../context.js';
import type { Failure } from '../../failure.js';
import type { Drift } from '../../views.js';
import { type Change, differencesOf, pick } from '../change.js';
import { digestOf } from '../digest.js';
import { type Ending, ending, valuesForJournal } from '../ending.js';
import { compare } from '../merge.js';
import { askerLost } from './entitlement.js';
import { stopEndsOvertakenBy } from './timers.js';
import { notNow, showApproval } from './view.js';

/**
 * Looks at the record as it is now. Where a field that the change sets has moved, what is asked for is put on top of the
 * present value: another digest, another revision, and everybody who had approved the old one has to look again.
 */
export async function rebase(
  visit: Visit,
  change: Change,
): Promise<{ change: Change; drift?: Drift[] } | { answer: Answer }> {
  const lost = await askerLost(visit, change);
  if (lost) return { answer: await fail(visit, change, lost) };
  const { fields } = await visit.kinds[change.kind].read(change.customer.id, callOptions(visit));
  const seen = compare(change.before, change.after, fields);
  if (seen.alreadySo) {
    const ended = await visit.changes.move(change, {
      ...endingMove(visit, ending.applied({ merged: false, byUs: false })),
    });
    const now = ended ?? (await visit.changes.get(change.id)) ?? change;
    visit.wake();
    return { answer: await notNow(visit, now, 'alreadySo') };
  }
  if (seen.drift.length === 0) return { change };
  const before = { ...change.before };
  for (const { path, theirs } of seen.drift) before[path] = theirs;
  const after = pick(
    change.after,
    differencesOf(before, change.after).map(({ path }) => path),
  );
  const moved = await visit.changes.move(change, {
    to: 'awaiting',
    fact: 'change.rebased',
    detail: { fields: seen.drift.map(({ path }) => path), ...valuesForJournal({ before, after }, 'values') },
    set: {
      beforeJson: JSON.stringify(before),
      afterJson: JSON.stringify(after),
      digest: digestOf(change.customer.id, change.kind, differencesOf(before, after), change.until),
      revision: change.revision + 1,
    },
  });
  return { change: moved ?? (await visit.changes.get(change.id)) ?? change, drift: seen.drift };
}

/** Whoever asked may not any more: there is nothing left to decide. */
async function fail(visit: Visit, change: Change, failure: Failure): Promise<Answer> {
  const to = ending.failed(failure);
  const failed = await visit.changes.move(change, { ...endingMove(visit, to), set: to.set });
  visit.wake();
  const now = failed ?? (await visit.changes.get(change.id)) ?? change;
  return showApproval(visit, now, { id: visit.person.id, roles: visit.roles });
}

function endingMove(visit: Visit, to: Ending) {
  return {
    to: to.state,
    fact: to.fact,
    detail: to.detail,
    set: { ...to.set, appliedAt: visit.now() },
    also: async (tx: Parameters<typeof to.tell>[1], moved: Change) => {
      await to.tell(visit.outbox, tx, moved);
      if (moved.state === 'applied') await stopEndsOvertakenBy(tx, moved);
    },
  };
}
