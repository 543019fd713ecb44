import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { anchorFile, anchorOf, appendAnchor, isMissing, readAnchors } from '../../../core/journal/anchors.js';
import { type Fact, journal, type JournalEntry } from '../../../core/journal/journal.js';
import { createJournalKeys, type JournalKeys } from '../../../core/journal/keys.js';
import { headOf, sealRound } from '../../../core/journal/seal.js';
import { type Verdict, verify } from '../../../core/journal/verify.js';
import type { Store } from '../../../core/store/open.js';
import { inTransaction } from '../../../core/store/transaction.js';
import { type Home, testClock } from '../store/stores.js';

export const oldKey = randomBytes(32);
export const newKey = randomBytes(32);

/** A journal in a store, and what is done with it. */
export interface TestJournal {
  store: Store;
  keys: JournalKeys;
  clock: ReturnType<typeof testClock>;
  write(...entries: JournalEntry[]): Promise<void>;
  /** Chains all that is visible. */
  seal(): Promise<void>;
  anchor(): Promise<void>;
  verify(keys?: JournalKeys): Promise<Verdict>;
  /** As if nothing had ever been written. */
  clear(): Promise<void>;
}

export async function openJournal(home: Home, encryptionKeys: Buffer[] = [oldKey]): Promise<TestJournal> {
  const keys = createJournalKeys(encryptionKeys);
  const store = await home.open(keys);
  // Hundreds of journals are written and edited; none has to survive a power cut.
  if (home.dialect === 'sqlite') await sql`pragma synchronous = off`.execute(store.db);
  const clock = testClock();
  const file = anchorFile(home.dataDir);
  const sealing = { store, keys, owner: 'test', now: clock.now };
  return {
    store,
    keys,
    clock,
    async write(...entries) {
      await inTransaction(store.db, async (tx) => {
        for (const entry of entries) await journal(tx, entry);
      });
    },
    async seal() {
      while (((await sealRound(sealing))?.sealed ?? 0) > 0);
    },
    async anchor() {
      const head = await headOf(store.db);
      if (head) await appendAnchor(file, anchorOf({ ...head, at: clock.now() }, keys));
    },
    async verify(with_ = keys) {
      return verify(store.db, with_, [{ file, lines: linesOf(file, with_) }]);
    },
    async clear() {
      await store.db.deleteFrom('journal').execute();
      await rm(file, { force: true });
    },
  };
}

async function* linesOf(file: string, keys: JournalKeys) {
  try {
    yield* readAnchors(file, keys);
  } catch (error) {
    // A journal that was never anchored.
    if (!isMissing(error)) throw error;
  }
}

const facts: Fact[] = ['change.proposed', 'change.approved', 'change.applied', 'refused', 'link.completed'];
export const people = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'] as const;
export const customers = ['c0000000-0000-4000-8000-000000000001', 'c0000000-0000-4000-8000-000000000002'] as const;

// PostgreSQL stores no U+0000 in a text; inside of JSON it is an escape.
const text = fc.string({ unit: 'grapheme', maxLength: 12 }).map((value) => value.replaceAll('\u0000', ''));

/** Entries as the desk writes them, and wilder ones. */
export const anyEntry: fc.Arbitrary<JournalEntry> = fc.record(
  {
    fact: fc.constantFrom(...facts),
    at: fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }),
    person: fc.constantFrom(...people),
    personName: text,
    platform: fc.constantFrom('slack' as const, 'teams' as const),
    roles: fc.constantFrom(['Admin agent' as const], []),
    customer: fc.constantFrom(...customers),
    change: fc.uuid(),
    detail: fc.record(
      {
        reason: fc.string({ unit: 'binary', maxLength: 20 }),
        byUs: fc.boolean(),
        fields: fc.array(fc.record({ path: text, before: text, after: text }), { maxLength: 3 }),
      },
      { requiredKeys: [] },
    ),
    correlationId: fc.uuid(),
  },
  { requiredKeys: ['fact', 'at'] },
);
