import { expect, it } from '@jest/globals';
import { journal, readJournal } from '../../../core/journal/journal.js';
import type { JournalEntry } from '../../../core/journal/journal.js';
import { inTransaction } from '../../../core/store/transaction.js';
import { describeStores } from '../store/stores.js';

const full: JournalEntry = {
  fact: 'change.applied',
  at: 1_800_000_000_000,
  person: 'p1',
  personName: 'Wilhelmina Okonkwo',
  platform: 'teams',
  roles: ['Sales agent', 'Admin agent'],
  customer: 'c1',
  change: 'ch1',
  detail: { etag: '"x"', fields: ['email'] },
  correlationId: 'k1',
};

describeStores('the journal', (home) => {
  it('gives back what was recorded, in full and in the least form', async () => {
    const { db } = await home.open();
    await journal(db, full);
    await journal(db, { fact: 'refused', at: 2 });
    const [second, first] = await readJournal(db, { limit: 10 });
    expect(first).toEqual({ ...full, seq: 1, id: expect.any(String) });
    expect(second).toEqual({ fact: 'refused', at: 2, seq: 2, id: expect.any(String) });
  });

  it('records nothing when the transaction of the fact fails', async () => {
    const { db } = await home.open();
    const failing = inTransaction(db, async (tx) => {
      await journal(tx, full);
      throw new Error('it did not happen');
    });
    await expect(failing).rejects.toThrow('it did not happen');
    expect(await readJournal(db, { limit: 10 })).toEqual([]);
  });

  it('answers for one customer or one change, newest first and page by page', async () => {
    const { db } = await home.open();
    for (let n = 1; n <= 6; n += 1) {
      await journal(db, { fact: 'change.drafted', at: n, customer: n % 2 ? 'odd' : 'even', change: `ch${n}` });
    }
    const page = await readJournal(db, { customer: 'odd', limit: 2 });
    expect(page.map((entry) => entry.at)).toEqual([5, 3]);
    const next = await readJournal(db, { customer: 'odd', limit: 2, before: page.at(-1)?.seq ?? 0 });
    expect(next.map((entry) => entry.at)).toEqual([1]);
    expect(await readJournal(db, { change: 'ch4', limit: 9 })).toMatchObject([{ at: 4, customer: 'even' }]);
  });

  it('leaves the chain to be closed afterwards', async () => {
    const { db } = await home.open();
    await journal(db, full);
    const rows = await db.selectFrom('journal').select(['position', 'previousHash', 'hash']).execute();
    expect(rows).toEqual([{ position: null, previousHash: null, hash: null }]);
  });
});
