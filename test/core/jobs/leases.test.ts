import { expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { claimRows, releaseLeases } from '../../../core/jobs/leases.js';
import { describeStores } from '../store/stores.js';
import { sampleMessage } from './samples.js';

describeStores('leases on messages', (home) => {
  const claim = { limit: 10, now: 1_000, leaseMs: 100 };

  it('are given for what is to be sent, and for nothing else', async () => {
    const store = await home.open();
    for (const state of ['due', 'sent', 'parked'] as const) {
      await store.db.insertInto('outbox').values(sampleMessage(state, { state })).execute();
    }
    const rows = await claimRows(store, 'outbox', { ...claim, owner: 'one' });
    expect(rows.map((row) => row.id)).toEqual(['due']);
  });

  it('count every holder', async () => {
    const store = await home.open();
    await store.db.insertInto('outbox').values(sampleMessage('m')).execute();
    const [first] = await claimRows(store, 'outbox', { ...claim, owner: 'one' });
    const early = await claimRows(store, 'outbox', { ...claim, owner: 'two', now: 1_099 });
    const [second] = await claimRows(store, 'outbox', { ...claim, owner: 'two', now: 1_100 });
    expect(early).toEqual([]);
    expect([first?.attempts, second?.attempts]).toEqual([1, 2]);
  });

  it('respect what the caller adds, oldest first', async () => {
    const store = await home.open();
    const rows = [
      sampleMessage('now', { dueAt: 1_000 }),
      sampleMessage('later', { dueAt: 1_001 }),
      sampleMessage('any'),
    ];
    await store.db.insertInto('outbox').values(rows).execute();
    const claimed = await claimRows(store, 'outbox', { ...claim, owner: 'one', where: sql`"dueAt" <= ${1_000}` });
    expect(claimed.map((row) => row.id)).toEqual(['any', 'now']);
  });

  it('go to one owner each when many claim at once', async () => {
    const store = await home.open();
    const ids = Array.from({ length: 40 }, (_, n) => `m${n}`);
    await store.db
      .insertInto('outbox')
      .values(ids.map((id) => sampleMessage(id)))
      .execute();
    const shares = await Promise.all(
      Array.from({ length: 8 }, (_, n) => claimRows(store, 'outbox', { ...claim, limit: 7, owner: `owner ${n}` })),
    );
    const taken = shares.flat();
    expect(taken.length).toBeGreaterThanOrEqual(7);
    expect(new Set(taken.map((row) => row.id)).size).toBe(taken.length);
    const stored = await store.db.selectFrom('outbox').select(['id', 'leaseOwner']).execute();
    const owners = new Map(stored.map((row) => [row.id, row.leaseOwner]));
    for (const row of taken) expect(owners.get(row.id)).toBe(row.leaseOwner);
  });

  it('are taken back at start only where no other process can be alive', async () => {
    const store = await home.open();
    await store.db.insertInto('outbox').values(sampleMessage('m')).execute();
    await claimRows(store, 'outbox', { ...claim, owner: 'one' });
    await releaseLeases(store, 'outbox');
    const again = await claimRows(store, 'outbox', { ...claim, owner: 'two' });
    expect(again).toHaveLength(store.singleProcess ? 1 : 0);
  });
});
