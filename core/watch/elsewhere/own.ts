import { z } from 'zod';
import { changeOf } from '../../changes/change.js';
import type { ChangePath, Fields } from '../../partner/fields.js';
import type { Db } from '../../store/tables.js';
import type { Values } from './values.js';

/**
 * How far the time of an audit record and the time of our write may lie apart: the clocks of two services differ, and a write
 * takes up to a minute. The same value set later by somebody else is a change of its own.
 */
export const OWN_WITHIN_MS = 5 * 60_000;

/** A change of the desk that was written, or may have been. */
export interface OwnWrite {
  change: string;
  /** `open`: the answer of its write is not known yet. `ended`: it ended, and not as applied. */
  state: 'open' | 'applied' | 'ended';
  before: Fields;
  after: Fields;
  correlationId: string | null;
  /** When each of its writes began, ms since the epoch. Empty: somebody else had made it so already. */
  writtenAt: number[];
  appliedAt: number | null;
}

/** What a record must tell to be recognised. */
export interface Suspect extends Values {
  customer: string | undefined;
  operation: string;
  /** ms since the epoch. */
  at: number;
  correlationId: string | undefined;
}

/** `undecided`: it depends on how a write of the desk ends. `change`: whose deed it is. */
export type Verdict = { whose: 'elsewhere' } | { whose: 'own' | 'undecided'; change: string };

/**
 * Whose deed a record is. Ours: its correlation id is that of a change, or a change wrote these values to that customer within
 * minutes of it. One change accounts for one record of an operation: a second one with the same values is somebody else's.
 *
 * @param writes of the record's customer and kind
 * @param accounted tells whether a change has its record already
 */
export function judge(suspect: Suspect, writes: readonly OwnWrite[], accounted: (change: string) => boolean): Verdict {
  const sent = writes.find(({ correlationId }) => correlationId !== null && correlationId === suspect.correlationId);
  if (sent) return { whose: 'own', change: sent.change };
  if (suspect.customer === undefined) return { whose: 'elsewhere' };
  const alike = writes.filter((write) => isAlike(suspect, write) && !accounted(write.change));
  const done = nearest(
    suspect.at,
    alike.filter(({ state }) => state === 'applied'),
  );
  if (done) return { whose: 'own', change: done.change };
  const open = alike.find(({ state }) => state === 'open');
  return open ? { whose: 'undecided', change: open.change } : { whose: 'elsewhere' };
}

function isAlike(suspect: Suspect, write: OwnWrite): boolean {
  return write.writtenAt.some((at) => Math.abs(at - suspect.at) <= OWN_WITHIN_MS) && holds(suspect, write);
}

/** Whether a record holds what the change set, and began where the change began. A record without values may be of any change. */
function holds({ before, after, whole }: Values, write: OwnWrite): boolean {
  const known = (fields: Fields | undefined) =>
    pathsOf(write.after).filter((path) => fields !== undefined && (whole || path in fields));
  if (!after && !before) return true;
  if (!after || known(after).length === 0) return false;
  return (
    known(after).every((path) => valueOf(after, path) === valueOf(write.after, path)) &&
    known(before).every((path) =>
      [write.before, write.after].some((one) => valueOf(one, path) === valueOf(before, path)),
    )
  );
}

function nearest(at: number, writes: readonly OwnWrite[]): OwnWrite | undefined {
  const distance = ({ writtenAt }: OwnWrite) => Math.min(...writtenAt.map((one) => Math.abs(one - at)));
  return [...writes].sort((a, b) => distance(a) - distance(b))[0];
}

/**
 * What a profile would be now if nobody but the desk had written to it since it was looked at.
 *
 * @param then as it was
 * @param now as it is: tells whether a write whose answer is not known yet has taken effect
 * @param writes since then, oldest first
 * @returns undefined: it depends on how such a write ends
 */
export function replay(then: Fields, now: Fields, writes: readonly OwnWrite[]): Fields | undefined {
  const replayed: Fields = { ...then };
  for (const { state, before, after, writtenAt } of writes) {
    if (writtenAt.length === 0 || state === 'ended') continue;
    // A change that began elsewhere than here was overtaken, or was there already at the first look.
    const fitting = pathsOf(after).filter((path) => valueOf(replayed, path) === valueOf(before, path));
    const effective = fitting.filter((path) => valueOf(before, path) !== valueOf(after, path));
    if (state === 'open') {
      if (effective.some((path) => valueOf(now, path) === valueOf(after, path))) return undefined;
      continue;
    }
    for (const path of effective) replayed[path] = valueOf(after, path);
  }
  return replayed;
}

const pathsOf = (fields: Fields) => Object.keys(fields) as ChangePath[];
const valueOf = (fields: Fields | undefined, path: ChangePath) => fields?.[path] ?? '';

const appliedSchema = z.object({ byUs: z.boolean() }).partial();

/**
 * The changes of a kind that were written since a time, or may have been, by when they were last written.
 *
 * @param of.customer absent where a record does not name it: then the correlation id alone can tell
 * @param of.since ms since the epoch
 */
export async function ownWrites(
  db: Db,
  of: {
    customer: string | undefined;
    correlationId?: string | undefined;
    kind: 'account' | 'purchase';
    since: number;
  },
): Promise<OwnWrite[]> {
  const since = db
    .selectFrom('changes')
    .selectAll()
    .where('kind', '=', of.kind)
    .where('state', 'in', ['applying', 'applied', 'failed', 'conflicted', 'expired'])
    .where('updatedAt', '>=', of.since);
  const { customer } = of;
  const rows = await (customer === undefined
    ? since.where('correlationId', '=', of.correlationId ?? '')
    : since.where('customer', '=', customer)
  ).execute();
  if (rows.length === 0) return [];
  const facts = await db
    .selectFrom('journal')
    .select(['change', 'fact', 'at', 'detailJson'])
    .where(
      'change',
      'in',
      rows.map(({ id }) => id),
    )
    .where('fact', 'in', ['change.applying', 'change.stale', 'change.applied'])
    .orderBy('seq')
    .execute();
  const writes = rows.map((row): OwnWrite => {
    const { id, state, before, after, correlationId, appliedAt } = changeOf(row);
    const writtenAt = timesOf(facts.filter(({ change }) => change === id));
    const stands = state === 'applying' ? 'open' : state === 'applied' ? 'applied' : 'ended';
    return { change: id, state: stands, before, after, correlationId, writtenAt, appliedAt };
  });
  return writes.sort((a, b) => Math.max(0, ...a.writtenAt) - Math.max(0, ...b.writtenAt));
}

/** When a change was written, as the journal has it. A write that was refused as stale has written nothing. */
function timesOf(facts: readonly { fact: string; at: number; detailJson: string }[]): number[] {
  const times: number[] = [];
  for (const { fact, at, detailJson } of facts) {
    if (fact === 'change.applying') times.push(at);
    else if (fact === 'change.stale') times.pop();
    else if (appliedSchema.parse(JSON.parse(detailJson)).byUs === false) return [];
  }
  return times;
}
