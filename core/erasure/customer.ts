import { sql } from 'kysely';
import { finalStates } from '../changes/change.js';
import { removeCustomers } from '../customers/sync/rows.js';
import type { Db } from '../store/tables.js';
import { createEraser, type Counts, listOf } from './counts.js';
import type { Erasing } from './erase.js';
import { eraseTexts } from './texts.js';

/**
 * What is kept of a customer: names, values before and after, reasons, lists, notices, and watches of nothing but them. Their
 * Microsoft ID stays in changes: it says of whom the decision was, and what was decided can be proven by its digest.
 */
export async function eraseCustomer(customer: string, { store, sealer }: Erasing): Promise<Counts> {
  const { db } = store;
  const eraser = createEraser(db);
  const names = await namesOf(db, customer);
  const theirs = sql`"customer" = ${customer}`;

  await eraser.remove('recents', theirs);
  await eraser.remove('snapshots', theirs);
  // The row stays for a while without a name: by it every running desk drops them from its index.
  eraser.add('customers', await removeCustomers(db, [customer], Date.now()));
  await eraser.remove('changes', sql`${theirs} and "state" = 'draft'`);
  const watches = sql`(select "id" from "watches" where ${theirs})`;
  const happenings = sql`(select "id" from "happenings" where ${theirs})`;
  const announcements = sql`(select "id" from "announcements" where ${theirs})`;
  const copies = sql`("watch" in ${watches} or ("about" = 'happening' and "subject" in ${happenings}))`;
  await eraser.remove('outbox', sql`"copy" in (select "id" from "copies" where ${copies})`);
  await eraser.remove('copies', copies);
  await eraser.remove('digestItems', sql`"watch" in ${watches} or "announcement" in ${announcements}`);
  await eraser.remove('announcements', theirs);
  await eraser.remove('happenings', theirs);
  await eraser.remove('watches', theirs);

  const over = sql`${theirs} and "state" in ${listOf(finalStates)} and "owesReview" = 0
    and not exists (select 1 from "timers" where "timers"."change" = "changes"."id" and "timers"."doneAt" is null)`;
  const blank = JSON.stringify({ id: customer, name: '', domain: '' });
  await eraser.blank(
    'changes',
    sql`"customerJson" = ${blank}, "beforeJson" = '{}', "afterJson" = '{}', "notesJson" = '{}', "driftJson" = null,
      "failureJson" = null, "reason" = null`,
    sql`${over} and "customerJson" <> ${blank}`,
  );
  await eraser.stays('changes', sql`${theirs} and "customerJson" <> ${blank}`);
  await eraseTexts({ db, sealer, eraser }, [customer, ...names]);
  return eraser.counts;
}

async function namesOf(db: Db, customer: string): Promise<string[]> {
  const [listed, changes, recents, happenings] = await Promise.all([
    db.selectFrom('customers').select(['name', 'otherName', 'domain']).where('id', '=', customer).execute(),
    db.selectFrom('changes').select('customerJson').where('customer', '=', customer).execute(),
    db.selectFrom('recents').select('customerJson').where('customer', '=', customer).execute(),
    db.selectFrom('happenings').select('customerJson').where('customer', '=', customer).execute(),
  ]);
  const names = [...changes, ...recents, ...happenings].flatMap(({ customerJson }) => {
    // Written by this program alone.
    const { name, domain } = JSON.parse(customerJson ?? '{}') as { name?: string; domain?: string };
    return [name ?? '', domain ?? ''];
  });
  names.push(...listed.flatMap(({ name, otherName, domain }) => [name, otherName ?? '', domain]));
  return [...new Set(names)].filter((name) => name !== '');
}
