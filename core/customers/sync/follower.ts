import { type Loop, startLoop } from '../../jobs/loop.js';
import type { Log } from '../../log.js';
import type { Db } from '../../store/tables.js';
import type { CustomerIndex, IndexedCustomer } from '../search/customer-index.js';
import { type ListProgress, readListProgress } from './progress.js';
import type { CustomerRow } from './rows.js';
import { lastNumber } from './sequence.js';

/** How soon a process hears of what another one has written. */
const TICK_MS = 2_000;

/** Customers that are put into the index at once. */
const STEP = 200;

/** How far an index has followed the table: all up to this number, but of the number itself only up to this id, if there is one. */
interface Position {
  seq: number;
  id?: string | undefined;
}

/**
 * Fills this process's index with what stands in the table of customers, and follows it from then on.
 *
 * @param parts.onFollowed called after every look: how the list stood before it, and whether every customer is in the index
 */
export function startFollower(parts: {
  db: Db;
  index: CustomerIndex;
  onFollowed: (list: ListProgress | undefined, whole: boolean) => void;
  log: Log;
}): Loop {
  const { db, index } = parts;
  let position: Position = { seq: 0 };
  let whole = false;

  return startLoop({
    name: 'customer index',
    everyMs: TICK_MS,
    log: parts.log,
    async run() {
      // Before the rows: what is written while they are read has a higher number.
      const list = await readListProgress(db);
      const number = await lastNumber(db);
      // The store was restored from a backup, or lost its last moments: what it holds may be other than what was read.
      if (number < position.seq) position = { seq: 0 };
      const rows = position.seq === number && position.id === undefined ? [] : await rowsAfter(db, position);
      const customers = rows.flatMap((row) => (row.removedAt === null ? [customerOf(row)] : []));
      if (customers.length > 0) await index.put(customers);
      const removed = rows.flatMap((row) => (row.removedAt === null ? [] : [row.id]));
      if (removed.length > 0) await index.remove(removed);
      const last = rows.at(-1);
      const more = rows.length === STEP;
      position = more && last ? { seq: last.seq, id: last.id } : { seq: Math.max(number, last?.seq ?? 0) };
      whole ||= !more && list?.listedAt !== undefined;
      parts.onFollowed(list, whole);
      return more;
    },
  });
}

async function rowsAfter(db: Db, { seq, id }: Position): Promise<CustomerRow[]> {
  return db
    .selectFrom('customers')
    .selectAll()
    .where((where) =>
      id === undefined
        ? where('seq', '>', seq)
        : where.or([where('seq', '>', seq), where.and([where('seq', '=', seq), where('id', '>', id)])]),
    )
    .orderBy('seq')
    .orderBy('id')
    .limit(STEP)
    .execute();
}

function customerOf({ id, name, otherName, domain, domainsJson, country }: CustomerRow): IndexedCustomer {
  return {
    id,
    name,
    domain,
    ...(otherName === null ? {} : { otherName }),
    // Written by this program alone.
    ...(domainsJson === null ? {} : { domains: JSON.parse(domainsJson) as string[] }),
    ...(country === null ? {} : { country }),
  };
}
