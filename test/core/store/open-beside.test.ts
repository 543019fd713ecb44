import { expect, it } from '@jest/globals';
import { journal, readJournal } from '../../../core/journal/journal.js';
import { openStoreBeside } from '../../../core/store/open-beside.js';
import { inTransaction } from '../../../core/store/transaction.js';
import { describeStores, silent } from './stores.js';

describeStores('a store that is opened beside a running desk', (home) => {
  const fact = (n: number) => ({ fact: 'webhook.registered', at: n }) as const;

  it('shares what either of them writes, also at the same time', async () => {
    const store = await home.open();
    const beside = openStoreBeside(home.databaseUrl, silent);
    const numbers = Array.from({ length: 20 }, (_, n) => n);
    await Promise.all([
      ...numbers.map((n) => inTransaction(store.db, (tx) => journal(tx, fact(n)))),
      ...numbers.map((n) => beside.write((tx) => journal(tx, fact(100 + n)))),
    ]);
    await beside.close();
    const entries = await readJournal(store.db, { limit: 100 });
    expect(entries.map(({ at }) => at).sort((a, b) => a - b)).toEqual([...numbers, ...numbers.map((n) => 100 + n)]);
  });

  it('leaves the desk its store when it is closed', async () => {
    const store = await home.open();
    const beside = openStoreBeside(home.databaseUrl, silent);
    await readJournal(beside.db, { limit: 1 });
    await beside.close();
    await store.ping();
    await journal(store.db, fact(1));
    expect(await readJournal(store.db, { limit: 5 })).toHaveLength(1);
  });
});

it('a store is not made where there is none', () => {
  expect(() => openStoreBeside('sqlite:/nowhere/at/all.db', silent)).toThrow('no database yet');
});
