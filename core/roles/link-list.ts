import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { foldName } from '../customers/names.js';
import type { Sealer } from '../store/sealer.js';
import type { Db } from '../store/tables.js';
import type { LinkView } from '../views.js';
import { type Directory, DirectoryError } from './directory.js';
import { searchedText, viewOfLink } from './links.js';
import type { People } from './people.js';

/** Links on one page: each is a row with its button, and fits a Slack message and a Teams card with room to spare. */
const PAGE_SIZE = 8;
/** People of the configuration who are looked up in the directory at once. */
const AT_ONCE = 10;

const listingSchema = z.object({
  query: z.string().optional(),
  /** The last link shown; absent: none yet. */
  after: z.object({ at: z.number(), id: z.string() }).optional(),
  /** How many links of the configuration were shown. */
  configured: z.number().int().nonnegative(),
});

/** How far somebody has paged. Kept on the server: only its id travels. */
export type LinkListing = z.output<typeof listingSchema>;

export interface LinkPage {
  items: LinkView[];
  count: number;
  /** The id of the listing that holds the rest. */
  more?: string;
}

interface Parts {
  store: { db: Db };
  sealer: Sealer;
  people: Pick<People, 'configured'>;
  directory: Directory;
  now: () => number;
}

/**
 * One page of who is linked where: made links, latest first, then those of the configuration.
 *
 * @param person who pages: the rest is theirs alone
 */
export async function pageOfLinks(parts: Parts, person: string, listing: LinkListing): Promise<LinkPage> {
  const { db } = parts.store;
  const wanted = listing.query === undefined ? undefined : foldName(listing.query);
  const rows = await rowsAfter(db, wanted, listing.after);
  const made = rows.slice(0, PAGE_SIZE);
  const { matching, listed } = await configuredPage(parts, wanted, listing.configured, PAGE_SIZE - made.length);
  const items = [...made.map(viewOfLink), ...listed];
  const count = (await countOf(db, wanted)) + matching;
  const configured = listing.configured + listed.length;
  if (rows.length <= PAGE_SIZE && configured >= matching) return { items, count };
  const last = made.at(-1);
  const rest = { ...listing, configured, ...(last ? { after: { at: last.linkedAt, id: last.id } } : {}) };
  return { items, count, more: await keep(parts, person, rest) };
}

/** The rest of a list, or undefined when it is another person's, too old, or unknown. */
export async function openLinkListing(
  { store, sealer }: Pick<Parts, 'store' | 'sealer'>,
  person: string,
  id: string,
): Promise<LinkListing | undefined> {
  const row = await store.db
    .selectFrom('listings')
    .select('listingSealed')
    .where('id', '=', id)
    .where('person', '=', person)
    .executeTakeFirst();
  if (!row) return undefined;
  // A list of customers has an id of the same kind, and is sealed for itself.
  try {
    return listingSchema.parse(JSON.parse(sealer.open(row.listingSealed, contextOf(id))));
  } catch {
    return undefined;
  }
}

async function keep({ store, sealer, now }: Parts, person: string, rest: LinkListing): Promise<string> {
  const id = randomUUID();
  const listingSealed = sealer.seal(JSON.stringify(rest), contextOf(id));
  await store.db.insertInto('listings').values({ id, person, listingSealed, createdAt: now() }).execute();
  return id;
}

const contextOf = (id: string): string => `links:${id}`;

const matches = (wanted: string) =>
  sql<boolean>`"searched" like ${`%${wanted.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`;

function rowsAfter(db: Db, wanted: string | undefined, after: LinkListing['after']) {
  let query = db.selectFrom('links').selectAll();
  if (wanted !== undefined) query = query.where(matches(wanted));
  if (after)
    query = query.where((where) =>
      where.or([
        where('linkedAt', '<', after.at),
        where.and([where('linkedAt', '=', after.at), where('id', '<', after.id)]),
      ]),
    );
  return query
    .orderBy('linkedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(PAGE_SIZE + 1)
    .execute();
}

async function countOf(db: Db, wanted: string | undefined): Promise<number> {
  const all = db.selectFrom('links').select(({ fn }) => fn.countAll<number>().as('count'));
  const { count } = await (wanted === undefined ? all : all.where(matches(wanted))).executeTakeFirstOrThrow();
  return count;
}

/** Those of the configuration that match, and of them the next ones. It holds no names: the directory tells them. */
async function configuredPage(
  { people, directory }: Parts,
  wanted: string | undefined,
  from: number,
  most: number,
): Promise<{ matching: number; listed: LinkView[] }> {
  const all = people.configured();
  if (wanted === undefined)
    return { matching: all.length, listed: await named(directory, all.slice(from, from + most)) };
  const found = (await named(directory, all)).filter(({ person, user }) =>
    searchedText(person.name, user, person.id).includes(wanted),
  );
  return { matching: found.length, listed: found.slice(from, from + most) };
}

async function named(directory: Directory, links: readonly LinkView[]): Promise<LinkView[]> {
  const done: LinkView[] = [];
  for (let at = 0; at < links.length; at += AT_ONCE)
    done.push(...(await Promise.all(links.slice(at, at + AT_ONCE).map((one) => withName(directory, one)))));
  return done;
}

/** A person whom the directory does not tell is shown by their id. */
async function withName(directory: Directory, link: LinkView): Promise<LinkView> {
  try {
    const { name } = await directory.look(link.person.id, { fresh: false });
    return { ...link, person: { ...link.person, name } };
  } catch (error) {
    if (error instanceof DirectoryError) return link;
    throw error;
  }
}
