import { listingContext } from '../customers/listing.js';
import { grantContext } from '../installations/installations.js';
import { copyContext } from '../jobs/copies.js';
import { inboxContext } from '../jobs/inbox.js';
import { messageContext } from '../jobs/owing.js';
import { secretContext } from '../partner/refresh-token-vault.js';
import { sealContext } from '../roles/linking-parts.js';
import type { Tables } from '../store/tables.js';

type SealedOf<Table> = Extract<keyof Table, `${string}Sealed`>;

/** By what a sealed column of a row may be bound: given the row's key, the contexts that its module seals it for. */
type Contexts = (key: string) => readonly [string, ...string[]];

interface SealedTable<Table> {
  /** The primary key: one column of text. */
  key: Exclude<keyof Table, SealedOf<Table>> & string;
  columns: Record<SealedOf<Table>, Contexts>;
}

type SealedTables = {
  [T in keyof Tables as SealedOf<Tables[T]> extends never ? never : T]: SealedTable<Tables[T]>;
};

export type SealedTableName = keyof SealedTables;

const message: Contexts = (id) => [messageContext(id)];
const turn: Contexts = (delivery) => [inboxContext(delivery)];
const copy: Contexts = (id) => [copyContext(id)];

/**
 * Every sealed column there is, so that a new key reaches all of them. A table with a column `…Sealed` that is missing here
 * does not compile, and one that only the database has fails test/core/keys/sealed-columns.test.ts.
 */
export const sealedTables: SealedTables = {
  // What is worth most comes first: it is the least, too.
  secrets: { key: 'name', columns: { valueSealed: (name) => [secretContext(name)] } },
  linkRequests: {
    key: 'tokenHash',
    columns: {
      turnSealed: (hash) => [sealContext('turn', hash)],
      // First the sign-in under way, then the salt of the code.
      signInSealed: (hash) => [sealContext('signIn', hash), sealContext('salt', hash)],
    },
  },
  watches: { key: 'id', columns: { ownerReaderSealed: (id) => [`watch:${id}`] } },
  installations: { key: 'id', columns: { grantSealed: (id) => [grantContext(id)] } },
  listings: { key: 'id', columns: { listingSealed: (id) => [listingContext(id)] } },
  inbox: { key: 'delivery', columns: { turnSealed: turn, replyToSealed: turn, answerSealed: turn } },
  outbox: { key: 'id', columns: { toSealed: message, answerSealed: message } },
  copies: { key: 'id', columns: { recipientSealed: copy, addressSealed: copy, answerSealed: copy } },
};

/** A table as the walk over all of them takes it. */
export interface WalkedTable {
  name: SealedTableName;
  key: string;
  columns: readonly { name: string; contexts: Contexts }[];
}

export const walkedTables: readonly WalkedTable[] = Object.entries(sealedTables).map(([name, { key, columns }]) => ({
  // Object.entries widens the names of our own literal to text.
  name: name as SealedTableName,
  key,
  columns: Object.entries(columns).map(([column, contexts]) => ({ name: column, contexts })),
}));
