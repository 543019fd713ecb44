import type { Customer } from '../../partner/partner-center.js';
import type { Fields } from '../../partner/fields.js';
import { inTransaction } from '../../store/transaction.js';
import type { Db } from '../../store/tables.js';
import { type CustomerRow, put, removeCustomers, rowsOf } from './rows.js';
import { lastNumber, nextNumber } from './sequence.js';

/** What a reading of one customer says. What it does not tell stays as it was known. */
type Told = Partial<Pick<CustomerRow, 'name' | 'otherName' | 'domain' | 'domainsJson' | 'country'>>;

/** Partner Center's word for somebody who is no customer of this partner any more. */
const NO_RELATIONSHIP = 'none';

/**
 * A customer was read by its id: takes in all that the answer says.
 *
 * @param now ms since the epoch
 */
export async function learnCustomer(db: Db, customer: Customer, now: number): Promise<void> {
  const id = customer.id.toLowerCase();
  if (customer.relationship?.toLowerCase() === NO_RELATIONSHIP) {
    await removeCustomers(db, [id], now);
    return;
  }
  const { name, domain, company, customDomains, billing } = customer;
  const country = countryOf(billing?.fields['defaultAddress.country'] ?? company?.address?.country);
  const told: Told = {
    ...(name ? { name } : {}),
    ...(domain ? { domain } : {}),
    ...(company?.name ? { otherName: company.name === name ? null : company.name } : {}),
    ...(customDomains ? { domainsJson: domainsJson(customDomains, domain) } : {}),
    ...(country ? { country } : {}),
  };
  await learn(db, id, told, { readAt: now, detailsAt: now });
}

/**
 * A customer's billing profile was read or written: takes in its name and country. Nobody is added by that, for it tells no
 * domain.
 */
export async function learnBilling(db: Db, id: string, fields: Fields, now: number): Promise<void> {
  const country = countryOf(fields['defaultAddress.country']);
  const name = fields['companyName'];
  const told: Told = { ...(name ? { name } : {}), ...(country ? { country } : {}) };
  await learn(db, id.toLowerCase(), told, { readAt: now });
}

async function learn(
  db: Db,
  id: string,
  told: Told,
  read: Pick<CustomerRow, 'readAt'> & { detailsAt?: number },
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const row = await customerOf(tx, id);
    if (!row && read.detailsAt === undefined) return;
    if (row && !differs(row, told)) {
      const seen = await lastNumber(tx);
      await tx
        .updateTable('customers')
        .set({ ...read, seen })
        .where('id', '=', id)
        .where('removedAt', 'is', null)
        .execute();
      return;
    }
    const seq = await nextNumber(tx);
    // Nobody else writes from here on; somebody may have a moment ago.
    const before = await customerOf(tx, id);
    const blank = { name: '', otherName: null, domain: '', domainsJson: null, country: null, detailsAt: 0 };
    await put(tx, [{ ...blank, ...before, ...told, ...read, id, removedAt: null, seen: seq, seq }]);
  });
}

async function customerOf(tx: Db, id: string): Promise<CustomerRow | undefined> {
  const row = (await rowsOf(tx, [id])).get(id);
  return row?.removedAt === null ? row : undefined;
}

function differs(row: CustomerRow, told: Told): boolean {
  return (Object.keys(told) as (keyof Told)[]).some((key) => told[key] !== row[key]);
}

const countryOf = (text: string | undefined) => (/^[a-z]{2}$/iu.test(text ?? '') ? text?.toUpperCase() : undefined);

function domainsJson(domains: readonly string[], primary: string): string | null {
  const others = domains.filter((domain) => domain !== primary);
  return others.length > 0 ? JSON.stringify(others) : null;
}
