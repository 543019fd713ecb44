import { expect, it } from '@jest/globals';
import { claimChange, dueChanges, releaseChange } from '../../../core/changes/claim.js';
import { sampleChange as sample } from '../jobs/samples.js';
import { describeStores } from '../store/stores.js';

/** As the core would write it, with all that is read back from it. */
const sampleChange: typeof sample = (id, given) =>
  sample(id, { customerJson: '{"id":"c1","name":"","domain":""}', requesterChatJson: '{}', ...given });

describeStores('the claim of a change', (home) => {
  const LONG_AFTER = 10_000_000;

  it('is given for what is to be applied, and for nothing else', async () => {
    const store = await home.open();
    for (const state of ['draft', 'awaiting', 'approved', 'applying', 'applied', 'failed'] as const) {
      await store.db.insertInto('changes').values(sampleChange(state, { state })).execute();
    }
    expect((await dueChanges(store.db, { now: 1_000, limit: 10 })).toSorted()).toEqual(['applying', 'approved']);
    expect(await claimChange(store.db, { id: 'awaiting', owner: 'one', now: 1_000 })).toBeUndefined();
  });

  it('waits for the time at which a change is due', async () => {
    const store = await home.open();
    const rows = [sampleChange('now', { dueAt: 1_000 }), sampleChange('later', { dueAt: 1_001 }), sampleChange('any')];
    await store.db.insertInto('changes').values(rows).execute();
    expect((await dueChanges(store.db, { now: 1_000, limit: 10 })).toSorted()).toEqual(['any', 'now']);
  });

  it('goes to one owner when many ask at once', async () => {
    const store = await home.open();
    await store.db.insertInto('changes').values(sampleChange('c')).execute();
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, n) => claimChange(store.db, { id: 'c', owner: `owner ${n}`, now: 1_000 })),
    );
    expect(claims.filter((change) => change !== undefined)).toHaveLength(1);
  });

  it('carries a fence that rises with every holder', async () => {
    const store = await home.open();
    await store.db.insertInto('changes').values(sampleChange('c')).execute();
    const first = await claimChange(store.db, { id: 'c', owner: 'one', now: 1_000 });
    const second = await claimChange(store.db, { id: 'c', owner: 'two', now: LONG_AFTER });
    expect([first?.fence, second?.fence]).toEqual([1, 2]);
  });

  it('is let go of by its holder alone', async () => {
    const store = await home.open();
    await store.db.insertInto('changes').values(sampleChange('c')).execute();
    await claimChange(store.db, { id: 'c', owner: 'one', now: 1_000 });
    await releaseChange(store.db, { id: 'c', owner: 'two' });
    expect(await dueChanges(store.db, { now: 1_001, limit: 10 })).toEqual([]);
    await releaseChange(store.db, { id: 'c', owner: 'one' });
    expect(await dueChanges(store.db, { now: 1_001, limit: 10 })).toEqual(['c']);
  });
});
