import type { Log } from '../log.js';
import type { PartnerCenter } from '../partner/partner-center.js';
import { relationshipEvents, TEST_EVENT, type WebhookEvent } from '../partner/webhook-event.js';
import { digest } from '../store/sealer.js';
import type { Store } from '../store/open.js';
import type { Db } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import type { CustomerRef, RelationshipOperation } from '../views.js';

/** What a webhook tells of a relationship, as it is announced. */
export interface RelationshipHappening {
  /** Of the audit record where the event names one: the poll of the records then finds it known. */
  id: string;
  source: 'webhook';
  kind: 'relationship';
  operation: RelationshipOperation;
  customer?: CustomerRef;
  /** ISO 3166-1 alpha-2, of the customer's billing address. */
  country?: string;
  differences: [];
  /** ms since the epoch. */
  at: number;
}

/** The row of `cursors` that says when a test event came last. */
export const TEST_CURSOR = 'webhook.test';

/** Longer than the oldest event that is accepted (core/watch/webhooks.ts), by a day for clocks that are set. */
const SIGNATURE_LIFE_MS = 8 * 24 * 3_600_000;

/** Partner Center waits for its answer; without the customer's name the news is better than late. */
const LOOK_UP_MS = 3_000;

export interface WebhookEventsParts {
  store: Pick<Store, 'db'>;
  partner: Pick<PartnerCenter, 'customer'>;
  /** Records it and lets it be told, once; in the transaction of the event. */
  announceHappening: (tx: Db, happening: RelationshipHappening) => Promise<boolean>;
  /** Reads the audit records now: they say who did what, which events do not. */
  wake: () => void;
  log: Log;
  /** ms since the epoch. */
  now: () => number;
}

/**
 * What events of Partner Center do, each once: a test is noted, news of a relationship is announced, and any event lets the audit
 * records be read now. Of others, nothing is known that a watch could want.
 *
 * @returns takes an event whose signature was proven; `replay`: this very request was taken before, and nothing was done
 * @throws when the store fails: nothing was done, and Partner Center shall repeat
 */
export function createWebhookEvents(parts: WebhookEventsParts) {
  const { store, announceHappening, wake, now } = parts;
  return async (event: WebhookEvent, signature: string): Promise<'taken' | 'replay'> => {
    const seen = digest(`webhook:${signature}`);
    if (await isKnown(store.db, seen)) return 'replay';
    const happening = await happeningOf(event, seen, parts);
    const fresh = await inTransaction(store.db, async (tx) => {
      if (!(await remember(tx, seen, now() + SIGNATURE_LIFE_MS))) return false;
      if (event.name === TEST_EVENT) await noteTest(tx, now());
      if (happening) await announceHappening(tx, happening);
      return true;
    });
    if (!fresh) return 'replay';
    wake();
    return 'taken';
  };
}

async function isKnown(db: Db, seen: string): Promise<boolean> {
  const row = await db.selectFrom('signatures').select('digest').where('digest', '=', seen).executeTakeFirst();
  return row !== undefined;
}

async function remember(tx: Db, seen: string, expiresAt: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('signatures')
    .values({ digest: seen, expiresAt })
    .onConflict((conflict) => conflict.column('digest').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

async function noteTest(tx: Db, at: number): Promise<void> {
  const row = { valueJson: JSON.stringify({ at }), updatedAt: at };
  await tx
    .insertInto('cursors')
    .values({ name: TEST_CURSOR, ...row })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute();
}

/** When a test event came last, ms since the epoch; undefined: never. */
export async function lastTest(db: Db): Promise<number | undefined> {
  const row = await db.selectFrom('cursors').select('updatedAt').where('name', '=', TEST_CURSOR).executeTakeFirst();
  return row?.updatedAt;
}

async function happeningOf(
  { name, at, customer, auditRecord }: WebhookEvent,
  seen: string,
  parts: WebhookEventsParts,
): Promise<RelationshipHappening | undefined> {
  const operation = Object.hasOwn(relationshipEvents, name) ? relationshipEvents[name] : undefined;
  if (!operation) return undefined;
  return {
    id: auditRecord ?? `webhook:${seen}`,
    source: 'webhook',
    kind: 'relationship',
    operation,
    ...(customer === undefined ? {} : await lookUp(customer, parts)),
    differences: [],
    at,
  };
}

/** As Partner Center knows it; one that it does not know (any more) as somebody last saw it, else by its id alone. */
async function lookUp(
  id: string,
  { partner, store, log }: WebhookEventsParts,
): Promise<Pick<RelationshipHappening, 'customer' | 'country'>> {
  try {
    const { name, domain, billing } = await partner.customer(id, { signal: AbortSignal.timeout(LOOK_UP_MS) });
    const country = billing?.fields['defaultAddress.country'];
    if (name !== '') return { customer: { id, name, domain }, ...(country ? { country } : {}) };
  } catch (error) {
    log.info({ err: error }, 'the customer of a webhook could not be read');
  }
  const row = await store.db
    .selectFrom('recents')
    .select('customerJson')
    .where('customer', '=', id)
    .orderBy('usedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { customer: row ? (JSON.parse(row.customerJson) as CustomerRef) : { id, name: id, domain: '' } };
}
