import { randomUUID } from 'node:crypto';
import { type Change, differencesOf } from '../changes/change.js';
import type { Move } from '../changes/changes.js';
import type { Db } from '../store/tables.js';
import type { ChangeState } from '../views.js';
import { type Happening, insertHappening } from './happenings.js';

/** `approved` is mostly followed by `applied` within a second: what both have to say is then said once. */
const SETTLES_MS = 2_000;

/** How a change moved on, as far as that decides what is news. */
export type Moved = Pick<Move, 'fact' | 'detail'>;

/**
 * Announces a change that has moved on, in the transaction in which it did, where that is news to anybody; what follows on
 * something announced is announced to those who heard of it. Wake the spreader after the commit.
 */
export async function announceChange(tx: Db, change: Change, moved: Moved): Promise<void> {
  const stage = stageOf(change, moved);
  const before = await tx
    .selectFrom('announcements')
    .select(['id', 'stage'])
    .where('about', '=', 'change')
    .where('subject', '=', change.id)
    .executeTakeFirst();
  const at = change.updatedAt;
  if (before) {
    await tx
      .updateTable('announcements')
      .set({
        version: change.version,
        stage: stage ?? before.stage,
        dueAt: change.state === 'approved' ? at + SETTLES_MS : at,
        ...(isWorthALine(change, moved) ? { at, followUp: change.version } : {}),
        ...anew,
      })
      .where('id', '=', before.id)
      .execute();
    return;
  }
  if (!stage || !(await isAnythingWatched(tx))) return;
  const country = change.after['defaultAddress.country'] || change.before['defaultAddress.country'];
  await tx
    .insertInto('announcements')
    .values({
      id: randomUUID(),
      about: 'change',
      subject: change.id,
      version: change.version,
      kind: change.kind,
      origin: 'desk',
      stage,
      customer: change.customer.id,
      customerJson: JSON.stringify(change.customer),
      country: country ?? null,
      pathsJson: JSON.stringify(differencesOf(change.before, change.after).map(({ path }) => path)),
      actor: change.requester,
      at,
      dueAt: at,
      createdAt: at,
      state: 'due',
    })
    .execute();
}

/**
 * Records what happened outside the desk and announces it, where anything is watched at all.
 *
 * @param now ms since the epoch
 * @returns false: it was known already, and nothing is said again
 */
export async function announceHappening(tx: Db, happening: Happening, now: number): Promise<boolean> {
  if (!(await insertHappening(tx, happening, now))) return false;
  if (!(await isAnythingWatched(tx))) return true;
  const { kind, customer, country, differences } = happening;
  await tx
    .insertInto('announcements')
    .values({
      id: randomUUID(),
      about: 'happening',
      subject: happening.id,
      version: 1,
      kind,
      origin: 'elsewhere',
      stage: 'outcome',
      customer: customer?.id ?? null,
      customerJson: customer ? JSON.stringify(customer) : null,
      country: country ?? null,
      pathsJson: JSON.stringify(differences.map(({ path }) => path)),
      actor: null,
      // When the desk learnt of it: a watch that was made since it happened is not told of what went before.
      at: now,
      dueAt: now,
      createdAt: now,
      state: 'due',
    })
    .execute();
  return true;
}

/** Spread from the beginning: places that have a notice follow, others are asked anew. */
const anew = { state: 'due', cursor: '', attempts: 0 } as const;

/** Whether anybody watches changes, in a place that works or will work again. */
export async function isAnythingWatched(db: Db): Promise<boolean> {
  const one = await db
    .selectFrom('watches')
    .select('id')
    .where('topic', '=', 'changes')
    .where('state', 'in', ['active', 'broken'])
    .limit(1)
    .executeTakeFirst();
  return one !== undefined;
}

/** What a change is news of, to places that have not heard of it; undefined: of nothing. */
function stageOf(change: Change, { detail }: Moved): 'request' | 'outcome' | undefined {
  if (change.state === 'awaiting') return 'request';
  // Somebody else had made it so: that is told as what it is, a change made elsewhere.
  if (change.state === 'applied') return detail?.['byUs'] === false ? undefined : 'outcome';
  const asked = change.rule !== null || change.scheduled;
  const ended = change.state === 'declined' || change.state === 'expired' || change.state === 'failed';
  return ended && asked ? 'outcome' : undefined;
}

const ends: readonly ChangeState[] = ['applied', 'declined', 'expired', 'failed', 'withdrawn', 'conflicted'];

/** A second approval, break-glass, the end. Whatever else happens only changes the card. */
function isWorthALine(change: Change, { fact }: Moved): boolean {
  if (fact === 'change.seconded' || fact === 'change.brokenGlass') return true;
  return ends.includes(change.state) && fact !== 'change.reviewed';
}

/** Whether places that have not heard of a change are told of it as it stands now. */
export function isNews({ state }: Pick<Change, 'state'>): boolean {
  return (
    state === 'awaiting' || state === 'applied' || state === 'declined' || state === 'expired' || state === 'failed'
  );
}
