import { readListProgress } from '../../customers/sync/progress.js';
import { listEveryMs } from '../../customers/sync/synchroniser.js';
import { clouds } from '../../partner/clouds.js';
import type { Check } from '../check.js';
import { found } from '../codes.js';

/** A list that fails so often, one attempt after the other, fails for half an hour and more. */
const MANY_FAILURES = 6;

/** The list of all customers that searches look into: whether it can be read, and how old it is. */
export const customerIndex: Check = {
  name: 'customerIndex',
  async run(patient) {
    const { customerIndex: wanted, partner } = patient.config();
    const list = await readListProgress(patient.db());
    if (wanted === 'off' || !list) return [];
    const { failures, failingSince, reason, listedAt } = list;
    if (failures >= MANY_FAILURES && failingSince !== undefined)
      return [found('indexFailing', { since: failingSince, reason: reason ?? 'unavailable' })];
    // One reading may fall out: the next one is late then, and no more.
    const oldest = patient.now() - 2 * listEveryMs(clouds[partner.cloud].auditRecords);
    return listedAt !== undefined && listedAt < oldest ? [found('indexOld', { since: listedAt })] : [];
  },
};
