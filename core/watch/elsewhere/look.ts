import { createHash } from 'node:crypto';
import { PartnerCenterError } from '../../partner/partner-center.js';
import type { BillingProfile } from '../../partner/partner-center.js';
import { inTransaction } from '../../store/transaction.js';
import type { Happening } from '../happenings.js';
import { ownWrites, replay } from './own.js';
import type { Round } from './parts.js';
import { forgetSnapshot, noteLook, type Snapshot } from './snapshots.js';
import { differencesIn } from './values.js';

/**
 * Looks at one customer's billing profile, and announces what is other than at the last look and was not done by the desk. The
 * first look, and the first one since anybody watches, is a beginning and announces nothing.
 *
 * @throws PartnerCenterError when Partner Center cannot be asked now
 */
export async function lookAt(round: Round, snapshot: Snapshot): Promise<void> {
  const { partner, store, now, since, signal } = round;
  const checkedAt = now();
  const profile = await partner.billingProfile(snapshot.customer.id, { signal }).catch((error: unknown) => {
    const gone = error instanceof PartnerCenterError && (error.kind === 'notFound' || error.kind === 'forbidden');
    if (!gone) throw error;
  });
  if (!profile) return forgetSnapshot(store.db, snapshot.customer.id);
  const { etag, fields } = profile;
  const { id, name, domain } = snapshot.customer;
  const customer = { id, name: fields.companyName || name, domain };
  const after: Snapshot = { customer, seen: { etag, fields }, checkedAt };
  const { seen } = snapshot;
  if (!seen || snapshot.checkedAt < since || (etag !== '' && etag === seen.etag)) {
    await noteLook(store.db, snapshot, after);
    return;
  }
  const writes = await ownWrites(store.db, { customer: id, kind: 'account', since: snapshot.checkedAt });
  const recent = writes.filter(({ state, appliedAt }) => state === 'open' || (appliedAt ?? 0) >= snapshot.checkedAt);
  const expected = replay(seen.fields, fields, recent);
  // It depends on how a write of the desk ends: the next round looks again, from where this one began.
  if (!expected) return;
  const differences = differencesIn({ before: expected, after: fields, whole: true });
  const untold = differencesIn({ before: seen.fields, after: fields, whole: true }).length > 0;
  await inTransaction(store.db, async (tx) => {
    if (!(await noteLook(tx, snapshot, after))) return;
    if (differences.length > 0) {
      if (await round.announce(tx, happeningOf(after, profile, differences, snapshot.checkedAt)))
        note(round, 'announced');
    } else if (untold) note(round, 'own');
  });
}

function note({ metrics }: Round, outcome: string): void {
  metrics.happenings.inc({ source: 'profiles', kind: 'account', outcome });
}

/** Several fields are one happening. Who did it, and when exactly, is not known. */
function happeningOf(
  { customer, checkedAt }: Snapshot,
  { etag, fields }: BillingProfile,
  differences: Happening['differences'],
  lastLook: number,
): Happening {
  const facts = JSON.stringify([customer.id, lastLook, etag, differences]);
  const country = fields['defaultAddress.country'];
  return {
    id: `profile_${customer.id}_${createHash('sha256').update(facts).digest('hex').slice(0, 32)}`,
    source: 'profiles',
    kind: 'account',
    operation: 'profile_differs',
    customer,
    ...(country ? { country } : {}),
    differences,
    at: checkedAt,
  };
}
