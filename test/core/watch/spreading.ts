import { randomUUID } from 'node:crypto';
import { differencesOf } from '../../../core/changes/change.js';
import { createOutbox, type Outbox } from '../../../core/jobs/outbox.js';
import type { Fields } from '../../../core/partner/fields.js';
import type { Store } from '../../../core/store/open.js';
import { inTransaction } from '../../../core/store/transaction.js';
import type { Place } from '../../../core/turn.js';
import { announceChange, announceHappening } from '../../../core/watch/announce.js';
import { changeById } from '../../../core/watch/notices.js';
import type { SpreadParts } from '../../../core/watch/spread.js';
import type { Watch } from '../../../core/watch/watch.js';
import { insertWatch } from '../../../core/watch/watches.js';
import { silent, testSealer } from '../store/stores.js';
import { keyOf, slackRoom } from './watch-desk.js';

const sealer = testSealer();
const CUSTOMER = { id: 'c1', name: 'Contoso', domain: 'contoso.example' };

/** What spreads, in a process of its own. */
export function replica(
  store: Store,
  now: () => number,
  change: (outbox: Outbox) => Partial<Outbox> = () => ({}),
): SpreadParts {
  const outbox = createOutbox({ store, sealer, owner: randomUUID(), now, log: silent });
  return {
    store,
    sealer,
    outbox: { ...outbox, ...change(outbox) },
    countries: { of: async () => undefined },
    wake: () => undefined,
    log: silent,
    now,
  };
}

/** An outbox whose process dies when it owes its `n`th post. */
export const dying = (n: number) => {
  let left = n;
  return (outbox: Outbox): Partial<Outbox> => ({
    owePost: async (...given) => {
      left -= 1;
      if (left <= 0) throw new Error('the process died');
      return outbox.owePost(...given);
    },
  });
};

export async function watchIn(
  store: Store,
  now: () => number,
  place: Place,
  more: Partial<Watch> = {},
): Promise<Watch> {
  const watch: Watch = {
    id: randomUUID(),
    version: 1,
    state: 'active',
    topic: 'changes',
    place,
    placeKey: keyOf(place),
    filter: { stage: 'outcomes', origin: 'anywhere', muteOwn: false },
    rhythm: { every: 'change' },
    timeZone: 'UTC',
    locale: 'en',
    owner: 'ada',
    ownerName: 'Ada',
    ownerReader: {
      user: { platform: 'slack', tenant: 'T1', user: 'U1', standing: 'member' },
      place: slackRoom('D1'),
      locale: 'en',
    },
    ...more,
  };
  await insertWatch(store.db, { store, sealer, now }, watch, {});
  return watch;
}

export const rooms = (count: number) =>
  Array.from({ length: count }, (_, n) => slackRoom(`C${String(n).padStart(4, '0')}`));

export const happened = (store: Store, now: () => number, id: string = randomUUID()) =>
  inTransaction(store.db, (tx) =>
    announceHappening(
      tx,
      {
        id,
        source: 'audit',
        kind: 'account',
        operation: 'UpdateCustomerBillingProfile',
        customer: CUSTOMER,
        differences: [{ path: 'email', before: 'a', after: 'b' }],
        by: 'somebody@partner.example',
        at: now(),
      },
      now(),
    ),
  );

export const copies = (store: Store) => store.db.selectFrom('copies').selectAll().orderBy('lane').execute();
export const owed = (store: Store, kind: 'post' | 'revise' | 'reply') =>
  store.db.selectFrom('outbox').selectAll().where('kind', '=', kind).execute();
export const announced = (store: Store) =>
  store.db.selectFrom('journal').select('detailJson').where('fact', '=', 'notice.announced').execute();

/** A change that was proposed. */
export async function asked(store: Store, at: number, before: Fields, after: Fields): Promise<string> {
  const id = randomUUID();
  await store.db
    .insertInto('changes')
    .values({
      id,
      kind: 'account',
      state: 'proposed',
      version: 1,
      customer: CUSTOMER.id,
      customerJson: JSON.stringify(CUSTOMER),
      beforeJson: JSON.stringify(before),
      afterJson: JSON.stringify(after),
      notesJson: '{}',
      digest: `${differencesOf(before, after).length}`,
      requester: 'sofia',
      requesterName: 'Sofia',
      requesterChatJson: '{}',
      ruleJson: '{}',
      attempts: 0,
      merged: 0,
      fence: 0,
      createdAt: at,
      updatedAt: at,
    })
    .execute();
  return id;
}

/** Moves it on, as `changes` does: with its announcement, in one transaction. */
export async function move(
  store: Store,
  id: string,
  state: 'awaiting' | 'approved' | 'applied' | 'declined',
  fact: Parameters<typeof announceChange>[2]['fact'],
  at: number,
): Promise<void> {
  await inTransaction(store.db, async (tx) => {
    const change = await changeById(tx, id);
    if (!change) throw new Error('no such change');
    const version = change.version + 1;
    await tx.updateTable('changes').set({ state, version, updatedAt: at }).where('id', '=', id).execute();
    const moved = await changeById(tx, id);
    if (moved) await announceChange(tx, moved, { fact });
  });
}
