import { PartnerCenterError } from '../../partner/partner-center.js';
import { learnCustomer } from './learning.js';
import { ask, type Round } from './round.js';

const DAY_MS = 24 * 3_600_000;

/** The other name and the domains of a customer change rarely, and no list tells them: they are looked at again so seldom. */
const AGAIN_AFTER_MS = 30 * DAY_MS;

/**
 * Reads what no list tells of one customer: of those that nobody has read yet, else of the one that was read longest ago.
 *
 * @returns false: there is none to read now
 * @throws PartnerCenterError
 */
export async function detailsStep(round: Round): Promise<boolean> {
  const { db, partner, now } = round;
  const row = await db
    .selectFrom('customers')
    .select(['id', 'detailsAt'])
    .where('removedAt', 'is', null)
    .orderBy('detailsAt')
    .limit(1)
    .executeTakeFirst();
  // Further ahead than now: it was read before the clock was set back.
  if (!row || (row.detailsAt > now() - AGAIN_AFTER_MS && row.detailsAt <= now())) return false;
  try {
    await learnCustomer(db, await ask(round, (options) => partner.customer(row.id, options)), now());
  } catch (error) {
    if (!(error instanceof PartnerCenterError) || (error.kind !== 'notFound' && error.kind !== 'forbidden'))
      throw error;
    // Whether it is a customer at all, the list says. There is nothing to be read of it for the time being.
    await db.updateTable('customers').set({ detailsAt: now() }).where('id', '=', row.id).execute();
  }
  return true;
}
