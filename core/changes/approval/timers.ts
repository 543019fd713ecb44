import type { ApprovalRule } from '../../config/approval-rules.js';
import type { Db, TimersTable } from '../../store/tables.js';
import type { Change } from '../change.js';

const DAY_MS = 24 * 3600_000;

/** Sets the clocks of a change that begins to wait. */
export async function setTimers(tx: Db, change: Change, rule: ApprovalRule): Promise<void> {
  const from = change.updatedAt;
  const expiresAt = change.expiresAt ?? expiryOf(from, rule.expiresAfterMs, change.until);
  if (from + rule.remindAfterMs < expiresAt) await setTimer(tx, 'remind', change.id, from + rule.remindAfterMs);
  await setTimer(tx, 'expire', change.id, expiresAt);
}

/**
 * Until when a change can be decided or tried: as long as the rule says, and never beyond the last day of the permission
 * that it asks for.
 *
 * @param until yyyy-mm-dd; absent: the permission has no end
 */
export function expiryOf(now: number, lastsMs: number, until: string | null | undefined): number {
  return until ? Math.min(now + lastsMs, endOf(until)) : now + lastsMs;
}

/** Sets the clocks of a temporary permission: it says that it will end a day before it does. */
export async function setEnd(tx: Db, change: Change, now: number): Promise<void> {
  if (change.until === null) return;
  const endsAt = endOf(change.until);
  if (endsAt - DAY_MS > now) await setTimer(tx, 'endSoon', change.id, endsAt - DAY_MS);
  await setTimer(tx, 'end', change.id, endsAt);
}

/** The moment after the last day of a temporary permission (UTC). @param until yyyy-mm-dd */
function endOf(until: string): number {
  return Date.parse(`${until}T00:00:00Z`) + DAY_MS;
}

async function setTimer(tx: Db, kind: TimersTable['kind'], change: string, dueAt: number): Promise<void> {
  await tx
    .insertInto('timers')
    .values({ key: `${kind}:${change}`, kind, change, dueAt, doneAt: null })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
}

/** Timers whose time has come, however long ago: a machine that slept or a clock that jumped only makes them late. */
export function dueTimers(
  db: Db,
  now: number,
  limit: number,
): Promise<{ key: string; kind: TimersTable['kind']; change: string }[]> {
  return db
    .selectFrom('timers')
    .select(['key', 'kind', 'change'])
    .where('doneAt', 'is', null)
    .where('dueAt', '<=', now)
    .orderBy('dueAt')
    .limit(limit)
    .execute();
}

/** Marks a timer as done; false: another process was first. In the transaction of its effect. */
export async function takeTimer(tx: Db, key: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('timers')
    .set({ doneAt: now })
    .where('key', '=', key)
    .where('doneAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Stops the clocks of earlier temporary permissions of the same customer that this applied change has overtaken. */
export async function stopEndsOvertakenBy(tx: Db, applied: Change): Promise<void> {
  if (applied.kind !== 'purchase') return;
  const earlier = await tx
    .selectFrom('changes')
    .select(['id', 'afterJson'])
    .where('customer', '=', applied.customer.id)
    .where('kind', '=', 'purchase')
    .where('state', '=', 'applied')
    .where('until', 'is not', null)
    .where('id', '<>', applied.id)
    .execute();
  const same = earlier.filter(({ afterJson }) =>
    Object.keys(applied.after).some((path) => path in JSON.parse(afterJson)),
  );
  for (const { id } of same) {
    await tx
      .updateTable('timers')
      .set({ doneAt: applied.updatedAt })
      .where('key', 'in', [`end:${id}`, `endSoon:${id}`])
      .where('doneAt', 'is', null)
      .execute();
  }
}
