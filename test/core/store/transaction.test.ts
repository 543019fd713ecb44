import { describe, expect, it } from '@jest/globals';
import { DatabaseSync } from '@photostructure/sqlite';
import { Kysely, sql } from 'kysely';
import { sqliteDialect } from '../../../core/store/sqlite-dialect.js';
import { createStatementCache } from '../../../core/store/sqlite-statements.js';
import type { Db } from '../../../core/store/tables.js';
import { inTransaction } from '../../../core/store/transaction.js';
import { describeStores } from './stores.js';

const put = (db: Db, digest: string) => db.insertInto('signatures').values({ digest, expiresAt: 1 }).execute();

async function held(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('signatures').select('digest').orderBy('digest').execute();
  return rows.map((row) => row.digest);
}

describeStores('a transaction', (home) => {
  it('keeps everything when its function resolves, and gives its result', async () => {
    const { db } = await home.open();
    const result = await inTransaction(db, async (tx) => {
      await put(tx, 'a');
      await put(tx, 'b');
      return 'done';
    });
    expect(result).toBe('done');
    expect(await held(db)).toEqual(['a', 'b']);
  });

  it('keeps nothing when its function throws, and passes the error on', async () => {
    const { db } = await home.open();
    const failing = inTransaction(db, async (tx) => {
      await put(tx, 'a');
      throw new Error('thought better of it');
    });
    await expect(failing).rejects.toThrow('thought better of it');
    expect(await held(db)).toEqual([]);
  });

  it('is refused inside another one, which then keeps nothing', async () => {
    const { db } = await home.open();
    const nested = inTransaction(db, async (tx) => {
      await put(tx, 'a');
      await inTransaction(tx, (inner) => put(inner, 'b'));
    });
    await expect(nested).rejects.toThrow('open already');
    expect(await held(db)).toEqual([]);
  });

  it('is tried again after a race that the database called off, each time from nothing', async () => {
    const { db } = await home.open();
    let tries = 0;
    await inTransaction(db, async (tx) => {
      tries += 1;
      await put(tx, `try ${tries}`);
      if (tries < 3) throw Object.assign(new Error('lost'), { code: '40001' });
    });
    expect(await held(db)).toEqual(['try 3']);
  });

  it('gives up after five tries', async () => {
    const { db } = await home.open();
    let tries = 0;
    const hopeless = inTransaction(db, () => {
      tries += 1;
      throw Object.assign(new Error('lost again'), { code: '40P01' });
    });
    await expect(hopeless).rejects.toThrow('lost again');
    expect(tries).toBe(5);
  });

  it('does not mix with others that run at the same time', async () => {
    const { db } = await home.open();
    const all = Array.from({ length: 20 }, (_, n) =>
      inTransaction(db, async (tx) => {
        await put(tx, `${n} first`);
        await new Promise(setImmediate);
        await put(tx, `${n} second`);
        if (n % 2 === 1) throw new Error('odd ones fail');
      }),
    );
    await Promise.allSettled(all);
    const expected = [0, 2, 4, 6, 8, 10, 12, 14, 16, 18].flatMap((n) => [`${n} first`, `${n} second`]);
    expect((await held(db)).toSorted()).toEqual(expected.toSorted());
  });
});

describe('the SQLite driver', () => {
  it('says what is wrong when the outer connection is used inside a transaction', async () => {
    const db = new Kysely<unknown>({ dialect: sqliteDialect(new DatabaseSync(':memory:'), 20) });
    const stuck = db.transaction().execute(() => sql`select 1`.execute(db));
    await expect(stuck).rejects.toThrow('is "db" used inside a transaction?');
    // The queue has survived it.
    expect((await sql`select 2 as "two"`.execute(db)).rows).toEqual([{ two: 2 }]);
    await db.destroy();
  });

  it('serves queries in the order in which they came', async () => {
    const db = new Kysely<unknown>({ dialect: sqliteDialect(new DatabaseSync(':memory:')) });
    await sql`create table "t" ("n" integer)`.execute(db);
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 10 }, async (_, n) => {
        await sql`insert into "t" values (${n})`.execute(db);
        order.push(n);
      }),
    );
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await db.destroy();
  });

  it('keeps no more statements than it may, dropping the least recently used one', () => {
    const database = new DatabaseSync(':memory:');
    const cache = createStatementCache(database, 2);
    const one = cache.prepare('select 1');
    const two = cache.prepare('select 2');
    expect(cache.prepare('select 1')).toBe(one);
    cache.prepare('select 3');
    expect(cache.size()).toBe(2);
    expect(cache.prepare('select 1')).toBe(one);
    expect(cache.prepare('select 2')).not.toBe(two);
    database.close();
  });
});
