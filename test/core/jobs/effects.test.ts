import { expect, it } from '@jest/globals';
import { createEffects, effectKey } from '../../../core/jobs/effects.js';
import { inTransaction } from '../../../core/store/transaction.js';
import { describeStores, testClock, testSealer } from '../store/stores.js';
import { sampleAnswer } from './samples.js';

describeStores('effects', (home) => {
  async function setUp() {
    const store = await home.open();
    return { store, ...createEffects({ sealer: testSealer(), now: testClock().now }) };
  }
  const key = effectKey('change-1', 3, 'submit');

  it('are known with their answer once recorded', async () => {
    const { store, knownEffect, recordEffect } = await setUp();
    expect(await knownEffect(store.db, key)).toBeUndefined();
    expect(await inTransaction(store.db, (tx) => recordEffect(tx, key, sampleAnswer))).toBe(true);
    expect(await knownEffect(store.db, key)).toEqual(sampleAnswer);
  });

  it('are others for another version, verb or change', async () => {
    const { store, knownEffect, recordEffect } = await setUp();
    await recordEffect(store.db, key, sampleAnswer);
    const others = [
      effectKey('change-1', 4, 'submit'),
      effectKey('change-1', 3, 'discard'),
      effectKey('c', 3, 'submit'),
    ];
    for (const other of others) expect(await knownEffect(store.db, other)).toBeUndefined();
  });

  it('are unknown when their transaction failed', async () => {
    const { store, knownEffect, recordEffect } = await setUp();
    const failing = inTransaction(store.db, async (tx) => {
      await recordEffect(tx, key, sampleAnswer);
      throw new Error('the effect failed');
    });
    await expect(failing).rejects.toThrow('the effect failed');
    expect(await knownEffect(store.db, key)).toBeUndefined();
  });

  it('keep their first answer, and tell whoever comes second', async () => {
    const { store, knownEffect, recordEffect } = await setUp();
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        inTransaction(store.db, (tx) => recordEffect(tx, key, { type: 'nothingFound', query: String(n) })),
      ),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await knownEffect(store.db, key)).toEqual({ type: 'nothingFound', query: String(results.indexOf(true)) });
  });

  it('keep their answers sealed', async () => {
    const { store, recordEffect } = await setUp();
    await recordEffect(store.db, key, sampleAnswer);
    const rows = await store.db.selectFrom('effects').selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('Fabrikam');
  });
});
