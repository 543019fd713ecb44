import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Store } from '../store/open.js';
import type { Db } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import {
  digestOf,
  type Erased,
  erasedOf,
  erasureOf,
  type JournalRow,
  type Member,
  membersOf,
  newSalt,
  saltOf,
} from './content.js';
import { journal } from './journal.js';
import type { JournalKeys } from './keys.js';
import { pagesOf, sizeOf } from './pages.js';

/** Whose data is erased: a Person's (Entra object id), or what is known of a customer (Microsoft ID). */
export type Erasure = { person: string } | { customer: string };

export interface Erasing {
  store: Store;
  keys: JournalKeys;
  /** ms since the epoch. */
  now: () => number;
  /** Called after each page of the journal, with how many entries were looked at. */
  onProgress?: (done: number) => void;
}

/** What a person typed themselves, or who they are in a chat: theirs wherever they did something. */
const ofWhoeverDidIt: readonly string[] = ['person', 'personName', 'detail.reason', 'detail.user', 'detail.userName'];

/** Of an entry about a customer these say nothing of the customer: who did it, codes, counts, ids of the desk. */
const neutral: readonly string[] = [
  'person',
  'personName',
  'detail.approvers',
  'detail.by',
  'detail.byUs',
  'detail.code',
  'detail.count',
  'detail.gave',
  'detail.kind',
  'detail.merged',
  'detail.onBehalfOf',
  'detail.partnerCorrelationId',
  'detail.predecessor',
  'detail.requestId',
  'detail.told',
  'detail.undoes',
  'detail.until',
  'detail.verdict',
];

/**
 * Erases personal data from the journal and leaves in its place what the chain needs: digests whose salts are gone, so that
 * nobody can find the values by guessing. That it was done is itself an entry, written first; what is done twice finds nothing.
 *
 * @returns how many entries lost something
 */
export async function erase(what: Erasure, { store, keys, now, onProgress }: Erasing): Promise<number> {
  const { db } = store;
  // Overwritten on the disk, instead of left in pages that are free.
  if (store.dialect === 'sqlite') await sql`pragma secure_delete = on`.execute(db);
  const wanted = 'person' in what ? ofPerson(what.person, await namesOf(db, what.person)) : ofCustomer(what.customer);
  const entry = randomUUID();
  const { lastSeq } = await sizeOf(db);
  await journal(db, {
    id: entry,
    fact: 'journal.erased',
    at: now(),
    detail: { of: 'person' in what ? 'person' : 'customer' },
  });
  let looked = 0;
  let erased = 0;
  const selection = 'customer' in what ? { customer: what.customer } : {};
  for await (const page of pagesOf(db, { ...selection, upTo: lastSeq })) {
    const affected = page.filter((row) => membersOf(row).some((member) => wanted(row, member)));
    if (affected.length > 0)
      await inTransaction(db, async (tx) => {
        for (const row of affected) await eraseIn(tx, row, { wanted, keys, entry, at: now() });
      });
    erased += affected.length;
    looked += page.length;
    onProgress?.(looked);
  }
  if (store.dialect === 'sqlite') await sql`pragma wal_checkpoint(truncate)`.execute(db);
  return erased;
}

type Wanted = (row: JournalRow, member: Member) => boolean;

/** What they did, and where others' entries name them. */
function ofPerson(person: string, names: ReadonlySet<string>): Wanted {
  return (row, { name, value }) =>
    name !== 'salt' &&
    ((row.person === person && ofWhoeverDidIt.includes(name)) ||
      (name.startsWith('detail.') && mentions(JSON.parse(value), names)));
}

function ofCustomer(customer: string): Wanted {
  return (row, { name }) => row.customer === customer && name !== 'salt' && !neutral.includes(name);
}

/** Whether a value is, or holds, one of these texts. */
function mentions(value: unknown, names: ReadonlySet<string>): boolean {
  if (typeof value === 'string') return names.has(value);
  return typeof value === 'object' && value !== null && Object.values(value).some((one) => mentions(one, names));
}

/** How entries name a person: by id, by the names that they have had, by their users in chats. */
async function namesOf(db: Db, person: string): Promise<Set<string>> {
  const names = await db.selectFrom('journal').select('personName').distinct().where('person', '=', person).execute();
  // Also those that are not linked any more.
  const linked = await db
    .selectFrom('journal')
    .select('detailJson')
    .where('person', '=', person)
    .where('fact', '=', 'link.completed')
    .execute();
  const links = await db.selectFrom('links').selectAll().where('person', '=', person).execute();
  return new Set([
    person,
    ...names.flatMap(({ personName }) => personName || []),
    ...linked.flatMap(({ detailJson }) => {
      const { user } = JSON.parse(detailJson) as { user?: unknown };
      return typeof user === 'string' ? user : [];
    }),
    ...links.flatMap(({ chatUser, personName }) => [chatUser, personName].filter((text) => text !== '')),
  ]);
}

async function eraseIn(
  tx: Db,
  row: JournalRow,
  { wanted, keys, entry, at }: { wanted: Wanted; keys: JournalKeys; entry: string; at: number },
): Promise<void> {
  const goes = new Set(
    membersOf(row)
      .filter((member) => wanted(row, member))
      .map(({ name }) => name),
  );
  const detail = Object.entries(JSON.parse(row.detailJson) as Record<string, unknown>);
  const what = { members: membersAfter(row, goes), entry, at };
  const erased: Erased = { ...what, mac: keys.sign('erasure', erasureOf(row, what)) };
  const { numUpdatedRows } = await tx
    .updateTable('journal')
    .set({
      ...(goes.has('person') ? { person: null } : {}),
      ...(goes.has('personName') ? { personName: null } : {}),
      detailJson: JSON.stringify(Object.fromEntries(detail.filter(([name]) => !goes.has(`detail.${name}`)))),
      salt: null,
      erasedJson: JSON.stringify(erased),
    })
    .where('seq', '=', row.seq)
    .where('salt', row.salt === null ? 'is' : '=', row.salt)
    .where('erasedJson', row.erasedJson === null ? 'is' : '=', row.erasedJson)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error('The journal was changed while it was being erased from: start again');
}

/** For each member that there ever was its digest, where it is gone now, or its own salt. */
function membersAfter(row: JournalRow, goes: ReadonlySet<string>): Erased['members'] {
  const values = new Map(membersOf(row).map(({ name, value }) => [name, value]));
  // An entry of a release that did not sign has no salt before it is chained.
  const salt = row.salt ?? newSalt();
  const before = erasedOf(row)?.members ?? [...values.keys()].map((name) => ({ name, salt: saltOf(salt, name) }));
  return before.map((member) => {
    const { name } = member;
    if (member.salt === undefined || (name !== 'salt' && !goes.has(name))) return member;
    return { name, digest: digestOf(member.salt, values.get(name) ?? '') };
  });
}
