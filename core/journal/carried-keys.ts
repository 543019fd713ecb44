import type { KyselyPlugin } from 'kysely';
import type { Db } from '../store/tables.js';
import type { JournalKeys } from './keys.js';

/**
 * The keys of the journal travel with the connection: whoever has a transaction can append to the journal, in the same
 * transaction, and no caller can forget to sign.
 */
export function carrying(keys: JournalKeys): KyselyPlugin {
  return new CarriedKeys(keys);
}

/** The keys that the store was opened with. */
export function keysOf(db: Db): JournalKeys | undefined {
  return db.getExecutor().plugins.find((plugin) => plugin instanceof CarriedKeys)?.keys;
}

/** Transactions inherit the plugins of their connection; this one leaves every query as it is. */
class CarriedKeys implements KyselyPlugin {
  readonly keys: JournalKeys;

  constructor(keys: JournalKeys) {
    this.keys = keys;
  }

  transformQuery({ node }: Parameters<KyselyPlugin['transformQuery']>[0]) {
    return node;
  }

  transformResult({ result }: Parameters<KyselyPlugin['transformResult']>[0]) {
    return Promise.resolve(result);
  }
}
