import { sql } from 'kysely';
import type { Log } from '../log.js';
import { createSealer, keyId } from '../store/sealer.js';
import type { Store } from '../store/open.js';
import { resealPage } from './reseal.js';
import { walkedTables } from './sealed-columns.js';

export interface RotationState {
  /** `off`: one key is configured, there is nothing to go over to. `done`: nothing stands under an older key. */
  state: 'off' | 'running' | 'done';
  /** Texts that were sealed anew by this process. */
  resealed: number;
  /** Texts that no configured key opens, as far as they were met. */
  unreadable: number;
}

/** Takes everything sealed over to the newest key, page by page. What is done is done: it may end at any page and begin anew. */
export interface Rotation {
  /** One page. `walked`: everything was looked at, and something was found. `done`: nothing stands under an older key. */
  step(): Promise<'page' | 'walked' | 'done'>;
  state(): RotationState;
}

/**
 * @param encryptionKeys as in ENCRYPTION_KEY: the newest first
 */
export function createRotation(parts: {
  store: Pick<Store, 'db' | 'dialect'>;
  encryptionKeys: readonly Buffer[];
  log: Log;
}): Rotation {
  const { store, encryptionKeys, log } = parts;
  const [first] = encryptionKeys;
  if (!first) throw new Error('There is no key to rotate to');
  const newest = keyId(first);
  const tools = { db: store.db, sealer: createSealer([...encryptionKeys]), newest };
  let state: RotationState['state'] = encryptionKeys.length > 1 ? 'running' : 'off';
  let resealed = 0;
  let unreadable = 0;
  // Of the walk that is under way.
  const walk = { table: 0, after: '', changed: 0, unreadable: 0 };

  /** At the end of a walk: a further one is needed unless this one found nothing to do. */
  async function endOfWalk(): Promise<'walked' | 'done'> {
    const { changed, unreadable: unread } = walk;
    Object.assign(walk, { table: 0, after: '', changed: 0, unreadable: 0 });
    unreadable = unread;
    if (changed > 0) return 'walked';
    if (state === 'running' && resealed > 0) {
      await forgetOldPages(store);
      log.info({ resealed, unreadable }, 'everything that can be read is sealed with the newest key');
    }
    if (state === 'running' && unreadable > 0)
      log.error({ unreadable }, 'sealed texts stand under keys that are not in ENCRYPTION_KEY');
    state = 'done';
    return 'done';
  }

  return {
    async step() {
      const table = walkedTables[walk.table];
      if (state === 'off' || !table) return 'done';
      if (walk.table === 0 && walk.after === '') await overwriteWhatGoes(store);
      const page = await resealPage(tools, table, walk.after);
      if (page.resealed > 0 && resealed === 0) log.info('sealed texts are taken over to the newest key');
      resealed += page.resealed;
      walk.changed += page.resealed + page.moved;
      walk.unreadable += page.unreadable;
      if (page.resealed + page.moved > 0) state = 'running';
      walk.after = page.last ?? '';
      if (page.last === undefined) walk.table += 1;
      return walk.table < walkedTables.length ? 'page' : endOfWalk();
    },
    state: () => ({ state, resealed, unreadable: Math.max(unreadable, walk.unreadable) }),
  };
}

/** As the desk's own connection does (core/store/sqlite.ts): this one may be another (https://sqlite.org/pragma.html#pragma_secure_delete). */
async function overwriteWhatGoes({ db, dialect }: Pick<Store, 'db' | 'dialect'>): Promise<void> {
  if (dialect === 'sqlite') await sql`pragma secure_delete = on`.execute(db);
}

/** Nor in the log of SQLite. PostgreSQL clears its dead rows by itself (autovacuum). */
async function forgetOldPages({ db, dialect }: Pick<Store, 'db' | 'dialect'>): Promise<void> {
  if (dialect === 'sqlite') await sql`pragma wal_checkpoint(truncate)`.execute(db);
}
