import { type Selectable, sql } from 'kysely';
import type { Answer } from '../answer.js';
import type { Reader } from '../delivery.js';
import type { Log } from '../log.js';
import type { Store } from '../store/open.js';
import type { Sealer } from '../store/sealer.js';
import type { Db, LanesTable, OutboxTable } from '../store/tables.js';
import type { Platform } from '../turn.js';
import { budgetOf } from './limits.js';
import { messageContext, type Whose } from './owing.js';
import { openJson, readable } from './sealed-json.js';
import { opensAt, packTimes, roomIn, settle, unpackTimes } from './windows.js';

/** A message that is this process's to send, and the lane that is held for it meanwhile. */
export interface ClaimedMessage {
  id: string;
  platform: Platform;
  what:
    | { kind: 'tell'; to: Reader; answer: Answer; whose?: Whose }
    | { kind: 'post' | 'revise' | 'reply'; copy: string };
  /** This one included. */
  attempts: number;
  /** An attempt began then whose end is not known, ms since the epoch. */
  doubtfulSince?: number;
  lane: { key: string; pool: string; leaseUntil: number; sent: readonly number[] };
}

export interface Claiming {
  db: Db;
  dialect: Store['dialect'];
  sealer: Sealer;
  owner: string;
  leaseMs: number;
  log: Log | undefined;
}

export interface PoolClaim {
  messages: ClaimedMessage[];
  /** When the pool may send again, where it is used up or paused (ms since the epoch). */
  opensAt?: number;
}

/** A message that cannot be read (its key is not configured any more) is met again after so long. */
const UNREADABLE_MS = 60_000;

/** Looks at lanes in one transaction, which must stay short; what is left is met at the next one. */
const MOST_LOOKS = 10;

/** What may be sent: due, and for what follows a copy, only once that is posted. Over the alias "o". */
export const sendable = sql<boolean>`"o"."state" = 'due' and ("o"."kind" not in ('revise', 'reply') or not exists (
  select 1 from "outbox" as "p" where "p"."copy" = "o"."copy" and "p"."kind" = 'post' and "p"."state" = 'due'))`;

/**
 * Takes the next message of lanes of one pool: of those that waited longest, at most `most`, and no more than the windows
 * of pool and lanes allow now. They are charged before anything is sent, so that a crash cannot exceed them.
 */
export async function claimFromPool(
  parts: Claiming,
  tx: Db,
  pool: string,
  most: number,
  at: number,
): Promise<PoolClaim> {
  const row = await takePool(parts, tx, pool);
  if (row.pausedUntil > at) return { messages: [], opensAt: row.pausedUntil };
  const { pool: windows } = budgetOf(pool);
  const known = unpackTimes(row.sentJson);
  const sent = settle(windows, known, at);
  const room = roomIn(windows, sent, at);
  const messages: ClaimedMessage[] = [];
  let looks = 0;
  while (messages.length < Math.min(room, most) && looks < MOST_LOOKS) {
    const lanes = await freeLanes(parts, tx, pool, Math.min(room, most) - messages.length, at);
    if (lanes.length === 0) break;
    // Each of these lanes is held or put off now, so that the next look meets other ones.
    messages.push(...(await claimFromLanes(parts, tx, lanes, at)));
    looks += 1;
  }
  const charged = [...sent, ...messages.map(() => at)];
  // Also when the clock was set back: what was sent "in the future" counts from now on as sent now.
  if (messages.length > 0 || known.some((time) => time > at))
    await tx
      .updateTable('pools')
      .set({ sentJson: packTimes(charged) })
      .where('key', '=', pool)
      .execute();
  const more = messages.length >= room || looks === MOST_LOOKS;
  return { messages, ...(more ? { opensAt: opensAt(windows, charged, at) } : {}) };
}

/** The pool's row, for this transaction alone. */
async function takePool({ dialect }: Claiming, tx: Db, key: string) {
  const query = tx.selectFrom('pools').selectAll().where('key', '=', key);
  const locked = dialect === 'postgres' ? query.forUpdate() : query;
  const row = await locked.executeTakeFirst();
  if (row) return row;
  await tx
    .insertInto('pools')
    .values({ key })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  return locked.executeTakeFirstOrThrow();
}

/** Lanes with something due that nobody holds; those come first that have not had a turn for longest. */
async function freeLanes({ dialect }: Claiming, tx: Db, pool: string, limit: number, at: number) {
  const query = tx
    .selectFrom('lanes')
    .selectAll()
    .where('pool', '=', pool)
    .where('nextAt', '<=', at)
    .where('pausedUntil', '<=', at)
    .where((where) => where.or([where('leaseUntil', 'is', null), where('leaseUntil', '<=', at)]))
    .orderBy('servedAt')
    .orderBy('key')
    .limit(limit);
  // Passes by the lanes that somebody writes to just now: they are met at the next look.
  return (dialect === 'postgres' ? query.forUpdate().skipLocked() : query).execute();
}

async function claimFromLanes(
  parts: Claiming,
  tx: Db,
  lanes: readonly Selectable<LanesTable>[],
  at: number,
): Promise<ClaimedMessage[]> {
  const open: { lane: Selectable<LanesTable>; sent: number[] }[] = [];
  for (const lane of lanes) {
    const windows = budgetOf(lane.pool).lane;
    const sent = settle(windows, unpackTimes(lane.sentJson), at);
    const nextAt = opensAt(windows, sent, at);
    if (nextAt <= at) open.push({ lane, sent });
    else
      await tx
        .updateTable('lanes')
        .set({ nextAt, sentJson: packTimes(sent) })
        .where('key', '=', lane.key)
        .execute();
  }
  const heads = new Map((await headsOf(tx, open, at)).map((head) => [head.lane, head]));
  const claimed: ClaimedMessage[] = [];
  for (const { lane, sent } of open) {
    const head = heads.get(lane.key);
    if (head) claimed.push(...(await take(parts, tx, { lane, sent, head }, at)));
    else
      await tx
        .updateTable('lanes')
        .set({ nextAt: await earliestDue(tx, lane.key) })
        .where('key', '=', lane.key)
        .execute();
  }
  return claimed;
}

/** The next message of each lane: what was due first, and a card before what is said under it. */
async function headsOf(tx: Db, lanes: readonly { lane: { key: string } }[], at: number) {
  if (lanes.length === 0) return [];
  const keys = sql.join(lanes.map(({ lane }) => lane.key));
  const result = await sql<Selectable<OutboxTable>>`
    select * from "outbox" where "id" in (
      select (
        select "o"."id" from "outbox" as "o"
        where "o"."lane" = "l"."key" and "o"."dueAt" <= ${at} and ${sendable}
        order by "o"."dueAt", case "o"."kind" when 'reply' then 2 when 'revise' then 1 else 0 end, "o"."createdAt", "o"."id"
        limit 1
      ) from "lanes" as "l" where "l"."key" in (${keys})
    )`.execute(tx);
  return result.rows;
}

/** When the first message of a lane is due; null: nothing waits there. */
export async function earliestDue(tx: Db, lane: string): Promise<number | null> {
  const result = await sql<{ at: number | null }>`
    select min("o"."dueAt") as "at" from "outbox" as "o" where "o"."lane" = ${lane} and ${sendable}`.execute(tx);
  return result.rows[0]?.at ?? null;
}

/** Holds the lane and begins the attempt. Nothing, when the message cannot be read: it is put off. */
async function take(
  { sealer, owner, leaseMs, log }: Claiming,
  tx: Db,
  found: { lane: Selectable<LanesTable>; sent: readonly number[]; head: Selectable<OutboxTable> },
  at: number,
): Promise<ClaimedMessage[]> {
  const { lane, head } = found;
  const { id, platform, startedAt } = head;
  const row = tx.updateTable('outbox').where('id', '=', id);
  const [what] = readable([head], log, (message) => contentOf(sealer, message));
  if (!what) {
    await row.set({ dueAt: at + UNREADABLE_MS, lastError: 'unreadable' }).execute();
    return [];
  }
  const leaseUntil = at + leaseMs;
  const sent = [...found.sent, at];
  await tx
    .updateTable('lanes')
    .set({ leaseOwner: owner, leaseUntil, servedAt: at, sentJson: packTimes(sent) })
    .where('key', '=', lane.key)
    .execute();
  const attempts = head.attempts + 1;
  await row.set({ attempts, startedAt: startedAt ?? at }).execute();
  return [
    {
      id,
      platform,
      what,
      attempts,
      ...(startedAt === null ? {} : { doubtfulSince: startedAt }),
      lane: { key: lane.key, pool: lane.pool, leaseUntil, sent },
    },
  ];
}

function contentOf(
  sealer: Sealer,
  { id, kind, copy, toSealed, answerSealed }: Selectable<OutboxTable>,
): ClaimedMessage['what'] {
  if (kind !== 'tell' && copy !== null) return { kind, copy };
  const open = (sealed: string) => openJson(sealer, sealed, messageContext(id));
  const { whose, ...to } = open(toSealed) as Reader & { whose?: Whose };
  return { kind: 'tell', to, answer: open(answerSealed) as Answer, ...(whose === undefined ? {} : { whose }) };
}
