import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { deskChecks } from '../../../core/doctor/checks/index.js';
import { examine } from '../../../core/doctor/examine.js';
import { createPatient } from '../../../core/doctor/patient.js';
import { createJournalKeys } from '../../../core/journal/keys.js';
import { journal } from '../../../core/journal/journal.js';
import { sealRound } from '../../../core/journal/seal.js';
import { verifyLast } from '../../../core/journal/verify-last.js';
import { createLog } from '../../canary/output.js';
import { createMetrics } from '../../canary/metrics.js';
import { createSealer } from '../../../core/store/sealer.js';
import type { Store } from '../../../core/store/open.js';
import { describeStores } from '../store/stores.js';

describeStores('the doctor looks at the store', (home) => {
  const [key, former] = [randomBytes(32), randomBytes(32)];
  const keys = createJournalKeys([key]);

  async function look(store: Store, encryptionKeys: Buffer[]): Promise<Record<string, string>> {
    const patient = createPatient({
      settings: {
        problems: [],
        storeConfig: { databaseUrl: home.databaseUrl, dataDir: home.dataDir, encryptionKeys },
      },
      store: { db: store.db },
      version: '1.0.0',
      log: createLog('silent'),
      metrics: createMetrics(),
      now: Date.now,
    });
    const names = ['store', 'work', 'keys', 'journal', 'watches'];
    const { findings } = await examine(
      deskChecks.filter(({ name }) => names.includes(name)),
      patient,
    );
    return Object.fromEntries(findings.map(({ check, code }) => [check, code]));
  }

  it('and finds an empty one well', async () => {
    const store = await home.open(keys);
    expect(await look(store, [key])).toEqual({ store: 'ok', work: 'ok', keys: 'ok', journal: 'ok', watches: 'ok' });
  });

  it('and finds what still needs a former key', async () => {
    const store = await home.open(keys);
    const valueSealed = createSealer([former]).seal('canary', 'x');
    await store.db.insertInto('secrets').values({ name: 'x', valueSealed, originHash: null, updatedAt: 1 }).execute();
    expect((await look(store, [key, former]))['keys']).toBe('keyOldInUse');
    expect((await look(store, [key]))['keys']).toBe('keyMissing');
    expect((await look(store, [former]))['keys']).toBe('ok');
  });

  async function write(count: number): Promise<Store> {
    const store = await home.open(keys);
    for (let at = 1; at <= count; at += 1) await journal(store.db, { fact: 'refused', at });
    await sealRound({ store, keys, owner: 'test', now: Date.now });
    return store;
  }

  it('and finds a chain without an anchor', async () => {
    const store = await write(3);
    expect((await look(store, [key]))['journal']).toBe('journalNoAnchor');
  });

  it('and finds any tampering with the last stretch of the chain', async () => {
    const { db } = await write(6);
    expect(await verifyLast(db, keys, 4)).toBeUndefined();
    expect(await verifyLast(db, keys, 100)).toBeUndefined();
    expect(await verifyLast(db, createJournalKeys([former]), 4)).toEqual({ wrong: 'unknownKey', position: 3 });

    await db.updateTable('journal').set({ at: 99 }).where('position', '=', 5).execute();
    expect(await verifyLast(db, keys, 4)).toEqual({ wrong: 'altered', position: 5 });
    await db.updateTable('journal').set({ at: 5 }).where('position', '=', 5).execute();
    expect(await verifyLast(db, keys, 4)).toBeUndefined();
    await db.deleteFrom('journal').where('position', '=', 5).execute();
    expect(await verifyLast(db, keys, 4)).toEqual({ wrong: 'removed', position: 5 });
  });
});
