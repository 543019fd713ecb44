import type { StoreConfig } from '../core/config.js';
import { type Erasure, erase } from '../core/journal/erase.js';
import { createJournalKeys } from '../core/journal/keys.js';
import { sizeOf } from '../core/journal/pages.js';
import { createLog } from '../core/log.js';
import { openStore } from '../core/store/open.js';
import type { Out } from './out.js';
import { createProgress, number } from './progress.js';

/** Erases, and says of how many entries. The request itself is recorded without whose data it was. */
export async function eraseCommand(config: StoreConfig, what: Erasure, out: Out): Promise<void> {
  const keys = createJournalKeys(config.encryptionKeys);
  const { databaseUrl, dataDir } = config;
  const store = await openStore({ databaseUrl, dataDir, log: createLog('silent'), journalKeys: keys });
  try {
    const { count } = await sizeOf(store.db, 'customer' in what ? what : {});
    const progress = createProgress(out.stderr, 'erasing', count);
    const erased = await erase(what, { store, keys, now: Date.now, onProgress: (done) => progress.at(done) });
    progress.end();
    out.stdout.write(
      `Erased from ${number(erased)} entries. Copies that were exported or backed up before are not changed by this.\n`,
    );
  } finally {
    await store.close();
  }
}
