import { expect, it } from '@jest/globals';
import { createGroupCommit } from '../../../core/store/group-commit.js';
import type { Db } from '../../../core/store/tables.js';
import { describeStores } from './stores.js';

const insert = (digest: string) => async (tx: Db) => {
  await tx.insertInto('signatures').values({ digest, expiresAt: 1 }).execute();
  return digest;
};

describeStores('committing together', (home) => {
  const digests = async (db: Db) =>
    (await db.selectFrom('signatures').select('digest').orderBy('digest').execute()).map(({ digest }) => digest);

  it('gives everybody their own result, written', async () => {
    const store = await home.open();
    const commit = createGroupCommit(store);
    const results = await Promise.all(['a', 'b', 'c'].map((digest) => commit.now(insert(digest))));
    expect(results).toEqual(['a', 'b', 'c']);
    expect(await digests(store.db)).toEqual(['a', 'b', 'c']);
  });

  it('lets one that fails fail alone', async () => {
    const store = await home.open();
    const commit = createGroupCommit(store);
    const outcomes = await Promise.allSettled([
      commit.now(insert('a')),
      commit.now(() => Promise.reject(new Error('not this one'))),
      commit.now(insert('c')),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await digests(store.db)).toEqual(['a', 'c']);
  });

  it('writes what may wait too, without being asked again', async () => {
    const store = await home.open();
    const commit = createGroupCommit(store);
    expect(await commit.later(insert('a'))).toBe('a');
    expect(await digests(store.db)).toEqual(['a']);
  });

  it('fails everybody when the store is closed', async () => {
    const store = await home.open();
    const commit = createGroupCommit(store);
    await store.close();
    const outcomes = await Promise.allSettled([commit.now(insert('a')), commit.now(insert('b'))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
