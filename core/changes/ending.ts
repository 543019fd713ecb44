import type { Updateable } from 'kysely';
import type { Answer } from '../answer.js';
import type { Failure } from '../failure.js';
import type { ChangeState, Drift } from '../views.js';
import type { JournalEntry } from '../journal/journal.js';
import type { Outbox } from '../jobs/outbox.js';
import { personalPlace } from '../places.js';
import type { ChangesTable, Db } from '../store/tables.js';
import { decisionsOn } from './approval/decisions.js';
import { approvalViewOf } from './approval/view.js';
import { canGoOn, type Change, differencesOf, viewOf } from './change.js';

/** One way for a change to end: what is written and what is journalled. */
export interface Ending {
  state: ChangeState;
  fact: JournalEntry['fact'];
  detail: NonNullable<JournalEntry['detail']>;
  set: Updateable<ChangesTable>;
  /** Owes the message that outlives the form: once for each end, however often it is asked for. */
  tell: (outbox: Outbox, tx: Db, change: Change) => Promise<void>;
}

function tell(outbox: Outbox, tx: Db, change: Change): Promise<void> {
  return tellOnce(outbox, tx, change, 'outcome');
}

/** Tells whoever asked, once, that something has to be mended before the change can go on. */
export function tellOfWaiting(outbox: Outbox, tx: Db, change: Change): Promise<void> {
  return tellOnce(outbox, tx, change, 'waiting');
}

async function tellOnce(outbox: Outbox, tx: Db, change: Change, occasion: 'outcome' | 'waiting'): Promise<void> {
  // It was perhaps asked for in a channel: the outcome goes to the 1:1 conversation, where that is known.
  const place = (await personalPlace(tx, change.reader.user)) ?? change.reader.place;
  const to = { ...change.reader, place };
  const whose = { person: change.requester, otherwise: 'move' } as const;
  await outbox.owe(tx, { dedupeKey: `${occasion}:${change.id}`, to, answer: await outcomeOf(tx, change), whose });
}

/** How it ended, for whoever asked. */
async function outcomeOf(tx: Db, change: Change): Promise<Answer> {
  const mayGoOn = canGoOn(change) && !change.scheduled;
  if (change.rule === null && !change.scheduled) return { type: 'change', change: viewOf(change), mayGoOn };
  const approval = approvalViewOf(change, await decisionsOn(tx, change.id));
  const nothing = { mayDecide: false, mayBreakGlass: false, mayReview: false, mayWithdraw: false, mayUndo: false };
  // Whoever asked has a copy of the card, unless nobody was asked: the removal of a temporary permission.
  const brief = change.rule !== null;
  return { type: 'approval', approval, viewer: { is: 'person', ...nothing, mayGoOn }, ...(brief ? { brief } : {}) };
}

export const ending = {
  /** @param how `byUs` is false when somebody else had made it so already and nothing was written */
  applied: (how: { merged: boolean; byUs: boolean }): Ending => ({
    state: 'applied',
    fact: 'change.applied',
    detail: { byUs: how.byUs, merged: how.merged },
    set: { merged: how.merged ? 1 : 0, failureJson: null },
    // A permission that had been removed already when its end came is no news.
    tell: async (outbox, tx, change) => {
      if (how.byUs || !change.scheduled) await tell(outbox, tx, change);
    },
  }),
  conflicted: (drift: Drift[]): Ending => ({
    state: 'conflicted',
    fact: 'change.conflicted',
    detail: { fields: drift.map(({ path }) => path) },
    set: { driftJson: JSON.stringify(drift), failureJson: null },
    tell,
  }),
  failed: (failure: Failure): Ending => ({
    state: 'failed',
    fact: 'change.failed',
    detail: {
      kind: failure.kind,
      ...(failure.code ? { code: failure.code } : {}),
      ...(failure.correlationId ? { partnerCorrelationId: failure.correlationId } : {}),
    },
    set: { failureJson: JSON.stringify(failure) },
    tell,
  }),
  declined: (): Ending => ({ state: 'declined', fact: 'change.declined', detail: {}, set: {}, tell }),
  expired: (): Ending => ({ state: 'expired', fact: 'change.expired', detail: {}, set: {}, tell }),
};

/** The values of a change, for the journal entry that records what was asked for. */
export function valuesForJournal(
  change: Pick<Change, 'before' | 'after'>,
  name: 'fields' | 'values' = 'fields',
): NonNullable<JournalEntry['detail']> {
  return {
    [name]: differencesOf(change.before, change.after).map(({ path, before, after }) => ({ path, before, after })),
  };
}
