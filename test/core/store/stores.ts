import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { Client } from 'pg';
import type { JournalKeys } from '../../../core/journal/keys.js';
import { createLog } from '../../canary/output.js';
import { openStore } from '../../../core/store/open.js';
import type { Store } from '../../../core/store/open.js';
import { createSealer } from '../../../core/store/sealer.js';
import { postgresServer } from './postgres-server.js';
import { makeKey } from '../../../sandbox/secrets.js';

/** Where the tests of one store keep it. */
export interface Home {
  dialect: 'sqlite' | 'postgres';
  databaseUrl: string;
  dataDir: string;
  /**
   * Opens the store on a home of the test's own (the same one until the test ends); closed after the test.
   *
   * @param journalKeys sign what the journal is told
   */
  open: (journalKeys?: JournalKeys) => Promise<Store>;
}

/**
 * Declares the same tests for both stores: for SQLite always, for PostgreSQL when TEST_POSTGRES_URL names a server on
 * which databases may be made (build/with-postgres.sh starts one). Each test has an empty database of its own.
 */
export function describeStores(name: string, tests: (home: Home) => void): void {
  // `npm run test:postgres` leaves to npm test what that does anyway.
  const describeSqlite = process.env['TEST_ONLY_POSTGRES'] ? describe.skip : describe;
  describeSqlite(`${name} on SQLite`, () => {
    tests(freshHome('sqlite', (dataDir) => Promise.resolve({ url: `sqlite:${join(dataDir, 'desk.db')}` })));
  });
  const describePostgres = postgresServer ? describe : describe.skip;
  describePostgres(`${name} on PostgreSQL`, () => {
    tests(freshHome('postgres', () => freshDatabase(postgresServer ?? '')));
  });
}

type MakeDatabase = (dataDir: string) => Promise<{ url: string; drop?: () => Promise<void> }>;

function freshHome(dialect: Home['dialect'], make: MakeDatabase): Home {
  const opened: Store[] = [];
  let database: Awaited<ReturnType<MakeDatabase>> | undefined;
  const home: Home = {
    dialect,
    databaseUrl: '',
    dataDir: '',
    async open(journalKeys) {
      database ??= await make(home.dataDir);
      home.databaseUrl = database.url;
      const { dataDir } = home;
      const store = await openStore({
        databaseUrl: database.url,
        dataDir,
        log: silent,
        ...(journalKeys ? { journalKeys } : {}),
      });
      opened.push(store);
      return store;
    },
  };
  const makeDir = async () => {
    home.dataDir = await mkdtemp(join(tmpdir(), 'partnerdesk-store-'));
  };
  beforeAll(makeDir);
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await database?.drop?.();
    database = undefined;
    await rm(home.dataDir, { recursive: true, force: true });
    await makeDir();
  });
  afterAll(() => rm(home.dataDir, { recursive: true, force: true }));
  return home;
}

/** A database of its own, because the migrations' lock and tables are one per database. */
export async function freshDatabase(server: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `desk_${randomUUID().replaceAll('-', '')}`;
  // template0: nobody can be connected to it, which would make CREATE DATABASE fail.
  await administer(server, `create database ${name} template template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(server, `drop database ${name} with (force)`) };
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new Client(server);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export const silent = createLog('silent');

/** A sealer with a random key. */
export const testSealer = () => createSealer([Buffer.from(makeKey(), 'base64')]);

/** A clock that stands still until it is moved. */
export function testClock(start = 1_800_000_000_000) {
  let at = start;
  return {
    now: () => at,
    forward(ms: number) {
      at += ms;
    },
  };
}
