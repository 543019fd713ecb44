import type { Answer } from '../../answer.js';
import type { CopyKeeper } from '../../jobs/copies.js';
import type { Outbox } from '../../jobs/outbox.js';
import type { Db } from '../../store/tables.js';
import type { Change } from '../change.js';
import { decisionsOn } from './decisions.js';
import { approvalViewOf } from './view.js';

/** Reminds whoever may decide of what still waits, or whoever asked of a permission that ends tomorrow. */
export async function remind(
  parts: { outbox: Outbox; copies: CopyKeeper },
  tx: Db,
  change: Change,
  because: 'reminder' | 'endsSoon',
): Promise<void> {
  if (because === 'reminder' && change.state !== 'awaiting') return;
  if (because === 'endsSoon' && change.state !== 'applied') return;
  const decisions = await decisionsOn(tx, change.id);
  const readers = (await parts.copies.readers(tx, change.id)).filter(({ person }) =>
    because === 'endsSoon'
      ? person === change.requester
      : person !== change.requester && !decisions.some((one) => one.person === person && one.digest === change.digest),
  );
  const viewer = {
    is: 'person' as const,
    mayDecide: because === 'reminder',
    mayBreakGlass: false,
    mayReview: false,
    mayWithdraw: false,
    mayUndo: false,
    mayGoOn: false,
  };
  const answer: Answer = {
    type: 'approval',
    approval: approvalViewOf(change, decisions),
    viewer,
    because,
    brief: true,
  };
  for (const { key, person, reader } of readers) {
    // Each chat of theirs has a reminder of its own. Whoever asked is told in one.
    const whose = { person, otherwise: because === 'reminder' ? 'drop' : 'move' } as const;
    await parts.outbox.owe(tx, { dedupeKey: `${because}:${change.id}:${key}`, to: reader, answer, whose });
  }
}
