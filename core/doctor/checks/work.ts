import { countMessages, waitingSince } from '../../jobs/waiting.js';
import type { Check } from '../check.js';
import { found } from '../codes.js';

/** What waits longer than this is late: retries of a single message come sooner. */
const LATE_MS = 10 * 60_000;
const STUCK_MS = 60 * 60_000;

/** Work that waits, and messages that are not tried any more. */
export const work: Check = {
  name: 'work',
  async run(patient) {
    const db = patient.db();
    const now = patient.now();
    const waiting = Object.entries(await waitingSince(db, now)).flatMap(([queue, since]) => {
      if (since === undefined || now - since < LATE_MS) return [];
      return [found(now - since < STUCK_MS ? 'workWaits' : 'workStuck', { queue, since })];
    });
    const parked = Object.entries(await countMessages({ db })).flatMap(([platform, counts]) =>
      counts.parked > 0 ? [found('messagesParked', { platform, number: counts.parked })] : [],
    );
    return [...waiting, ...parked];
  },
};
