import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { StoreConfig } from '../../core/config.js';
import { countByKey } from '../../core/keys/count.js';
import { createRotation } from '../../core/keys/rotation.js';
import { createLog } from '../../core/log.js';
import { openStoreBeside, type StoreBeside } from '../../core/store/open-beside.js';
import { isBusy, lockForProcess } from '../../core/store/process-lock.js';
import { statusOf } from './status.js';

export interface RotateOptions {
  /** PostgreSQL does not tell whether a desk is running: whoever calls knows. */
  here: boolean;
  say: (text: string) => void;
  /** How long nothing may move. */
  stalledMs: number;
  /** Between two looks. */
  pauseMs: number;
}

/**
 * Goes over to the newest key. A running desk does that itself: it alone may write an SQLite database, and what was sealed
 * here with a key that it was not started with, it could not read. So this process only watches it, unless there is none.
 *
 * @returns the exit code: 0: nothing is left under an older key, and everything can be read
 */
export async function rotate(config: StoreConfig, options: RotateOptions): Promise<number> {
  const store = openStoreBeside(config.databaseUrl, createLog('silent'));
  try {
    const unlock = takeThePlaceOfTheDesk(config.databaseUrl, options.here);
    if (unlock) {
      try {
        await rotateHere(config, store, options.say);
      } finally {
        unlock();
      }
    } else if (!(await watchTheDesk(config, store, options))) {
      options.say(
        'The running desk does not take them over. Start it with the new key in front of the old one in ENCRYPTION_KEY; on PostgreSQL, without any desk, use --here.\n',
      );
      return 1;
    }
    const { text, older, unreadable } = statusOf(await countByKey(store.db), config.encryptionKeys);
    options.say(text);
    return older + unreadable > 0 ? 1 : 0;
  } finally {
    await store.close();
  }
}

const isSqlite = (databaseUrl: string): boolean => databaseUrl.startsWith('sqlite:');

/** Undefined: a desk is running, or may be. */
function takeThePlaceOfTheDesk(databaseUrl: string, here: boolean): (() => void) | undefined {
  if (!isSqlite(databaseUrl)) return here ? () => undefined : undefined;
  try {
    return lockForProcess(resolve(databaseUrl.slice('sqlite:'.length)));
  } catch (error) {
    if (error instanceof Error && isBusy(error.cause)) return undefined;
    throw error;
  }
}

async function rotateHere(
  { databaseUrl, encryptionKeys }: StoreConfig,
  { db }: StoreBeside,
  say: RotateOptions['say'],
): Promise<void> {
  const dialect = isSqlite(databaseUrl) ? 'sqlite' : 'postgres';
  const rotation = createRotation({ store: { db, dialect }, encryptionKeys, log: createLog('silent') });
  while ((await rotation.step()) !== 'done');
  say(`${rotation.state().resealed} were sealed with the newest key.\n`);
}

/** @returns false: nothing has moved for too long */
async function watchTheDesk(
  { encryptionKeys }: StoreConfig,
  { db }: StoreBeside,
  { say, stalledMs, pauseMs }: RotateOptions,
): Promise<boolean> {
  let least = Number.POSITIVE_INFINITY;
  let movedAt = Date.now();
  for (;;) {
    const { older } = statusOf(await countByKey(db), encryptionKeys);
    if (older === 0) return true;
    if (older < least) {
      say(`The desk is at it: ${older} are still sealed with an older key.\n`);
      least = older;
      movedAt = Date.now();
    } else if (Date.now() - movedAt > stalledMs) return false;
    await setTimeout(pauseMs);
  }
}
