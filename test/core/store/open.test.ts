import { EventEmitter, once } from 'node:events';
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { migrations } from '../../../core/store/migrations/index.js';
import { openStore } from '../../../core/store/open.js';
import type { Tables } from '../../../core/store/tables.js';
import { columns } from './columns.js';
import { describeStores, silent } from './stores.js';

const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

describeStores('the store', (home) => {
  it('has every table and column that tables.ts names, and no other', async () => {
    const store = await home.open();
    const found = await store.db.introspection.getTables();
    const actual = Object.fromEntries(
      found.map((table) => [table.name, table.columns.map((column) => column.name).toSorted()]),
    );
    const expected = Object.fromEntries(
      Object.entries(columns).map(([name, of]) => [name, Object.keys(of).toSorted()]),
    );
    expect(actual).toEqual(expected);
  });

  it('keeps what it holds when it is opened again', async () => {
    const first = await home.open();
    await first.db.insertInto('signatures').values({ digest: 'd', expiresAt: 1_800_000_000_123 }).execute();
    await first.close();
    const second = await home.open();
    // The time comes back as a number, on both stores.
    expect(await second.db.selectFrom('signatures').selectAll().execute()).toEqual([
      { digest: 'd', expiresAt: 1_800_000_000_123 },
    ]);
  });

  it('refuses a database that a newer release has migrated', async () => {
    const store = await home.open();
    await sql`insert into "kysely_migration" ("name", "timestamp") values ('9999-later', '2030')`.execute(store.db);
    await store.close();
    await expect(home.open()).rejects.toThrow('could not be migrated');
  });

  it('answers a ping, and fails it once closed', async () => {
    const store = await home.open();
    await store.ping();
    await store.close();
    await expect(store.ping()).rejects.toThrow();
  });

  it('lets the transaction in hand come to its end before it closes', async () => {
    const store = await home.open();
    const steps = new EventEmitter();
    const begun = once(steps, 'begun');
    const writing = store.db.transaction().execute(async (tx) => {
      await tx.insertInto('signatures').values({ digest: 'first', expiresAt: 1 }).execute();
      steps.emit('begun');
      await new Promise(setImmediate);
      await tx.insertInto('signatures').values({ digest: 'second', expiresAt: 1 }).execute();
    });
    await begun;
    await store.close();
    await writing;
    const again = await home.open();
    expect(await again.db.selectFrom('signatures').select('digest').execute()).toHaveLength(2);
  });

  if (home.dialect === 'sqlite') {
    it('makes its folder and its files for the owner alone', async () => {
      const parent = await mkdtemp(join(tmpdir(), 'partnerdesk-modes-'));
      const dataDir = join(parent, 'data');
      const path = join(dataDir, 'desk.db');
      const store = await openStore({ databaseUrl: `sqlite:${path}`, dataDir, log: silent });
      expect([dataDir, path, `${path}-wal`, `${path}.lock`].map(modeOf)).toEqual(['700', '600', '600', '600']);
      await store.close();
      await rm(parent, { recursive: true });
    });

    it('writes through to the disk at every commit, and enforces references', async () => {
      const { db } = await home.open();
      expect((await sql`pragma journal_mode`.execute(db)).rows).toEqual([{ journal_mode: 'wal' }]);
      expect((await sql`pragma synchronous`.execute(db)).rows).toEqual([{ synchronous: 2 }]);
      expect((await sql`pragma foreign_keys`.execute(db)).rows).toEqual([{ foreign_keys: 1 }]);
    });
  } else {
    it('migrates once when several replicas start at the same moment', async () => {
      const replicas = await Promise.all(Array.from({ length: 4 }, () => home.open()));
      const ran = await sql<{ name: string }>`select "name" from "kysely_migration"`.execute(replicas[0]!.db);
      expect(ran.rows.map(({ name }) => name)).toEqual(Object.keys(migrations));
      await Promise.all(replicas.map((replica) => replica.ping()));
    });

    it('goes on after the server has cut all its connections, also one in a transaction', async () => {
      const store = await home.open();
      const other = await home.open();
      const cut = store.db.transaction().execute(async (tx) => {
        await sql`select 1`.execute(tx);
        await sql`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`.execute(other.db);
        await sql`select 1`.execute(tx);
      });
      await expect(cut).rejects.toThrow();
      await store.ping();
    });
  }
});

describe('the list of columns', () => {
  it('covers every table', () => {
    const names: Record<keyof Tables, object> = columns;
    expect(Object.keys(names)).toHaveLength(31);
  });
});
