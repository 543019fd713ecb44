import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { erase } from '../../../core/journal/erase.js';
import type { Wrong } from '../../../core/journal/verify.js';
import { describeStores } from '../store/stores.js';
import { anyEntry, openJournal, people, type TestJournal } from './journals.js';

const numbers = ['seq', 'at', 'position'] as const;
const texts = [
  'id',
  'fact',
  'person',
  'personName',
  'platform',
  'rolesJson',
  'customer',
  'change',
  'detailJson',
  'correlationId',
  'salt',
  'mac',
  'erasedJson',
  'previousHash',
  'hash',
] as const;
const notNull: readonly string[] = ['id', 'fact', 'detailJson'];

/** How a text is edited. `kind` and `where` are fractions, so that they fit any text. */
function edited(column: string, value: unknown, kind: number, where: number): string | null {
  if (typeof value !== 'string') return ['', 'x', '{}', '[]', 'a.b'][Math.floor(kind * 5)] ?? '';
  if (kind < 0.15 && !notNull.includes(column)) return null;
  const at = Math.floor(where * (value.length + 1));
  if (kind < 0.4) return `${value.slice(0, at)} ${value.slice(at)}`;
  if (kind < 0.6) return value === '' ? 'x' : value.slice(0, -1);
  if (kind < 0.7) return `${value}=`;
  const letter = value[at] ?? '';
  return `${value.slice(0, at)}${letter === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`;
}

type Tamper = (journal: TestJournal, seqs: readonly number[]) => Promise<boolean>;

const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const pick = <T>(items: readonly T[], at: number): T => items[Math.floor(at * items.length)] as T;

const anyEdit: fc.Arbitrary<Tamper> = fc
  .tuple(fc.constantFrom(...texts, ...numbers), fraction, fraction, fraction)
  .map(([column, row, kind, where]) => async ({ store }, seqs) => {
    const seq = pick(seqs, row);
    const before = await store.db.selectFrom('journal').selectAll().where('seq', '=', seq).executeTakeFirstOrThrow();
    const value = numbers.some((one) => one === column)
      ? Number(before[column]) + (kind < 0.5 ? 1_000_000 : -1_000_000)
      : edited(column, before[column], kind, where);
    if (value === before[column]) return false;
    await sql`update "journal" set ${sql.ref(column)} = ${value} where "seq" = ${seq}`.execute(store.db);
    return true;
  });

const anyRemoval: fc.Arbitrary<Tamper> = fc
  .tuple(fraction, fc.boolean())
  .map(([row, closed]) => async (journal, seqs) => {
    const { db } = journal.store;
    const seq = pick(seqs, row);
    await db.deleteFrom('journal').where('seq', '=', seq).execute();
    // With the gap closed, as whoever knows the columns would do it. Step by step: places are unique at every moment.
    if (closed)
      for (const later of seqs.filter((one) => one > seq))
        await sql`update "journal" set "position" = "position" - 1 where "seq" = ${later}`.execute(db);
    return true;
  });

const anyReordering: fc.Arbitrary<Tamper> = fc
  .tuple(fraction, fraction, fc.boolean())
  .map(([a, b, whole]) => async ({ store: { db } }, seqs) => {
    const [first, second] = [pick(seqs, a), pick(seqs, b)];
    if (first === second) return false;
    const rows = await db.selectFrom('journal').selectAll().where('seq', 'in', [first, second]).execute();
    const [one, other] = rows;
    if (!one || !other) return false;
    await db.updateTable('journal').set({ position: null }).where('seq', 'in', [first, second]).execute();
    // The places alone, or the links as well.
    const link = (row: typeof one) => (whole ? { previousHash: row.previousHash, hash: row.hash } : {});
    await db
      .updateTable('journal')
      .set({ position: other.position, ...link(other) })
      .where('seq', '=', one.seq)
      .execute();
    await db
      .updateTable('journal')
      .set({ position: one.position, ...link(one) })
      .where('seq', '=', other.seq)
      .execute();
    return true;
  });

const anyTruncation: fc.Arbitrary<Tamper> = fc
  .tuple(fraction, fc.boolean())
  .map(([from, growsAgain]) => async (journal, seqs) => {
    await journal.store.db.deleteFrom('journal').where('seq', '>=', pick(seqs, from)).execute();
    if (growsAgain) {
      await journal.write(...seqs.map((at): Parameters<TestJournal['write']>[0] => ({ fact: 'refused', at })));
      await journal.seal();
    }
    return true;
  });

const expected: Record<string, readonly Wrong[]> = {
  edit: ['altered', 'forged', 'unknownKey', 'removed', 'reordered', 'truncated'],
  removal: ['removed', 'truncated'],
  // Of two entries side by side, each is gone from its place.
  reordering: ['reordered', 'altered'],
  truncation: ['truncated'],
};

describeStores('a journal that somebody edits in the database', (home) => {
  it.each([
    ['edit', anyEdit],
    ['removal', anyRemoval],
    ['reordering', anyReordering],
    ['truncation', anyTruncation],
  ] as const)(
    'tells of any %s',
    async (kind, anyTamper) => {
      const journal = await openJournal(home);
      // What the desk itself never does: whoever owns the database can.
      if (home.dialect === 'postgres')
        await sql`alter table "journal" alter column "seq" set generated by default`.execute(journal.store.db);
      const { store, keys, clock } = journal;
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyEntry, { minLength: 1, maxLength: 8 }),
          fc.boolean(),
          anyTamper,
          async (entries, erased, tamper) => {
            await journal.clear();
            await journal.write(...entries);
            await journal.seal();
            if (erased) await erase({ person: people[0] }, { store, keys, now: clock.now });
            await journal.seal();
            await journal.anchor();
            const seqs = (await store.db.selectFrom('journal').select('seq').orderBy('seq').execute()).map(
              ({ seq }) => seq,
            );
            expect(await journal.verify()).toMatchObject({ sealed: seqs.length, unsealed: 0, anchors: 1 });
            expect((await journal.verify()).finding).toBeUndefined();
            fc.pre(await tamper(journal, seqs));
            expect(expected[kind]).toContain((await journal.verify()).finding?.wrong);
          },
        ),
        { numRuns: kind === 'edit' ? 250 : 60 },
      );
    },
    120_000,
  );
});
