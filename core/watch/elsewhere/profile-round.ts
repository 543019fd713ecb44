import { PartnerCenterError } from '../../partner/partner-center.js';
import { lookAt } from './look.js';
import type { Round } from './parts.js';
import type { Progress } from './progress.js';
import { addSnapshots, dueAmong, oldestSnapshots, type Snapshot } from './snapshots.js';
import { watchedProfiles } from './watched.js';

/** How often the list of all customers is read, for those who are new. */
const LIST_EVERY_MS = 3_600_000;

/** The server's own cap on a page. */
const LIST_PAGE = 500;

/** Looks between two questions to the store. */
const STEP = 20;

/**
 * Where there are no audit records: compares the billing profiles of watched customers with what they were. Those that a watch
 * names come first, in every round; then, where a watch names none, all others in turn, those looked at longest ago first.
 * The share of the quota ends the round; the next one goes on.
 *
 * @returns how far it has got
 * @throws PartnerCenterError
 */
export async function profileRound(round: Round, progress: Progress): Promise<Progress> {
  const { store, now, everyMs } = round;
  const { named, anybody } = await watchedProfiles(store.db);
  // Nobody is looked at twice in a round, nor again so soon after the last one.
  const before = now() - everyMs / 2;
  await addSnapshots(store.db, named);
  const due = await dueAmong(
    store.db,
    named.map(({ id }) => id),
    before,
  );
  for (let at = 0; at < due.length; at += STEP) {
    const of = due.slice(at, at + STEP);
    if (!(await lookAtAll(round, await oldestSnapshots(store.db, { before, limit: STEP, of })))) return progress;
  }
  if (!anybody) return progress;
  const listed = await readList(round, progress);
  for (;;) {
    const next = await oldestSnapshots(store.db, { before, limit: STEP });
    const whole = await lookAtAll(round, next);
    if (!whole || next.length < STEP) return listed;
  }
}

/** @returns false: the share is used up */
async function lookAtAll(round: Round, snapshots: readonly Snapshot[]): Promise<boolean> {
  for (const snapshot of snapshots) {
    if (!(await mayAsk(round))) return false;
    await round.goOn();
    await lookAt(round, snapshot);
  }
  return true;
}

async function mayAsk({ share, signal }: Round): Promise<boolean> {
  try {
    await share.acquire(signal);
    return true;
  } catch (error) {
    if (error instanceof PartnerCenterError && error.code === 'quota') return false;
    throw error;
  }
}

/** Takes in whoever is new among all customers, when that was not done for a while; as far as the share of the quota goes. */
async function readList(round: Round, progress: Progress): Promise<Progress> {
  const { partner, store, now, signal, goOn } = round;
  const { listedAt = 0, listNext } = progress;
  const began = now();
  const recent = began - listedAt < LIST_EVERY_MS && listedAt <= began;
  if (recent && !listNext) return progress;
  const seen = new Set<string>();
  let next = listNext;
  do {
    if (!(await mayAsk(round))) return { ...progress, listNext: next };
    await goOn();
    const page = await partner.customers(next ? { next } : { size: LIST_PAGE }, { signal }).catch((error: unknown) => {
      // A continuation is not good for ever: then the list is read from its beginning.
      if (!next || !(error instanceof PartnerCenterError) || error.kind !== 'invalid') throw error;
    });
    if (!page) return { ...progress, listNext: undefined };
    await addSnapshots(store.db, page.items);
    next = page.next;
    // Links that go round in circles end it.
    if (next && seen.has(JSON.stringify(next))) next = undefined;
    seen.add(JSON.stringify(next));
  } while (next);
  return { ...progress, listedAt: began, listNext: undefined };
}
