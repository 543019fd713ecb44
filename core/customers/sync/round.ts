import type { Log } from '../../log.js';
import type { CallOptions, PartnerCenter } from '../../partner/partner-center.js';
import { PartnerCenterError } from '../../partner/partner-center.js';
import type { Quota } from '../../partner/quota.js';
import type { Db } from '../../store/tables.js';
import { learnCustomer } from './learning.js';
import { removeCustomers } from './rows.js';

/** What keeps the table of customers right works with this. */
export interface Round {
  db: Db;
  partner: Pick<PartnerCenter, 'customers' | 'customer' | 'auditRecords'>;
  /** How much of what Partner Center lets the desk ask may be used up here. */
  share: Quota;
  /** Ends the round when the desk stops. */
  signal: AbortSignal;
  /** Says that this process is still at it. @throws when another one has taken over */
  goOn: () => Promise<void>;
  log: Log;
  /** ms since the epoch. */
  now: () => number;
}

/** Asks Partner Center, within the share. @throws PartnerCenterError with code `quota` when that is used up for now */
export async function ask<T>({ share, signal, goOn }: Round, call: (options: CallOptions) => Promise<T>): Promise<T> {
  await share.acquire(signal);
  await goOn();
  return call({ signal, background: true });
}

/**
 * Reads one customer, and takes in what it says. Whom Partner Center does not know any more is removed.
 *
 * @param refused what a refusal to show this one means
 * @throws PartnerCenterError when Partner Center cannot be asked now
 */
export async function readOne(round: Round, id: string, refused: 'gone' | 'unknown'): Promise<void> {
  const { db, partner, now } = round;
  try {
    await learnCustomer(db, await ask(round, (options) => partner.customer(id, options)), now());
  } catch (error) {
    if (!(error instanceof PartnerCenterError)) throw error;
    const gone = error.kind === 'notFound' || (error.kind === 'forbidden' && refused === 'gone');
    if (gone) await removeCustomers(db, [id], now());
    else if (error.kind !== 'forbidden') throw error;
  }
}
