import { expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { readFile, writeFile } from 'node:fs/promises';
import { anchorFile } from '../../../core/journal/anchors.js';
import { journal } from '../../../core/journal/journal.js';
import { createJournalKeys } from '../../../core/journal/keys.js';
import { sealRound } from '../../../core/journal/seal.js';
import { startSealing } from '../../../core/journal/sealing.js';
import { inTransaction } from '../../../core/store/transaction.js';
import { describeStores, silent } from '../store/stores.js';
import { newKey, oldKey, openJournal, type TestJournal } from './journals.js';

const entry = (at: number) => ({ fact: 'change.drafted' as const, at, detail: { reason: `entry ${at}` } });

async function places({ store }: TestJournal): Promise<(number | null)[]> {
  const rows = await store.db.selectFrom('journal').select('position').orderBy('position').execute();
  return rows.map(({ position }) => position);
}

describeStores('chaining the journal', (home) => {
  const onPostgres = home.dialect === 'postgres' ? it : it.skip;

  it('gives every entry one place, in the order in which they were written', async () => {
    const book = await openJournal(home);
    await book.write(...Array.from({ length: 450 }, (_entry, at) => entry(at)));
    await book.seal();
    expect(await places(book)).toEqual(Array.from({ length: 450 }, (_place, index) => index + 1));
    expect(await book.verify()).toMatchObject({ sealed: 450, unsealed: 0 });
  });

  it('goes on from where it was, and takes entries that are not chained yet for what they are', async () => {
    const book = await openJournal(home);
    await book.write(entry(1));
    await book.seal();
    await book.write(entry(2), entry(3));
    const verdict = await book.verify();
    expect(verdict).toMatchObject({ sealed: 1, unsealed: 2 });
    expect(verdict.finding).toBeUndefined();
    await book.seal();
    expect(await book.verify()).toMatchObject({ sealed: 3, unsealed: 0 });
  });

  onPostgres('chains an entry that becomes visible after later ones', async () => {
    const book = await openJournal(home);
    let commit = (): void => {};
    const held = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let written = (): void => {};
    const isWritten = new Promise<void>((resolve) => {
      written = resolve;
    });
    const slow = inTransaction(book.store.db, async (tx) => {
      await journal(tx, entry(1));
      written();
      await held;
    });
    await isWritten;
    await book.write(entry(2));
    await book.seal();
    expect(await places(book)).toEqual([1]);
    commit();
    await slow;
    await book.seal();
    const rows = await book.store.db.selectFrom('journal').select(['seq', 'position']).orderBy('seq').execute();
    expect(rows.map(({ position }) => position)).toEqual([2, 1]);
    expect(await book.verify()).toMatchObject({ sealed: 2, unsealed: 0 });
  });

  it('leaves out none and chains none twice, whatever many writers and many sealers do at once', async () => {
    const book = await openJournal(home);
    const { clock, keys } = book;
    const stores =
      home.dialect === 'postgres' ? [book.store, await home.open(keys), await home.open(keys)] : [book.store];
    const writing = new AbortController();
    let committed = 0;
    const write = async (writer: number) => {
      for (let n = 0; n < 40; n += 1) {
        const { db } = stores[n % stores.length] ?? book.store;
        const entries = 1 + (n % 3);
        const done = inTransaction(db, async (tx) => {
          for (let one = 0; one < entries; one += 1) await journal(tx, entry(writer * 1_000 + n));
          // Held open for a moment, so that commits and numbers come in different orders.
          await tx.executeQuery(sql`select 1`.compile(tx));
          if (n % 7 === writer) throw new Error('rolled back');
        });
        await done.then(
          () => (committed += entries),
          () => undefined,
        );
      }
    };
    const seal = async (owner: string, index: number) => {
      const store = stores[index % stores.length] ?? book.store;
      while (!writing.signal.aborted) {
        await sealRound({ store, keys, owner, now: clock.now });
        // Leases run out under whoever holds them: the next round of any sealer may be the first to notice.
        clock.forward(20_000);
        await new Promise(setImmediate);
      }
    };
    const sealers = ['a', 'b', 'c'].map(seal);
    await Promise.all([0, 1, 2, 3, 4].map(write));
    writing.abort();
    await Promise.all(sealers);
    clock.forward(60_000);
    await book.seal();
    expect(await places(book)).toEqual(Array.from({ length: committed }, (_place, index) => index + 1));
    const verdict = await book.verify();
    expect(verdict).toMatchObject({ sealed: committed, unsealed: 0 });
    expect(verdict.finding).toBeUndefined();
  }, 60_000);

  it('is the duty of one process, until that is gone', async () => {
    const book = await openJournal(home);
    const { store, keys, clock } = book;
    const round = (owner: string) => sealRound({ store, keys, owner, now: clock.now });
    await book.write(entry(1));
    expect((await round('a'))?.sealed).toBe(1);
    await book.write(entry(2));
    expect(await round('b')).toBeUndefined();
    clock.forward(31_000);
    expect((await round('b'))?.sealed).toBe(1);
    expect(await round('a')).toBeUndefined();
  });

  it('chains what a release wrote that did not sign, and nothing unsigned afterwards', async () => {
    const book = await openJournal(home);
    const { store } = book;
    const unsigned = async (at: number) => {
      await book.write(entry(at));
      await store.db.updateTable('journal').set({ mac: null, salt: null }).where('at', '=', at).execute();
    };
    await unsigned(1);
    await unsigned(2);
    expect((await book.verify()).finding).toBeUndefined();
    await book.write(entry(3));
    await book.seal();
    const verdict = await book.verify();
    expect(verdict).toMatchObject({ sealed: 3, unsigned: 2 });
    expect(verdict.finding).toBeUndefined();
    await unsigned(4);
    expect((await book.verify()).finding?.wrong).toBe('forged');
    await book.seal();
    expect((await book.verify()).finding).toMatchObject({ wrong: 'forged', position: 4 });
  });

  it('holds what was signed with a key that was rotated since, as long as that key is known', async () => {
    const before = await openJournal(home, [oldKey]);
    await before.write(entry(1), entry(2));
    await before.seal();
    await before.write(entry(3));
    await before.anchor();
    await before.store.close();
    const after = await openJournal(home, [newKey, oldKey]);
    await after.write(entry(4));
    await after.seal();
    await after.anchor();
    const verdict = await after.verify();
    expect(verdict).toMatchObject({ sealed: 4, anchors: 2 });
    expect(verdict.finding).toBeUndefined();
    expect((await after.verify(createJournalKeys([newKey]))).finding).toMatchObject({ wrong: 'unknownKey' });
    expect((await after.verify(createJournalKeys([oldKey]))).finding).toMatchObject({
      wrong: 'unknownKey',
      position: 3,
    });
  });

  it('finds an entry that somebody else wrote, before and after it is chained', async () => {
    const book = await openJournal(home);
    await book.write(entry(1));
    await book.seal();
    const row = await book.store.db.selectFrom('journal').selectAll().executeTakeFirstOrThrow();
    const { seq: _, ...copy } = row;
    const forged = { ...copy, id: 'forged', position: null, previousHash: null, hash: null };
    await book.store.db.insertInto('journal').values(forged).execute();
    expect((await book.verify()).finding).toMatchObject({ wrong: 'altered', id: 'forged' });
    await book.seal();
    expect((await book.verify()).finding).toMatchObject({ wrong: 'altered', id: 'forged', position: 2 });
  });
});

describeStores('the anchors of the journal', (home) => {
  const lines = async () =>
    (await readFile(anchorFile(home.dataDir), 'utf8')).split('\n').filter((line) => line !== '');

  async function threeAnchors(): Promise<TestJournal> {
    const book = await openJournal(home);
    for (const at of [1, 2, 3]) {
      await book.write(entry(at));
      await book.seal();
      await book.anchor();
    }
    return book;
  }

  it('go on after a line that a crash cut off', async () => {
    const book = await threeAnchors();
    const [first = '', second = ''] = await lines();
    await writeFile(anchorFile(home.dataDir), `${first}\n${second.slice(0, -9)}`);
    await book.anchor();
    const verdict = await book.verify();
    expect(verdict.anchors).toBe(2);
    expect(verdict.finding).toBeUndefined();
  });

  it('are not to be edited or moved', async () => {
    const book = await threeAnchors();
    const [first = '', second = '', third = ''] = await lines();
    const write = (...text: string[]) => writeFile(anchorFile(home.dataDir), `${text.join('\n')}\n`);
    await write(first, second.replace('"position":2', '"position":1'), third);
    expect((await book.verify()).finding).toMatchObject({ wrong: 'altered', anchorLine: { line: 2 } });
    await write(first, third, second);
    expect((await book.verify()).finding).toMatchObject({ wrong: 'reordered', anchorLine: { line: 3 } });
  });

  it('follow the last entry within ten minutes, though nothing happens any more', async () => {
    const book = await openJournal(home);
    const { store, keys, clock } = book;
    const anchored = async (count: number) => {
      while ((await lines().catch((): string[] => [])).length < count) {
        loop.wake();
        await new Promise((soon) => setTimeout(soon, 20));
      }
    };
    await book.write(entry(1));
    const loop = startSealing({ store, keys, owner: 'test', now: clock.now, dataDir: home.dataDir, log: silent });
    try {
      await anchored(1);
      await book.write(entry(2));
      loop.wake();
      while ((await places(book)).includes(null)) await new Promise((soon) => setTimeout(soon, 20));
      expect(await lines()).toHaveLength(1);
      clock.forward(600_000);
      await anchored(2);
      expect((await lines())[1]).toContain('"position":2');
    } finally {
      await loop.stop();
    }
  });

  it('are made at the next start for what a killed process had only chained', async () => {
    const book = await openJournal(home);
    const { store, keys, clock } = book;
    await book.write(entry(1));
    await book.seal();
    const loop = startSealing({ store, keys, owner: 'next', now: clock.now, dataDir: home.dataDir, log: silent });
    while ((await lines().catch((): string[] => [])).length < 1) await new Promise((soon) => setTimeout(soon, 20));
    await loop.stop();
    expect(await book.verify()).toMatchObject({ sealed: 1, anchors: 1 });
  });

  it('are written by the desk while it runs, and when it stops', async () => {
    const book = await openJournal(home);
    const { store, keys, clock } = book;
    const options = { store, keys, owner: 'test', now: clock.now, dataDir: home.dataDir, log: silent };
    await book.write(entry(1), entry(2));
    const first = startSealing(options);
    while ((await places(book)).includes(null)) await new Promise((soon) => setTimeout(soon, 20));
    await first.stop();
    expect(await lines()).toHaveLength(1);
    const second = startSealing(options);
    await book.write(entry(3));
    await second.stop();
    expect(await lines()).toHaveLength(2);
    expect(await book.verify()).toMatchObject({ sealed: 3, anchors: 2 });
  });
});
