import type { Log } from '../../log.js';
import type { Metrics } from '../../metrics.js';
import type { PartnerCenter } from '../../partner/partner-center.js';
import type { Quota } from '../../partner/quota.js';
import type { Store } from '../../store/open.js';
import type { Db } from '../../store/tables.js';
import type { Happening } from '../happenings.js';

/** What looking for changes made elsewhere works with. */
export interface ElsewhereParts {
  store: Store;
  partner: Pick<PartnerCenter, 'auditRecords' | 'customer' | 'customers' | 'billingProfile'>;
  /** Keeps a happening and announces it, in one transaction. @returns false: it was known already */
  announce: (tx: Db, happening: Happening) => Promise<boolean>;
  metrics: Metrics;
  log: Log;
  /** ms since the epoch. */
  now: () => number;
}

/** One round of looking. */
export interface Round extends ElsewhereParts {
  /** ms since the epoch: what happened before is no news, because nobody watched. */
  since: number;
  everyMs: number;
  /** How much of what Partner Center lets the desk ask may be used up here. */
  share: Quota;
  /** Ends the round when the desk stops. */
  signal: AbortSignal;
  /** Says that this process is still at it. @throws when another one has taken over */
  goOn: () => Promise<void>;
}
