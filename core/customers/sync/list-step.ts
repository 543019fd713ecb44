import { setImmediate } from 'node:timers/promises';
import { type CustomerPage, type CustomerSummary, PartnerCenterError } from '../../partner/partner-center.js';
import { inTransaction } from '../../store/transaction.js';
import { type ListProgress, writeListProgress } from './progress.js';
import { ask, readOne, type Round } from './round.js';
import { STEP, takeIn, unnamedBy } from './rows.js';
import { nextNumber } from './sequence.js';

/** The server's own cap on a page: 100,000 customers are 200 calls. */
const PAGE = 500;

/** How often the log tells how far it has got, in customers. */
const TOLD_EVERY = 10_000;

/** Customers that are asked for one by one between two looks at the progress. */
const CHECKED_AT_ONCE = 20;

/** Between the second and the third beginning of a reading; doubling, up to the longest. */
const AGAIN_MS = 30_000;
const AGAIN_LONGEST_MS = 3_600_000;

const wellAgain = { failures: 0, reason: undefined, failingSince: undefined };

/**
 * Goes on with the reading of the list of all customers by one step: its beginning, a page, or some of those that no page
 * named. What was read and where to go on are written together.
 *
 * @param everyMs from the beginning of one reading to that of the next
 * @throws PartnerCenterError
 */
export async function listStep(round: Round, progress: ListProgress | undefined, everyMs: number): Promise<void> {
  switch (progress?.stage) {
    case undefined:
      return begin(round, progress);
    case 'reading':
      return readPage(round, progress);
    case 'checking':
      return check(round, progress, everyMs);
  }
}

async function begin({ db, now, log }: Round, last: ListProgress | undefined): Promise<void> {
  await inTransaction(db, async (tx) => {
    const begun = { stage: 'reading', begunAt: now(), next: undefined, read: 0, total: undefined } as const;
    const before = last ?? { dueAt: 0, failures: 0, restarts: 0 };
    await writeListProgress(tx, last, { ...before, ...begun, number: await nextNumber(tx) }, now());
  });
  log.info({ first: last?.listedAt === undefined }, 'the list of all customers is read');
}

async function readPage(round: Round, progress: ListProgress): Promise<void> {
  const { db, now, partner, log } = round;
  const { next, number } = progress;
  const askedAt = now();
  const page = await ask(round, (options) => partner.customers(next ? { next } : { size: PAGE }, options)).catch(
    (error: unknown) => {
      if (!next || !isForgotten(error)) throw error;
    },
  );
  if (!page) return beginAgain(round, progress);
  const read = progress.read + page.items.length;
  const chunks = chunksOf(page.items);
  const last = chunks.pop() ?? [];
  let fresh = 0;
  for (const chunk of chunks) {
    fresh += await takeIn(db, chunk, { number, askedAt });
    await setImmediate();
  }
  await takeIn(db, last, { number, askedAt }, async (tx, here) => {
    const whereTo = following(page, fresh + here);
    const total = page.total ?? progress.total;
    await writeListProgress(tx, progress, { ...progress, ...wellAgain, ...whereTo, read, total }, now());
  });
  if (Math.floor(read / TOLD_EVERY) > Math.floor(progress.read / TOLD_EVERY))
    log.info({ read, of: page.total }, 'the list of all customers is read on');
}

function chunksOf(items: readonly CustomerSummary[]): CustomerSummary[][] {
  const chunks: CustomerSummary[][] = [];
  for (let at = 0; at < items.length; at += STEP) chunks.push(items.slice(at, at + STEP));
  return chunks;
}

/** A page that names nobody who was not named before leads round in circles: that is taken for the end of the list. */
function following({ items, next }: CustomerPage, fresh: number): Pick<ListProgress, 'stage' | 'next'> {
  const circles = items.length > 0 && fresh === 0;
  return next && !circles ? { stage: 'reading', next } : { stage: 'checking', next: undefined };
}

/** Whether Partner Center refuses its own continuation, as it may after a while. */
function isForgotten(error: unknown): boolean {
  return error instanceof PartnerCenterError && ['invalid', 'notFound', 'conflict'].includes(error.kind);
}

/** What was read stays; the list is read from its beginning. At once the first time, for it may have rested for days. */
async function beginAgain({ db, now, log }: Round, progress: ListProgress): Promise<void> {
  const restarts = progress.restarts + 1;
  const wait = restarts === 1 ? 0 : Math.min(AGAIN_MS * 2 ** Math.min(restarts - 2, 20), AGAIN_LONGEST_MS);
  const { read } = progress;
  log.warn(
    { read, restarts },
    'Partner Center does not know how the list of customers goes on: it is read from its beginning',
  );
  const dueAt = now() + wait;
  await writeListProgress(db, progress, { ...progress, stage: undefined, next: undefined, restarts, dueAt }, now());
}

/**
 * A list that changes while it is read may leave somebody out, so whoever was not named is asked for before they are removed.
 * None is left: the reading is over.
 */
async function check(round: Round, progress: ListProgress, everyMs: number): Promise<void> {
  const { db, now, log } = round;
  const unnamed = await unnamedBy(db, progress.number, CHECKED_AT_ONCE);
  for (const id of unnamed) await readOne(round, id, 'gone');
  if (unnamed.length === CHECKED_AT_ONCE) return;
  const { begunAt, read } = progress;
  const over = { stage: undefined, listedAt: begunAt, dueAt: begunAt + everyMs, restarts: 0 };
  await writeListProgress(db, progress, { ...progress, ...wellAgain, ...over }, now());
  log.info({ customers: read, seconds: Math.round((now() - begunAt) / 1000) }, 'the list of all customers was read');
}
