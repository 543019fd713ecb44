import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Answer } from '../../answer.js';
import type { Reader, Recipient } from '../../delivery.js';
import type { Outbox } from '../../jobs/outbox.js';
import type { JsonObject } from '../../partner/partner-center.js';
import { colleague } from '../../roles/colleague.js';
import type { Sealer } from '../../store/sealer.js';
import type { Db } from '../../store/tables.js';
import type { Change } from '../change.js';
import type { Changes } from '../changes.js';
import { decisionsOn } from './decisions.js';
import { approvalViewOf, roomViewer, showApproval, type ViewParts } from './view.js';

/** Somebody, or a place, that gets a copy of a change's card. */
export interface CopyTarget {
  /** The same one is posted to once for each change and occasion. */
  key: string;
  recipient: Recipient;
  /** The Person who reads it; absent: a place. */
  person?: string;
}

interface CopyParts {
  outbox: Outbox;
  sealer: Sealer;
  now: () => number;
}

/** Owes a copy to each target, in the transaction of the state that it shows. */
export async function insertCopies(
  parts: CopyParts,
  tx: Db,
  change: Change,
  targets: readonly CopyTarget[],
): Promise<void> {
  for (const { key, recipient, person } of targets) {
    const id = randomUUID();
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('copies')
      .values({
        id,
        subject: change.id,
        platform: recipient.platform,
        recipientKey: key,
        recipientSealed: parts.sealer.seal(JSON.stringify(recipient), contextOf(id)),
        person: person ?? null,
        addressSealed: null,
        shown: 0,
        state: 'due',
        createdAt: parts.now(),
      })
      .onConflict((conflict) => conflict.columns(['subject', 'recipientKey']).doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 1n) {
      await parts.outbox.oweCopy(tx, { kind: 'post', copy: id, platform: recipient.platform, dedupeKey: `post:${id}` });
    }
  }
}

/** The change moved: every copy that is posted has to follow. Several moves before the next send cost one update. */
export async function touchCopies(outbox: Outbox, tx: Db, change: Change): Promise<void> {
  const copies = await tx
    .selectFrom('copies')
    .select(['id', 'platform'])
    .where('subject', '=', change.id)
    .where('state', '<>', 'gone')
    .execute();
  for (const { id, platform } of copies) {
    await outbox.oweCopy(tx, { kind: 'revise', copy: id, platform, dedupeKey: `revise:${id}:${change.version}` });
  }
}

/** The people who have a copy of a change, each once, as readers of further messages. */
export interface CopyKeeper {
  readers(tx: Db, change: string): Promise<{ key: string; person: string; reader: Reader }[]>;
}

/** One copy as it has to look now. */
export interface CopyNow {
  answer: Answer;
  recipient: Recipient;
  /** Absent: it has to be posted first. */
  address?: JsonObject;
  /** The change's version that this shows. */
  version: number;
}

/** The copies in the store, as the sender needs them. */
export interface Copies extends CopyKeeper {
  /** Undefined: there is nothing to do (unknown, gone, or it shows this version already). */
  look(id: string): Promise<CopyNow | undefined>;
  posted(id: string, address: JsonObject, version: number): Promise<void>;
  revised(id: string, version: number): Promise<void>;
  gone(id: string): Promise<void>;
}

const addressSchema = z.record(z.string(), z.json());

export function createCopies(parts: ViewParts & { changes: Changes; sealer: Sealer }): Copies {
  const { db } = parts.store;

  async function answerFor(change: Change, person: string | null): Promise<Answer> {
    if (person === null) {
      const decisions = await decisionsOn(db, change.id);
      return { type: 'approval', approval: approvalViewOf(change, decisions), viewer: roomViewer(change) };
    }
    // Whoever has left keeps a card that follows the state, without anything to press.
    const roles = (await colleague(parts.directory, person, { fresh: false }))?.roles ?? [];
    return showApproval(parts, change, { id: person, roles });
  }

  return {
    async readers(tx, change) {
      const rows = await tx
        .selectFrom('copies')
        .selectAll()
        .where('subject', '=', change)
        .where('person', 'is not', null)
        .where('state', '<>', 'gone')
        .execute();
      return rows.flatMap(({ id, person, recipientKey, recipientSealed }) => {
        const { user, place, locale, timeZone } = JSON.parse(
          parts.sealer.open(recipientSealed, contextOf(id)),
        ) as Recipient;
        const reader = user && { user, place, locale, ...(timeZone === undefined ? {} : { timeZone }) };
        return person !== null && reader ? [{ key: recipientKey, person, reader }] : [];
      });
    },
    async look(id) {
      const row = await db.selectFrom('copies').selectAll().where('id', '=', id).executeTakeFirst();
      const change = row && row.state !== 'gone' ? await parts.changes.get(row.subject) : undefined;
      if (!row || !change || row.shown >= change.version) return undefined;
      return {
        answer: await answerFor(change, row.person),
        recipient: JSON.parse(parts.sealer.open(row.recipientSealed, contextOf(id))) as Recipient,
        ...(row.addressSealed === null
          ? {}
          : { address: addressSchema.parse(JSON.parse(parts.sealer.open(row.addressSealed, contextOf(id)))) }),
        version: change.version,
      };
    },
    async posted(id, address, version) {
      const addressSealed = parts.sealer.seal(JSON.stringify(address), contextOf(id));
      await db
        .updateTable('copies')
        .set({ addressSealed, shown: version, state: 'posted' })
        .where('id', '=', id)
        .execute();
    },
    async revised(id, version) {
      await db
        .updateTable('copies')
        .set({ shown: version })
        .where('id', '=', id)
        .where('shown', '<', version)
        .execute();
    },
    async gone(id) {
      await db.updateTable('copies').set({ state: 'gone' }).where('id', '=', id).execute();
    },
  };
}

function contextOf(id: string): string {
  return `copy:${id}`;
}
