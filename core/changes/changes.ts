import { randomUUID } from 'node:crypto';
import type { Updateable } from 'kysely';
import type { ChangeState, CustomerRef } from '../answer.js';
import type { Reader } from '../delivery.js';
import { type JournalEntry, journal } from '../journal/journal.js';
import type { Metrics } from '../metrics.js';
import type { AccountFields } from '../partner/fields.js';
import type { Store } from '../store/open.js';
import type { ChangesTable, Db } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import { type Change, changeOf } from './change.js';

/** The changes in the store. Every transition is one conditional write; whoever loses the race gets undefined. */
export interface Changes {
  draft(draft: NewDraft): Promise<Change>;
  get(id: string): Promise<Change | undefined>;
  /** Writes into a draft, when it still has the version of `change`. */
  revise(change: Change, patch: { after?: AccountFields; notes?: unknown }): Promise<Change | undefined>;
  /** Moves a change on, one or several steps, with the journal entries and whatever else belongs to them in one transaction. */
  move(change: Change, ...moves: Move[]): Promise<Change | undefined>;
}

export interface NewDraft {
  kind: Change['kind'];
  customer: CustomerRef;
  before: AccountFields;
  after: AccountFields;
  notes: unknown;
  requester: { id: string; name: string };
  reader: Reader;
  predecessor?: string;
  correlationId: string;
}

export interface Move {
  to: ChangeState;
  fact: JournalEntry['fact'];
  detail?: JournalEntry['detail'];
  roles?: JournalEntry['roles'];
  set?: Updateable<ChangesTable>;
  /** Runs in the transaction, after the write has won. */
  also?: (tx: Db, moved: Change) => Promise<void>;
}

export function createChanges(store: Store, metrics: Metrics, now: () => number): Changes {
  const { db } = store;

  const entry = (change: Change, fact: JournalEntry['fact']): JournalEntry => ({
    fact,
    at: change.updatedAt,
    person: change.requester,
    personName: change.requesterName,
    platform: change.reader.user.platform,
    customer: change.customer.id,
    change: change.id,
    ...(change.correlationId ? { correlationId: change.correlationId } : {}),
  });

  /** The one conditional write: nothing happens unless state, version and holder are still those of `change`. */
  async function write(tx: Db, change: Change, patch: Updateable<ChangesTable>): Promise<Change | undefined> {
    const row = await tx
      .updateTable('changes')
      .set({ ...patch, version: change.version + 1, updatedAt: now() })
      .where('id', '=', change.id)
      .where('state', '=', change.state)
      .where('version', '=', change.version)
      .where('fence', '=', change.fence)
      .returningAll()
      .executeTakeFirst();
    return row && changeOf(row);
  }

  return {
    draft: (draft) =>
      inTransaction(db, async (tx) => {
        const at = now();
        const row = await tx
          .insertInto('changes')
          .values({
            id: randomUUID(),
            kind: draft.kind,
            state: 'draft',
            version: 1,
            customer: draft.customer.id,
            customerJson: JSON.stringify(draft.customer),
            beforeJson: JSON.stringify(draft.before),
            afterJson: JSON.stringify(draft.after),
            notesJson: JSON.stringify(draft.notes),
            requester: draft.requester.id,
            requesterName: draft.requester.name,
            requesterChatJson: JSON.stringify(draft.reader),
            predecessor: draft.predecessor ?? null,
            correlationId: draft.correlationId,
            attempts: 0,
            merged: 0,
            fence: 0,
            createdAt: at,
            updatedAt: at,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        const change = changeOf(row);
        await journal(tx, {
          ...entry(change, 'change.drafted'),
          ...(draft.predecessor ? { detail: { predecessor: draft.predecessor } } : {}),
        });
        return change;
      }),

    async get(id) {
      const row = await db.selectFrom('changes').selectAll().where('id', '=', id).executeTakeFirst();
      return row && changeOf(row);
    },

    revise: (change, patch) =>
      write(db, change, {
        ...(patch.after ? { afterJson: JSON.stringify(patch.after) } : {}),
        ...(patch.notes === undefined ? {} : { notesJson: JSON.stringify(patch.notes) }),
      }),

    async move(change, ...moves) {
      const moved = await inTransaction(db, async (tx) => {
        let current = change;
        for (const { to, fact, detail, roles, set, also } of moves) {
          const next = await write(tx, current, { ...set, state: to });
          // Only the first step can lose: after it, this transaction holds the row.
          if (!next) return undefined;
          await journal(tx, { ...entry(next, fact), ...(detail ? { detail } : {}), ...(roles ? { roles } : {}) });
          await also?.(tx, next);
          current = next;
        }
        return current;
      });
      if (moved) for (const { to } of moves) metrics.changes.inc({ kind: moved.kind, state: to });
      return moved;
    },
  };
}
