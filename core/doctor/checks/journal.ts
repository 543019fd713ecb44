import { anchorFile, isMissing, lastAnchor } from '../../journal/anchors.js';
import { createJournalKeys, type JournalKeys } from '../../journal/keys.js';
import { headOf } from '../../journal/seal.js';
import { verifyLast } from '../../journal/verify-last.js';
import type { Db } from '../../store/tables.js';
import type { Check } from '../check.js';
import { type Found, found } from '../codes.js';

/** The last stretch of the chain: enough to see that it is kept, few enough to take no noticeable time. */
const STRETCH = 200;
/** Entries are chained within seconds. */
const UNSEALED_MS = 10 * 60_000;

/** Whether the end of the journal is as the desk wrote it, and reaches as far as the last anchor says. */
export const journal: Check = {
  name: 'journal',
  async run(patient) {
    const { encryptionKeys, dataDir } = patient.storeConfig();
    const db = patient.db();
    const keys = createJournalKeys(encryptionKeys);
    const wrong = await verifyLast(db, keys, STRETCH);
    if (wrong?.wrong === 'unknownKey') return [found('journalKeyMissing', { position: wrong.position })];
    return [
      ...(wrong ? [found('journalTampered', { ...wrong })] : []),
      ...(await heldAgainst(anchorFile(dataDir), db, keys)),
      ...(await unsealed(db, patient.now())),
    ];
  },
};

async function heldAgainst(file: string, db: Db, keys: JournalKeys): Promise<Found[]> {
  const head = await headOf(db);
  try {
    const anchor = await lastAnchor(file, keys);
    if (!anchor) return head ? [found('journalNoAnchor', { file })] : [];
    const row = await db
      .selectFrom('journal')
      .select('hash')
      .where('position', '=', anchor.position)
      .executeTakeFirst();
    return row?.hash === anchor.hash ? [] : [found('journalTruncated', { position: anchor.position, at: anchor.at })];
  } catch (error) {
    if (isMissing(error)) return [];
    return [found('journalAnchorWrong', { file })];
  }
}

async function unsealed(db: Db, now: number): Promise<Found[]> {
  const row = await db
    .selectFrom('journal')
    .select('at')
    .where('hash', 'is', null)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  return row && now - row.at > UNSEALED_MS ? [found('journalUnsealed', { since: row.at })] : [];
}
