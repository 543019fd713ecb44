import { sql } from 'kysely';
import { deleteInSteps } from '../../jobs/purge.js';
import { pages } from '../../partner/paging.js';
import {
  type AuditedResource,
  type AuditRecord,
  auditedResources,
  PartnerCenterError,
} from '../../partner/partner-center.js';
import { takeRecords } from './take-records.js';
import { createCustomerLookup } from './customer-lookup.js';
import type { Round } from './parts.js';
import type { Progress } from './progress.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * How far back every round reads again. No document says how soon a record can be read; the latest of Partner Center's own
 * signs are its webhooks, up to 48 hours late (learn.microsoft.com/partner-center/developer/partner-center-webhooks). Records
 * are asked for by whole days of four rare kinds, so that this is mostly one page each.
 */
const OVERLAP_MS = 48 * HOUR_MS;

/** Records are kept for 90 days; the client asks for no more than this. */
const KEPT_MS = 89 * DAY_MS;

const PAGE = 200;

/**
 * Reads the audit records since the last round and announces what was done elsewhere. Whatever it does not get to, because
 * Partner Center fails or the desk stops, the next round reads again; what it has got to is not announced again.
 *
 * @returns how far it has got
 * @throws PartnerCenterError
 */
export async function auditRound(round: Round, progress: Progress): Promise<Progress> {
  const { partner, store, now, since, signal, log, goOn } = round;
  const began = now();
  const from = Math.max(
    Math.min((progress.until ?? since) - OVERLAP_MS, progress.open ?? began),
    // Days may begin elsewhere than in UTC.
    since - DAY_MS,
    began - KEPT_MS,
  );
  const state = { ...round, lookUp: createCustomerLookup(round), began };
  let open: number | undefined;
  let tooOld = 0;
  const take = async (items: AuditRecord[]) => {
    const taken = await takeRecords(state, items);
    open = earlier(open, taken.open);
    tooOld += taken.tooOld;
    await goOn();
  };
  const read = async (resource: AuditedResource | undefined) => {
    const first = { from, size: PAGE, ...(resource === undefined ? {} : { resource }) };
    for await (const items of pages((next) => partner.auditRecords(next ? { next } : first, { signal })))
      await take(items);
  };
  try {
    for (const resource of auditedResources) await read(resource);
  } catch (error) {
    // A cloud or a release that does not know one of these filters: then the desk filters by itself.
    if (!(error instanceof PartnerCenterError) || error.kind !== 'invalid') throw error;
    await read(undefined);
  }
  if (tooOld > 0) log.warn({ records: tooOld }, 'changes made elsewhere are too old to be announced');
  await deleteInSteps(store, 'auditSeen', 'id', sql`"at" < ${from - 2 * DAY_MS}`);
  return { ...progress, until: began, open };
}

function earlier(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
