import { expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { claimRows, releaseLeases } from '../../../core/jobs/leases.js';
import { describeStores } from '../store/stores.js';
import { sampleArrival } from './samples.js';

describeStores('leases on turns', (home) => {
  const claim = { limit: 10, now: 1_000, leaseMs: 100 };

  it('are given for what is unfinished, and for nothing else', async () => {
    const store = await home.open();
    for (const state of ['received', 'answered', 'done'] as const) {
      await store.db.insertInto('inbox').values(sampleArrival(state, { state })).execute();
    }
    const rows = await claimRows(store, 'inbox', { ...claim, owner: 'one' });
    expect(rows.map((row) => row.delivery)).toEqual(['received', 'answered']);
  });

  it('count every holder', async () => {
    const store = await home.open();
    await store.db.insertInto('inbox').values(sampleArrival('m')).execute();
    const [first] = await claimRows(store, 'inbox', { ...claim, owner: 'one' });
    const early = await claimRows(store, 'inbox', { ...claim, owner: 'two', now: 1_099 });
    const [second] = await claimRows(store, 'inbox', { ...claim, owner: 'two', now: 1_100 });
    expect(early).toEqual([]);
    expect([first?.attempts, second?.attempts]).toEqual([1, 2]);
  });

  it('respect what the caller adds, oldest first', async () => {
    const store = await home.open();
    const rows = [
      sampleArrival('now', { receivedAt: 1_000 }),
      sampleArrival('later', { receivedAt: 1_001 }),
      sampleArrival('any'),
    ];
    await store.db.insertInto('inbox').values(rows).execute();
    const claimed = await claimRows(store, 'inbox', { ...claim, owner: 'one', where: sql`"receivedAt" <= ${1_000}` });
    expect(claimed.map((row) => row.delivery)).toEqual(['any', 'now']);
  });

  it('go to one owner each when many claim at once', async () => {
    const store = await home.open();
    const ids = Array.from({ length: 40 }, (_, n) => `m${n}`);
    await store.db
      .insertInto('inbox')
      .values(ids.map((id) => sampleArrival(id)))
      .execute();
    const shares = await Promise.all(
      Array.from({ length: 8 }, (_, n) => claimRows(store, 'inbox', { ...claim, limit: 7, owner: `owner ${n}` })),
    );
    const taken = shares.flat();
    expect(taken.length).toBeGreaterThanOrEqual(7);
    expect(new Set(taken.map((row) => row.delivery)).size).toBe(taken.length);
    const stored = await store.db.selectFrom('inbox').select(['delivery', 'leaseOwner']).execute();
    const owners = new Map(stored.map((row) => [row.delivery, row.leaseOwner]));
    for (const row of taken) expect(owners.get(row.delivery)).toBe(row.leaseOwner);
  });

  it('are taken back at start only where no other process can be alive', async () => {
    const store = await home.open();
    await store.db.insertInto('inbox').values(sampleArrival('m')).execute();
    await claimRows(store, 'inbox', { ...claim, owner: 'one' });
    await releaseLeases(store, 'inbox');
    const again = await claimRows(store, 'inbox', { ...claim, owner: 'two' });
    expect(again).toHaveLength(store.singleProcess ? 1 : 0);
  });
});
