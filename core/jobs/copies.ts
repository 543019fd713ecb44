import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Answer } from '../answer.js';
import type { Reader, Recipient } from '../delivery.js';
import { journal } from '../journal/journal.js';
import type { JsonObject } from '../partner/partner-center.js';
import type { Sealer } from '../store/sealer.js';
import type { CopiesTable, Db, OutboxKind } from '../store/tables.js';
import type { ChatUser } from '../turn.js';
import { laneOf } from './lanes.js';
import type { Outbox } from './outbox.js';

/** Somebody, or a place, that gets a copy of a card. */
export interface CopyTarget {
  /** The same one is posted to once for each subject and occasion. */
  key: string;
  recipient: Recipient;
  /** The Person who reads it; absent: a place. */
  person?: string;
}

/** What copies show: a row of `changes`, one of `happenings`, or (`stored`) an answer that never changes. */
export interface CopySubject {
  about: 'change' | 'happening' | 'stored';
  id: string;
  /** The watch that is told; absent: a copy of a request. */
  watch?: string;
  /** Of `stored`. */
  answer?: Answer;
}

/** What the card of a copy says now, and the line under it. Whoever knows its subject looks it up. */
export interface CopyContents {
  /** Undefined: there is nothing to say any more. */
  now(
    copy: Pick<CopiesTable, 'subject' | 'watch' | 'person'> & { about: CopySubject['about'] },
  ): Promise<{ answer: Answer; version: number; followUp?: Answer } | undefined>;
}

interface CopyParts {
  outbox: Pick<Outbox, 'owePost'>;
  sealer: Sealer;
  now: () => number;
}

/**
 * Owes a copy to each target, in the transaction of the state that it shows.
 *
 * @param dueAt not before this time, ms since the epoch
 * @returns how many of them had none yet
 */
export async function insertCopies(
  parts: CopyParts,
  tx: Db,
  subject: CopySubject,
  targets: readonly CopyTarget[],
  dueAt?: number,
): Promise<number> {
  let inserted = 0;
  for (const { key, recipient, person, lane } of inOrder(targets.map(inLane))) {
    const id = randomUUID();
    const seal = (value: Recipient | Answer) => parts.sealer.seal(JSON.stringify(value), copyContext(id));
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('copies')
      .values({
        id,
        about: subject.about,
        subject: subject.id,
        watch: subject.watch ?? null,
        lane,
        answerSealed: subject.answer ? seal(subject.answer) : null,
        platform: recipient.platform,
        recipientKey: key,
        recipientSealed: seal(recipient),
        person: person ?? null,
        shown: 0,
        state: 'due',
        createdAt: parts.now(),
      })
      .onConflict((conflict) => conflict.columns(['subject', 'recipientKey']).doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) continue;
    await parts.outbox.owePost(tx, { copy: id, to: recipient, ...(dueAt === undefined ? {} : { dueAt }) });
    inserted += 1;
  }
  return inserted;
}

const inLane = (target: CopyTarget) => ({ ...target, lane: laneOf(target.recipient).lane });

/**
 * Everybody locks lanes in the same order: two transactions that tell the same places do not wait for each other in turn.
 * Not the database's order, which depends on its collation.
 */
function inOrder<T extends { lane: string }>(those: readonly T[]): T[] {
  return those.toSorted((a, b) => (a.lane < b.lane ? -1 : 1));
}

/**
 * The subject moved: every copy has to follow. Several moves before the next send cost one update.
 *
 * @param moved.follow also a line under each notice
 * @param moved.notices `leave`: only the copies of a request follow, which are few; whoever spreads notices sees to those
 */
export async function touchCopies(
  outbox: Pick<Outbox, 'oweRevise' | 'oweReply'>,
  tx: Db,
  moved: { about: CopySubject['about']; id: string; version: number; follow: boolean; notices?: 'leave' },
): Promise<void> {
  const { about, id: subject, version, follow, notices } = moved;
  const all = tx
    .selectFrom('copies')
    .select(['id', 'platform', 'lane', 'watch'])
    .where('subject', '=', subject)
    .where('about', '=', about)
    .where('state', 'in', ['due', 'posted']);
  const copies = await (notices === 'leave' ? all.where('watch', 'is', null) : all).execute();
  for (const { id: copy, platform, lane, watch } of inOrder(copies)) {
    if (follow && watch !== null) await outbox.oweReply(tx, { copy, platform, lane, version });
    await outbox.oweRevise(tx, { copy, platform, lane, version });
  }
}

/** The people who have a copy of a change, each once, as readers of further messages. */
export interface CopyKeeper {
  readers(tx: Db, change: string): Promise<{ key: string; person: string; reader: Reader }[]>;
}

/** One copy as it has to look now. */
export interface CopyNow {
  recipient: Recipient;
  watch: string | null;
  answer: Answer;
  /** The line under it; absent: there is none to say. */
  followUp?: Answer;
  /** The subject's version that both show. */
  version: number;
  /** Absent: it has to be posted first. */
  address?: JsonObject;
  /** The versions that the card shows, and the line under it speaks of. */
  shown: number;
  replied: number;
}

/** The copies in the store, as the sender needs them. What it writes goes with the end of the message (`tx`). */
export interface Copies extends CopyKeeper {
  /** Undefined: there is nothing to do (unknown, gone, parked, or its subject is). */
  look(id: string): Promise<CopyNow | undefined>;
  /** `version`: what the card shows there; 0 when that is not known. */
  posted(tx: Db, id: string, address: JsonObject, version: number): Promise<void>;
  revised(tx: Db, id: string, version: number): Promise<void>;
  replied(tx: Db, id: string, version: number): Promise<void>;
  gone(tx: Db, id: string): Promise<void>;
  /** An attempt failed, with this code. */
  failed(tx: Db, id: string, error: string): Promise<void>;
  /** It is not tried any more. A copy that was posted stays as it is. */
  parked(tx: Db, id: string, kind: OutboxKind, error: string): Promise<void>;
}

const addressSchema = z.record(z.string(), z.json());

export function createCopies(parts: {
  db: Db;
  sealer: Sealer;
  contents: CopyContents;
  /** Whether a chat user is (still) that person: else they get nothing more that is for that person. Absent: all are. */
  isTheirs?: (user: ChatUser, person: string) => Promise<boolean>;
  /** ms since the epoch. */
  now: () => number;
}): Copies {
  const { db, sealer, contents, isTheirs, now } = parts;
  const open = (row: { id: string }, sealed: string): unknown => JSON.parse(sealer.open(sealed, copyContext(row.id)));
  const recipientOf = (row: { id: string; recipientSealed: string }) => open(row, row.recipientSealed) as Recipient;

  async function contentOf(row: Selectable<CopiesTable>): ReturnType<CopyContents['now']> {
    const { about, subject, watch, person } = row;
    if (about !== 'stored') return contents.now({ about, subject, watch, person });
    return row.answerSealed === null ? undefined : { answer: open(row, row.answerSealed) as Answer, version: 1 };
  }

  const at = (tx: Db, id: string) => tx.updateTable('copies').where('id', '=', id);

  return {
    async readers(tx, change) {
      const rows = await tx
        .selectFrom('copies')
        .select(['id', 'person', 'recipientKey', 'recipientSealed'])
        .where('subject', '=', change)
        .where('person', 'is not', null)
        .where('state', '<>', 'gone')
        .execute();
      return rows.flatMap((row) => {
        const { user, place, locale, timeZone } = recipientOf(row);
        const reader = user && { user, place, locale, ...(timeZone === undefined ? {} : { timeZone }) };
        return row.person !== null && reader ? [{ key: row.recipientKey, person: row.person, reader }] : [];
      });
    },
    async look(id) {
      const row = await db.selectFrom('copies').selectAll().where('id', '=', id).executeTakeFirst();
      const content = row && (row.state === 'due' || row.state === 'posted') ? await contentOf(row) : undefined;
      if (!row || !content) return undefined;
      const recipient = recipientOf(row);
      if (row.person !== null && recipient.user && isTheirs) {
        if (!(await isTheirs(recipient.user, row.person))) return undefined;
      }
      const { watch, shown, replied, addressSealed } = row;
      return {
        ...content,
        recipient,
        watch,
        shown,
        replied,
        ...(addressSealed === null ? {} : { address: addressSchema.parse(open(row, addressSealed)) }),
      };
    },
    async posted(tx, id, address, version) {
      const addressSealed = sealer.seal(JSON.stringify(address), copyContext(id));
      // What the card says now need not be said once more in a line under it.
      const so = { addressSealed, shown: version, replied: version, state: 'posted', postedAt: now() } as const;
      await at(tx, id)
        .set({ ...so, error: null })
        .execute();
    },
    async revised(tx, id, version) {
      await at(tx, id).set({ shown: version, error: null }).where('shown', '<', version).execute();
    },
    async replied(tx, id, version) {
      await at(tx, id).set({ replied: version, error: null }).where('replied', '<', version).execute();
    },
    async gone(tx, id) {
      await at(tx, id).set({ state: 'gone' }).execute();
    },
    async failed(tx, id, error) {
      await at(tx, id).set({ error }).execute();
    },
    async parked(tx, id, kind, error) {
      const row = await at(tx, id)
        .set({ error, ...(kind === 'post' ? { state: 'parked' as const } : {}) })
        .returning(['watch', 'about', 'subject', 'platform'])
        .executeTakeFirst();
      if (!row || row.watch === null) return;
      const { watch, about, subject, platform } = row;
      await journal(tx, {
        fact: 'notice.parked',
        at: now(),
        platform,
        ...(about === 'change' ? { change: subject } : {}),
        detail: { watch, about, subject, kind, error },
      });
    },
  };
}

/** What the sealed columns of a copy are bound to. */
export function copyContext(id: string): string {
  return `copy:${id}`;
}
