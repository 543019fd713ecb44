import { randomUUID } from 'node:crypto';
import type { AnswerOf } from '../answer.js';
import { type Loop, startLoop } from '../jobs/loop.js';
import { insertCopies } from '../jobs/copies.js';
import { laneOf } from '../jobs/lanes.js';
import type { Outbox } from '../jobs/outbox.js';
import type { Log } from '../log.js';
import type { Store } from '../store/open.js';
import type { Sealer } from '../store/sealer.js';
import type { Db } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import type { NoticeView } from '../views.js';
import { noticeNow, watchKey } from './notices.js';
import { targetOf } from './recipients.js';
import { listenerOf, type WatchRow } from './rows.js';
import { isQuiet } from './schedule.js';

export interface DigestParts {
  store: Store;
  sealer: Sealer;
  outbox: Outbox;
  /** Digests are owed: the sender need not wait for its next look. */
  wake: () => void;
  log: Log;
  /** ms since the epoch. */
  now: () => number;
}

/** Digests that are made in one round. */
const AT_ONCE = 20;
/** Pieces of news in one digest: a Teams card has 28 KB, a Slack message 50 blocks. The latest are shown. */
const MOST_ITEMS = 20;

/** Says what watches held back, each when its time has come, over restarts and clocks that jump. */
export function startDigests(parts: DigestParts): Loop {
  return startLoop({
    name: 'digests',
    everyMs: 1_000,
    log: parts.log,
    async run() {
      const due = await parts.store.db
        .selectFrom('watches')
        .selectAll()
        .where('digestAt', '<=', parts.now())
        .where('state', '=', 'active')
        .orderBy('digestAt')
        .limit(AT_ONCE)
        .execute();
      let said = 0;
      for (const row of due) {
        try {
          await inTransaction(parts.store.db, (tx) => sayHeld(parts, tx, row));
          said += 1;
        } catch (error) {
          // One that cannot be said now must not keep the others from their time.
          parts.log.error({ watch: row.id, err: error }, 'a digest could not be made now');
        }
      }
      if (said > 0) parts.wake();
      return said === AT_ONCE;
    },
  });
}

/** Owes what a watch holds back: by whichever process is first, whole, or not at all. */
async function sayHeld(parts: DigestParts, tx: Db, row: WatchRow): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('watches')
    .set({ digestAt: null, digestFrom: null })
    .where('id', '=', row.id)
    .where('digestAt', '=', row.digestAt)
    .where('state', '=', 'active')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return;
  const fresh: Held[] = [];
  for (const item of await heldItems(tx, row.id)) {
    // The place has its card: a line under it is all that is missing.
    if (await followCard(parts, tx, row, item)) await forget(tx, row.id, item.id);
    else fresh.push(item);
  }
  const [only] = fresh;
  if (!only) return;
  const { rhythm } = listenerOf(row);
  if (fresh.length === 1 && rhythm.every === 'change') {
    await insertCopies(parts, tx, { about: only.about, id: only.subject, watch: row.id }, [
      targetOf(parts.sealer, row),
    ]);
    await forget(tx, row.id, only.id);
    return;
  }
  await sayDigest(parts, tx, row, fresh);
}

interface Held {
  /** The announcement. */
  id: string;
  about: 'change' | 'happening';
  subject: string;
  country: string | null;
  followUp: number;
}

function heldItems(tx: Db, watch: string): Promise<Held[]> {
  return tx
    .selectFrom('digestItems')
    .innerJoin('announcements', 'announcements.id', 'digestItems.announcement')
    .select([
      'announcements.id',
      'announcements.about',
      'announcements.subject',
      'announcements.country',
      'announcements.followUp',
    ])
    .where('digestItems.watch', '=', watch)
    .where('digestItems.copy', 'is', null)
    .orderBy('digestItems.at')
    .orderBy('announcements.id')
    .execute();
}

/** Whether the place of a watch has a card of that already, of this watch or of another one there. */
async function followCard(
  { outbox, sealer }: DigestParts,
  tx: Db,
  row: WatchRow,
  { subject, followUp }: Held,
): Promise<boolean> {
  const { lane } = laneOf(targetOf(sealer, row).recipient);
  const copy = await tx
    .selectFrom('copies')
    .select(['id', 'platform', 'lane', 'replied', 'state'])
    .where('subject', '=', subject)
    .where('watch', 'is not', null)
    .where((where) => where.or([where('recipientKey', '=', watchKey(row.id)), where('lane', '=', lane)]))
    .executeTakeFirst();
  if (!copy) return false;
  if (followUp > copy.replied && (copy.state === 'due' || copy.state === 'posted'))
    await outbox.oweReply(tx, { copy: copy.id, platform: copy.platform, lane: copy.lane, version: followUp });
  return true;
}

async function sayDigest(parts: DigestParts, tx: Db, row: WatchRow, held: readonly Held[]): Promise<void> {
  const shown = held.slice(-MOST_ITEMS);
  const items: NoticeView[] = [];
  for (const item of shown) {
    const now = await noticeNow(tx, item);
    if (now) items.push(now.notice);
  }
  // What it held back has been forgotten since.
  if (items.length === 0) {
    await tx.deleteFrom('digestItems').where('watch', '=', row.id).where('copy', 'is', null).execute();
    return;
  }
  const to = parts.now();
  const from = row.digestFrom ?? to;
  const subject = `digest:${randomUUID()}`;
  const answer: AnswerOf<'digest'> = {
    type: 'digest',
    items,
    more: held.length - shown.length,
    from,
    to,
    because: reasonOf(row, from),
  };
  await insertCopies(parts, tx, { about: 'stored', id: subject, watch: row.id, answer }, [targetOf(parts.sealer, row)]);
  // All of it: nothing joins while this transaction holds the watch (core/watch/holding.ts).
  await tx
    .updateTable('digestItems')
    .set({ copy: subject })
    .where('watch', '=', row.id)
    .where('copy', 'is', null)
    .execute();
}

/** Why it was held back. @param from since when */
function reasonOf(row: WatchRow, from: number): AnswerOf<'digest'>['because'] {
  const { rhythm, quiet, timeZone } = listenerOf(row);
  if (rhythm.every !== 'change') return rhythm.every;
  return quiet && isQuiet(quiet, timeZone, from) ? 'quiet' : 'unreachable';
}

async function forget(tx: Db, watch: string, announcement: string): Promise<void> {
  await tx.deleteFrom('digestItems').where('watch', '=', watch).where('announcement', '=', announcement).execute();
}
