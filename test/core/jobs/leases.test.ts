import { expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { claimRows, releaseLeases } from '../../../core/jobs/leases.js';
import { describeStores } from '../store/stores.js';
import { sampleChange } from './samples.js';

describeStores('leases on changes', (home) => {
  const claim = { limit: 10, now: 1_000, leaseMs: 100 };

  it('are given for what is to be applied, and for nothing else', async () => {
    const store = await home.open();
    for (const state of ['draft', 'awaiting', 'approved', 'applying', 'applied', 'failed'] as const) {
      await store.db.insertInto('changes').values(sampleChange(state, { state })).execute();
    }
    const rows = await claimRows(store, 'changes', { ...claim, owner: 'one' });
    expect(rows.map((row) => row.id).toSorted()).toEqual(['applying', 'approved']);
  });

  it('carry a fence that rises, so that a write of the former holder finds nothing', async () => {
    const store = await home.open();
    await store.db.insertInto('changes').values(sampleChange('c')).execute();
    const [first] = await claimRows(store, 'changes', { ...claim, owner: 'one' });
    const [second] = await claimRows(store, 'changes', { ...claim, owner: 'two', now: 1_100 });
    expect([first?.fence, second?.fence]).toEqual([1, 2]);
    const late = await store.db
      .updateTable('changes')
      .set({ state: 'applied' })
      .where('id', '=', 'c')
      .where('fence', '=', first?.fence ?? 0)
      .executeTakeFirst();
    expect(late.numUpdatedRows).toBe(0n);
  });

  it('respect what the caller adds', async () => {
    const store = await home.open();
    await store.db
      .insertInto('changes')
      .values([sampleChange('now', { dueAt: 1_000 }), sampleChange('later', { dueAt: 1_001 }), sampleChange('any')])
      .execute();
    const where = sql`"dueAt" is null or "dueAt" <= ${1_000}`;
    const rows = await claimRows(store, 'changes', { ...claim, owner: 'one', where });
    expect(rows.map((row) => row.id).toSorted()).toEqual(['any', 'now']);
  });

  it('go to one owner each when many claim at once', async () => {
    const store = await home.open();
    const ids = Array.from({ length: 40 }, (_, n) => `c${n}`);
    await store.db
      .insertInto('changes')
      .values(ids.map((id) => sampleChange(id)))
      .execute();
    const shares = await Promise.all(
      Array.from({ length: 8 }, (_, n) => claimRows(store, 'changes', { ...claim, limit: 7, owner: `owner ${n}` })),
    );
    const taken = shares.flat();
    expect(taken.length).toBeGreaterThanOrEqual(7);
    expect(new Set(taken.map((row) => row.id)).size).toBe(taken.length);
    const stored = await store.db.selectFrom('changes').select(['id', 'leaseOwner']).execute();
    const owners = new Map(stored.map((row) => [row.id, row.leaseOwner]));
    for (const row of taken) expect(owners.get(row.id)).toBe(row.leaseOwner);
  });

  it('are taken back at start only where no other process can be alive', async () => {
    const store = await home.open();
    await store.db.insertInto('changes').values(sampleChange('c')).execute();
    await claimRows(store, 'changes', { ...claim, owner: 'one' });
    await releaseLeases(store, 'changes');
    const again = await claimRows(store, 'changes', { ...claim, owner: 'two' });
    expect(again).toHaveLength(store.singleProcess ? 1 : 0);
  });
});
