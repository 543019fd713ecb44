import { type Loop, startLoop } from '../jobs/loop.js';
import type { Log } from '../log.js';
import { anchorFile, anchorOf, appendAnchor, lastAnchor } from './anchors.js';
import { anythingUnsealed, type Head, headOf, ROUND, releaseSealing, type Sealing, sealRound } from './seal.js';

/** How long an entry may wait to be chained: as long as its removal would go unnoticed. */
const EVERY_MS = 1_000;
/** How often the head of a growing chain is told to the log and to the anchor file. */
const ANCHOR_EVERY_MS = 10 * 60_000;

export interface SealingOptions extends Sealing {
  /** Holds the anchor file. */
  dataDir: string;
  log: Log;
}

/**
 * Chains the journal for as long as the desk runs, one process at a time, and tells how far the chain reaches: to the log, and
 * to a file of which only this process writes. A copy of either that its operator keeps elsewhere shows when the chain was cut.
 */
export function startSealing(options: SealingOptions): Loop {
  const { store, keys, dataDir, log, now } = options;
  const file = anchorFile(dataDir);
  let told: { position: number; at: number } | undefined;
  let newest: Head | undefined;

  async function round(): Promise<boolean> {
    if (!told) await begin();
    const done = (await anythingUnsealed(store.db)) ? await sealRound(options) : undefined;
    for (const id of done?.forged ?? [])
      log.error({ entry: id }, 'the journal holds an entry that the desk did not write');
    newest = done?.head ?? newest;
    // Also long after the last entry: it has to have an anchor behind it.
    if (now() - (told?.at ?? 0) >= ANCHOR_EVERY_MS) await anchor();
    return done?.sealed === ROUND;
  }

  /** What was anchored by this or an earlier process has to be there still. */
  async function begin(): Promise<void> {
    // First: an anchor file that cannot be read must not keep entries from being chained.
    told = { position: 0, at: 0 };
    // A process that was killed may have chained what it could not anchor any more.
    newest = await headOf(store.db);
    const last = await lastAnchor(file, keys);
    if (!last) return;
    told = { position: last.position, at: last.at };
    const row = await store.db
      .selectFrom('journal')
      .select('hash')
      .where('position', '=', last.position)
      .executeTakeFirst();
    if (row?.hash !== last.hash)
      log.error({ position: last.position }, 'the journal does not reach as far as its anchor, or was rewritten');
  }

  async function anchor(): Promise<void> {
    if (!newest || newest.position <= (told?.position ?? 0)) return;
    const signed = anchorOf({ ...newest, at: now() }, keys);
    told = { position: signed.position, at: signed.at };
    await appendAnchor(file, signed);
    log.info({ anchor: signed }, 'the journal is sealed up to here');
  }

  const loop = startLoop({ name: 'sealing', everyMs: EVERY_MS, log, run: round });
  return {
    wake: () => loop.wake(),
    async stop() {
      await loop.stop();
      try {
        // What was written last is chained now, and not at the next start.
        while ((await anythingUnsealed(store.db)) && (await round()));
        newest = newest && (await headOf(store.db));
        await anchor();
        await releaseSealing(options);
      } catch (error) {
        log.error({ err: error }, 'the journal could not be sealed to its end');
      }
    },
  };
}
