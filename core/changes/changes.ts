import { randomUUID } from 'node:crypto';
import type { Selectable, Updateable } from 'kysely';
import type { ChangeState, CustomerRef } from '../views.js';
import type { Reader } from '../delivery.js';
import { type JournalEntry, journal } from '../journal/journal.js';
import type { Metrics } from '../metrics.js';
import type { Fields } from '../partner/fields.js';
import type { Store } from '../store/open.js';
import type { ChangesTable, Db } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import type { Platform } from '../turn.js';
import { type Change, changeOf } from './change.js';

/** The changes in the store. Every transition is one conditional write; whoever loses the race gets undefined. */
export interface Changes {
  draft(draft: NewDraft): Promise<Change>;
  get(id: string): Promise<Change | undefined>;
  /** Writes into a draft, when it still has the version of `change`. */
  revise(change: Change, patch: { after?: Fields; notes?: unknown }): Promise<Change | undefined>;
  /** Moves a change on, one or several steps, with the journal entries and whatever else belongs to them in one transaction. */
  move(change: Change, ...moves: Move[]): Promise<Change | undefined>;
  /** Changes of one customer that are asked for and not ended, latest first. */
  pending(customer: string, kind: Change['kind']): Promise<Change[]>;
  /** Applied changes of one customer, latest first. */
  applied(customer: string, kind: Change['kind']): Promise<Change[]>;
  /** Every change that waits for a decision or a review, oldest first. */
  open(): Promise<Change[]>;
  /** What somebody asked for that needed approval, latest first. */
  askedBy(person: string, limit: number): Promise<Change[]>;
}

export interface NewDraft {
  kind: Change['kind'];
  customer: CustomerRef;
  before: Fields;
  after: Fields;
  notes: unknown;
  requester: { id: string; name: string };
  reader: Reader;
  predecessor?: string;
  undoes?: string;
  correlationId: string;
}

export interface Move {
  to: ChangeState;
  fact: JournalEntry['fact'];
  detail?: JournalEntry['detail'];
  roles?: JournalEntry['roles'];
  /** Who did it; whoever asked, when absent. */
  by?: { id: string; name: string; platform?: Platform };
  set?: Updateable<ChangesTable>;
  /** Runs in the transaction, after the write has won. */
  also?: (tx: Db, moved: Change) => Promise<void>;
}

/** @param moved told of every move in its own transaction: copies of cards follow, and it may be news */
export function createChanges(
  store: Store,
  metrics: Metrics,
  now: () => number,
  moved: (tx: Db, change: Change, how: Pick<Move, 'fact' | 'detail'>) => Promise<void>,
): Changes {
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

  const ofCustomer = (customer: string, kind: Change['kind']) =>
    db
      .selectFrom('changes')
      .selectAll()
      .where('customer', '=', customer)
      .where('kind', '=', kind)
      .orderBy('updatedAt', 'desc');

  async function many(query: { execute(): Promise<Selectable<ChangesTable>[]> }): Promise<Change[]> {
    return (await query.execute()).map(changeOf);
  }

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
            undoes: draft.undoes ?? null,
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
      const end = await inTransaction(db, async (tx) => {
        let current = change;
        for (const { to, fact, detail, roles, set, by, also } of moves) {
          const next = await write(tx, current, { ...set, state: to });
          // Only the first step can lose: after it, this transaction holds the row.
          if (!next) return undefined;
          await journal(tx, {
            ...entry(next, fact),
            ...(by ? { person: by.id, personName: by.name, ...(by.platform ? { platform: by.platform } : {}) } : {}),
            ...(detail ? { detail } : {}),
            ...(roles ? { roles } : {}),
          });
          await also?.(tx, next);
          // That a write is under way is nothing to show; how it ends is.
          if (to !== 'applying') await moved(tx, next, { fact, detail });
          current = next;
        }
        return current;
      });
      if (end) for (const { to } of moves) metrics.changes.inc({ kind: end.kind, state: to });
      return end;
    },

    pending: (customer, kind) =>
      many(ofCustomer(customer, kind).where('state', 'in', ['proposed', 'awaiting', 'approved', 'applying'])),
    applied: (customer, kind) => many(ofCustomer(customer, kind).where('state', '=', 'applied').limit(50)),
    open: () =>
      many(
        db
          .selectFrom('changes')
          .selectAll()
          .where((where) => where.or([where('state', '=', 'awaiting'), where('owesReview', '=', 1)]))
          .orderBy('createdAt')
          .limit(200),
      ),
    askedBy: (person, limit) =>
      many(
        db
          .selectFrom('changes')
          .selectAll()
          .where('requester', '=', person)
          .where('ruleJson', 'is not', null)
          .orderBy('updatedAt', 'desc')
          .limit(limit),
      ),
  };
}
