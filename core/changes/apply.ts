import { randomUUID } from 'node:crypto';
import type { Failure } from '../failure.js';
import type { Outbox } from '../jobs/outbox.js';
import type { Log } from '../log.js';
import { PartnerCenterError } from '../partner/partner-center.js';
import { type EntitlementParts, notEntitled } from './approval/entitlement.js';
import { setEnd, stopEndsOvertakenBy } from './approval/timers.js';
import { type Change, differencesOf } from './change.js';
import type { Changes } from './changes.js';
import { digestOf } from './digest.js';
import { failureOf } from './failure.js';
import { type Ending, ending, tellOfWaiting } from './ending.js';
import type { Kind, Kinds, Snapshot } from './kind.js';
import { type Comparison, compare } from './merge.js';

export interface ApplyParts extends EntitlementParts {
  changes: Changes;
  kinds: Kinds;
  outbox: Outbox;
  /** A record was written: what is remembered of it may be wrong now. */
  onApplied: (change: Change) => void;
  /** A message is owed: it need not wait for the next look. */
  onEnded: () => void;
  log: Log;
}

/** A record that keeps moving, or a line that keeps breaking, is not chased for ever: it is tried again later. */
const MOST_ROUNDS = 3;

/** First wait after a failure that may pass; doubles up to ten minutes, or what Retry-After says. */
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 10 * 60_000;

/**
 * Brings a claimed change as far as it goes now: GET, compare, PUT, recognise. Ends in `applied`, `conflicted`, `failed`
 * or `expired`; or, when the directory or Partner Center cannot be asked, leaves it where it is with a time to try again.
 * The result is how the change stands, or undefined when another holder has taken over.
 */
export async function applyOnce(parts: ApplyParts, claimed: Change): Promise<Change | undefined> {
  let change: Change | undefined = claimed;
  try {
    const refused = await notEntitled(parts, change);
    // A write that may have been sent is followed up whatever became of the role: only looking can tell what happened.
    if (refused && !change.requestId) return await end(parts, change, ending.failed(refused));
    for (let round = 0; change && round < MOST_ROUNDS; round++) {
      const next = await applyRound(parts, change, refused);
      if (next.done) return next.change;
      change = next.change;
    }
    return change && (await postpone(parts, change, { source: 'partnerCenter', kind: 'unavailable' }));
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) throw error;
    const now = change && (await parts.changes.get(change.id));
    return now && !isFinal(now, failure)
      ? await postpone(parts, now, failure)
      : now && (await end(parts, now, ending.failed(failure)));
  }
}

/** One GET → compare → PUT. `done` with the change as it then stands, or the change to go round with again. */
async function applyRound(
  parts: ApplyParts,
  change: Change,
  refused: Failure | undefined,
): Promise<{ done: boolean; change: Change | undefined }> {
  const kind = parts.kinds[change.kind];
  const options = {
    locale: change.reader.locale,
    ...(change.correlationId ? { correlationId: change.correlationId } : {}),
  };
  const snapshot = await kind.read(change.customer.id, options);
  const seen = compare(change.before, change.after, snapshot.fields);
  if (seen.alreadySo)
    return {
      done: true,
      change: await end(parts, change, ending.applied({ merged: seen.othersMoved, byUs: change.requestId !== null })),
    };
  if (seen.drift.length > 0) return { done: true, change: await end(parts, change, ending.conflicted(seen.drift)) };
  if (refused) return { done: true, change: await end(parts, change, ending.failed(refused)) };
  if (change.expiresAt !== null && change.expiresAt <= parts.now())
    return { done: true, change: await end(parts, change, ending.expired()) };
  if (
    digestOf(change.customer.id, change.kind, differencesOf(change.before, change.after), change.until) !==
    change.digest
  ) {
    return { done: true, change: await end(parts, change, ending.failed({ source: 'desk', kind: 'internal' })) };
  }
  return put(parts, change, { kind, snapshot, seen, options });
}

/** Stores the request id, then writes: a crash between the two leaves a trace that the next holder follows up. */
async function put(
  parts: ApplyParts,
  change: Change,
  with_: { kind: Kind; snapshot: Snapshot; seen: Comparison; options: { locale: string; correlationId?: string } },
): Promise<{ done: boolean; change: Change | undefined }> {
  const { kind, snapshot, seen, options } = with_;
  const requestId = change.requestId ?? randomUUID();
  const applying = await parts.changes.move(change, {
    to: 'applying',
    fact: 'change.applying',
    detail: { requestId, merged: seen.othersMoved },
    set: { requestId, merged: seen.othersMoved ? 1 : 0, attempts: change.attempts + 1 },
  });
  if (!applying) return { done: true, change: undefined };
  try {
    await kind.write(change.customer.id, snapshot, change.after, { ...options, requestId });
    return { done: true, change: await end(parts, applying, ending.applied({ merged: seen.othersMoved, byUs: true })) };
  } catch (error) {
    if (!(error instanceof PartnerCenterError)) throw error;
    if (error.kind === 'conflict') {
      // An answer ends a request id: the next PUT has a new one.
      return {
        done: false,
        change: await parts.changes.move(applying, { to: 'applying', fact: 'change.stale', set: { requestId: null } }),
      };
    }
    // It may have taken effect: the next round looks first, and repeats under the same request id only if it has not.
    if (error.answerUnknown && error.kind === 'unavailable') return { done: false, change: applying };
    const failure = failureOf(error);
    if (!failure) throw error;
    // Its answer is known: nothing was written.
    const over = isFinal({ ...applying, requestId: null }, failure);
    return {
      done: true,
      change: await (over ? end(parts, applying, ending.failed(failure)) : postpone(parts, applying, failure)),
    };
  }
}

/** Whether waiting cannot help. */
function isFinal(change: Change, failure: Failure): boolean {
  if (change.requestId) return false;
  // The end of a temporary permission was promised: it is tried until the desk may remove it again.
  if (change.scheduled) return failure.kind === 'notFound' || failure.kind === 'invalid';
  return !mayPass(failure);
}

function mayPass({ kind }: Failure): boolean {
  return kind === 'throttled' || kind === 'unavailable';
}

/** Ends a change: the state, the journal, the message to whoever asked, in one transaction. */
async function end(parts: ApplyParts, change: Change, to: Ending): Promise<Change | undefined> {
  const ended = await parts.changes.move(change, {
    to: to.state,
    fact: to.fact,
    detail: to.detail,
    set: { ...to.set, requestId: null, dueAt: null, ...(to.state === 'applied' ? { appliedAt: parts.now() } : {}) },
    also: async (tx, moved) => {
      await to.tell(parts.outbox, tx, moved);
      if (moved.state !== 'applied') return;
      await stopEndsOvertakenBy(tx, moved);
      await setEnd(tx, moved, parts.now());
    },
  });
  if (ended?.state === 'applied') parts.onApplied(ended);
  if (ended) parts.onEnded();
  return ended;
}

/** Leaves a change where it is and notes what it waits for and until when. */
async function postpone(parts: ApplyParts, change: Change, failure: Failure): Promise<Change | undefined> {
  if (change.expiresAt !== null && change.expiresAt <= parts.now()) {
    if (!change.requestId) return end(parts, change, ending.expired());
    // A write may have been sent: that it was not is only said once somebody has looked, or nobody can look any more.
    if (!mayPass(failure)) return end(parts, change, ending.failed(failure));
  }
  const wait =
    failure.retryAfterSeconds === undefined
      ? FIRST_WAIT_MS * 2 ** Math.min(change.attempts, 10)
      : failure.retryAfterSeconds * 1000;
  const jitter = 1 + Math.random() / 4;
  parts.log.warn(
    { change: change.id, kind: failure.kind, status: failure.status, correlationId: failure.correlationId },
    'a change waits',
  );
  return parts.changes.move(change, {
    to: change.state,
    fact: 'change.retried',
    detail: { kind: failure.kind },
    set: {
      dueAt: Math.round(parts.now() + Math.min(wait * jitter, LONGEST_WAIT_MS)),
      attempts: change.attempts + 1,
      failureJson: JSON.stringify(failure),
    },
    also: async (tx, waiting) => {
      if (waiting.scheduled && !mayPass(failure)) await tellOfWaiting(parts.outbox, tx, waiting);
    },
  });
}
