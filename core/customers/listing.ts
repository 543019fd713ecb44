import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AnswerOf } from '../answer.js';
import { customerCommands } from '../turn.js';
import type { CustomerRef } from '../views.js';
import type { CallOptions, Continuation, PartnerCenter } from '../partner/partner-center.js';
import type { Sealer } from '../store/sealer.js';
import type { Db } from '../store/tables.js';

/** Customers on one page of a list: fits a Slack message (50 blocks) and a Teams card (25 KB) with room to spare. */
const PAGE_SIZE = 8;

/** Read from Partner Center at once, so that several pages of a list cost one call. */
const FETCH_SIZE = 100;

const refSchema = z.object({ id: z.string(), name: z.string(), domain: z.string() });
const listingSchema = z.object({
  query: z.string().optional(),
  pick: z.enum([...customerCommands, 'watchCustomer']),
  watch: z.string().optional(),
  rest: z.array(refSchema),
  next: z.object({ uri: z.string(), headers: z.array(z.object({ key: z.string(), value: z.string() })) }).optional(),
});

/** A list that somebody pages through: what is still to be shown. Only its id travels on the card. */
export type Listing = {
  query?: string | undefined;
  pick: AnswerOf<'customers'>['pick'];
  /** For `watchCustomer`: the watch that the chosen one completes. */
  watch?: string | undefined;
  rest: CustomerRef[];
  next?: Continuation | undefined;
};

export interface ListingPage {
  query?: string;
  pick: AnswerOf<'customers'>['pick'];
  watch?: string;
  items: CustomerRef[];
  /** The id of the listing that holds the rest. */
  more?: string;
}

/** Cuts one page off a listing and stores the rest for whoever asked. */
export async function turnPage(
  parts: { store: { db: Db }; sealer: Sealer; partner: PartnerCenter; now: () => number },
  person: string,
  listing: Listing,
  options: CallOptions,
): Promise<ListingPage> {
  let { rest, next } = listing;
  if (rest.length <= PAGE_SIZE && next) {
    const page = await parts.partner.customers({ next }, options);
    rest = [...rest, ...page.items.map(({ id, name, domain }) => ({ id, name, domain }))];
    next = page.next;
  }
  const items = rest.slice(0, PAGE_SIZE);
  const left = rest.slice(PAGE_SIZE);
  const { query, pick, watch } = listing;
  const page = { ...(query === undefined ? {} : { query }), pick, ...(watch === undefined ? {} : { watch }), items };
  if (left.length === 0 && !next) return page;
  const id = randomUUID();
  await parts.store.db
    .insertInto('listings')
    .values({
      id,
      person,
      listingSealed: parts.sealer.seal(JSON.stringify({ ...listing, rest: left, next }), listingContext(id)),
      createdAt: parts.now(),
    })
    .execute();
  return { ...page, more: id };
}

/** The rest of a list, or undefined when it is another person's, too old, or unknown. */
export async function openListing(
  parts: { store: { db: Db }; sealer: Sealer },
  person: string,
  id: string,
): Promise<Listing | undefined> {
  const row = await parts.store.db
    .selectFrom('listings')
    .select('listingSealed')
    .where('id', '=', id)
    .where('person', '=', person)
    .executeTakeFirst();
  return row && listingSchema.parse(JSON.parse(parts.sealer.open(row.listingSealed, listingContext(id))));
}

/** The beginning of the list of all customers. */
export async function listEverybody(partner: PartnerCenter, options: CallOptions): Promise<Listing> {
  const page = await partner.customers({ size: FETCH_SIZE }, options);
  return { pick: 'account', rest: page.items.map(({ id, name, domain }) => ({ id, name, domain })), next: page.next };
}

/** What the sealed column of a list is bound to. */
export function listingContext(id: string): string {
  return `listing:${id}`;
}
