import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { erase } from '../../../core/journal/erase.js';
import { readHistory } from '../../../core/journal/history.js';
import { readJournal } from '../../../core/journal/journal.js';
import { describeStores } from '../store/stores.js';
import { anyEntry, customers, openJournal, people, type TestJournal } from './journals.js';

const [sofia, ada] = people;
const [contoso] = customers;

const story: Parameters<TestJournal['write']> = [
  {
    fact: 'change.proposed',
    at: 1,
    person: sofia,
    personName: 'Sofia Marín',
    customer: contoso,
    change: 'chg-1',
    detail: {
      kind: 'account',
      fields: [{ path: 'companyName', before: 'Contoso', after: 'Contoso Ltd.' }],
      reason: 'They merged',
    },
  },
  {
    fact: 'change.approved',
    at: 2,
    person: ada,
    personName: 'Ada Nowak',
    customer: contoso,
    change: 'chg-1',
    detail: { digest: 'd', reason: 'Fine', onBehalfOf: 'Sofia Marín' },
  },
  { fact: 'refused', at: 3, detail: { user: 'U123', tenant: 'T1' } },
  { fact: 'change.applied', at: 4, person: sofia, personName: 'Sofia Marín', customer: contoso, change: 'chg-1' },
];

/** Every text that the tables of the journal hold. */
async function everything({ store }: TestJournal): Promise<string> {
  return JSON.stringify(await store.db.selectFrom('journal').selectAll().execute());
}

describeStores('erasing from the journal', (home) => {
  async function open(): Promise<TestJournal> {
    const book = await openJournal(home);
    const { db } = book.store;
    const link = { platform: 'slack', tenant: 'T1', chatUser: 'U123', person: sofia, personName: 'Sofia Marín' };
    await db
      .insertInto('links')
      .values({ id: 'link-1', ...link, via: 'signIn', searched: '', linkedAt: 1 })
      .execute();
    await book.write(...story);
    return book;
  }
  const eraseFrom = ({ store, keys, clock }: TestJournal, what: Parameters<typeof erase>[0]) =>
    erase(what, { store, keys, now: clock.now });

  it('leaves nothing of a person, wherever entries name them, and the chain whole', async () => {
    const book = await open();
    await book.seal();
    expect(await eraseFrom(book, { person: sofia })).toBe(4);
    const text = await everything(book);
    for (const gone of [sofia, 'Sofia', 'They merged', 'U123']) expect(text).not.toContain(gone);
    for (const stays of [ada, 'Ada Nowak', 'Contoso Ltd.', 'Fine']) expect(text).toContain(stays);
    await book.seal();
    const verdict = await book.verify();
    expect(verdict).toMatchObject({ sealed: 5, erased: 4 });
    expect(verdict.finding).toBeUndefined();
  });

  it('leaves nothing of a chat user to whom the person is not linked any more', async () => {
    const book = await open();
    await book.store.db.deleteFrom('links').execute();
    const [platform, detail] = ['teams' as const, { tenant: 'T2', user: 'U456' }];
    await book.write({ fact: 'link.asked', at: 5, platform, detail });
    await book.write({ fact: 'link.completed', at: 6, person: ada, personName: 'Ada Nowak', platform, detail });
    await eraseFrom(book, { person: ada });
    expect(await everything(book)).not.toContain('U456');
  });

  it('leaves nothing of the values of a customer', async () => {
    const book = await open();
    expect(await eraseFrom(book, { customer: contoso })).toBe(2);
    const text = await everything(book);
    for (const gone of ['Contoso', 'They merged', 'Fine']) expect(text).not.toContain(gone);
    expect(text).toContain('Ada Nowak');
    await book.seal();
    expect((await book.verify()).finding).toBeUndefined();
  });

  it('is itself an entry, which does not say whose data it was', async () => {
    const book = await open();
    await eraseFrom(book, { person: sofia });
    const [entry] = await readJournal(book.store.db, { limit: 1 });
    expect(entry).toMatchObject({ fact: 'journal.erased', detail: { of: 'person' } });
    const [first] = (await readJournal(book.store.db, { limit: 10 })).toReversed();
    expect(first?.erased).toEqual(['person', 'personName', 'detail.reason']);
  });

  it('can be asked for twice, and for a customer after a person', async () => {
    const book = await open();
    await eraseFrom(book, { person: sofia });
    expect(await eraseFrom(book, { person: sofia })).toBe(0);
    await book.seal();
    expect(await eraseFrom(book, { customer: contoso })).toBe(2);
    await book.seal();
    const verdict = await book.verify();
    expect(verdict.sealed).toBe(7);
    expect(verdict.finding).toBeUndefined();
  });

  it('is told in the history as erased', async () => {
    const book = await open();
    await eraseFrom(book, { person: sofia });
    await eraseFrom(book, { customer: contoso });
    const { items } = await readHistory(book.store.db, { customer: contoso, limit: 5 });
    expect(items).toMatchObject([{ erased: true, differences: [], state: 'applied' }]);
    expect(items[0]).not.toHaveProperty('requester');
    expect(items[0]?.steps).toMatchObject([{ did: 'approve', person: 'Ada Nowak' }, { did: 'applied' }]);
  });

  it('cannot be done by whoever has no key: values that are gone without it are found out', async () => {
    const book = await open();
    await book.seal();
    await eraseFrom(book, { person: sofia });
    const { db } = book.store;
    const erased = await db.selectFrom('journal').select('erasedJson').where('at', '=', 4).executeTakeFirstOrThrow();
    await db
      .updateTable('journal')
      .set({ detailJson: '{}', personName: null, salt: null, erasedJson: erased.erasedJson })
      .where('at', '=', 2)
      .execute();
    expect((await book.verify()).finding).toMatchObject({ wrong: 'altered', position: 2 });
  });

  it('keeps any journal whole, chained before or afterwards', async () => {
    const book = await openJournal(home);
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyEntry, { maxLength: 8 }),
        fc.array(anyEntry, { maxLength: 4 }),
        fc.array(
          fc.oneof(
            fc.constantFrom(...people).map((person) => ({ person })),
            fc.constantFrom(...customers).map((customer) => ({ customer })),
          ),
          { maxLength: 3 },
        ),
        async (chained, fresh, erasures) => {
          await book.clear();
          await book.write(...chained);
          await book.seal();
          await book.write(...fresh);
          for (const what of erasures) await eraseFrom(book, what);
          expect((await book.verify()).finding).toBeUndefined();
          await book.seal();
          expect((await book.verify()).finding).toBeUndefined();
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);
});
