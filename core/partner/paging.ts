import { z } from 'zod';
import type { CallOptions, Continuation, CustomerSummary, PartnerCenter } from './partner-center.js';
import type { collectionSchema } from './schemas.js';

/** A continuation that was kept. */
export const continuationSchema = z.object({
  uri: z.string(),
  headers: z.array(z.object({ key: z.string(), value: z.string() })),
});

/**
 * How to get the page after this one. Normally `links.next` says it; an answer with a continuation token alone gets the
 * link that it should have had.
 *
 * @param path of the page at hand
 * @param asked the continuation that led to it: getting the same one again would go round in circles
 */
export function continuationOf(
  page: z.infer<typeof collectionSchema>,
  path: string,
  asked: Continuation | undefined,
): Continuation | undefined {
  const link = page.links?.next;
  const next: Continuation | undefined = link
    ? { uri: link.uri, headers: link.headers.length > 0 ? link.headers : tokenHeader(page.continuationToken) }
    : page.continuationToken
      ? { uri: withSeek(path), headers: tokenHeader(page.continuationToken) }
      : undefined;
  return next && asked && identityOf(next) === identityOf(asked) ? undefined : next;
}

/** The collections that are read in pages. A continuation leads to the collection that it came from, and nowhere else. */
const collections = {
  customers: /^\/v1\/customers(?:\?[^#\s]*)?$/,
  auditrecords: /^\/v1\/auditrecords(?:\?[^#\s]*)?$/i,
} as const;

/**
 * Where a continuation leads, as a path below the base address with `/v1`; `undefined` for one that leads elsewhere than to
 * that collection. Links come with `/v1` and without, and might come with the whole address.
 */
export function pathOfContinuation(
  { uri }: Continuation,
  baseUrl: string,
  collection: keyof typeof collections,
): string | undefined {
  const relative = uri.startsWith(`${baseUrl}/`) ? uri.slice(baseUrl.length) : uri;
  const path = relative.startsWith('/') ? relative : `/${relative}`;
  const versioned = path.startsWith('/v1/') ? path : `/v1${path}`;
  return collections[collection].test(versioned) ? versioned : undefined;
}

/**
 * Every page of customers, one after the other. It ends for certain: a continuation that was seen before ends it.
 *
 * @param size customers per page, at most 500
 */
export async function* customerPages(
  partnerCenter: Pick<PartnerCenter, 'customers'>,
  size: number,
  options?: CallOptions,
): AsyncGenerator<CustomerSummary[]> {
  yield* pages((next) => partnerCenter.customers(next ? { next } : { size }, options));
}

/** Every page of a collection, from the first one (`next` is absent) on. A continuation that was seen before ends it. */
export async function* pages<T>(
  read: (next: Continuation | undefined) => Promise<{ items: T[]; next?: Continuation }>,
): AsyncGenerator<T[]> {
  const seen = new Set<string>();
  let page = await read(undefined);
  yield page.items;
  while (page.next && !seen.has(identityOf(page.next))) {
    seen.add(identityOf(page.next));
    page = await read(page.next);
    yield page.items;
  }
}

/** The token that leads on from a page, as the one header that a continuation may set. */
export function tokenOf({ headers }: Continuation): string | undefined {
  return headers.find(({ key }) => key.toLowerCase() === 'ms-continuationtoken')?.value;
}

function identityOf({ uri, headers }: Continuation): string {
  return JSON.stringify([uri, headers.map(({ key, value }) => [key.toLowerCase(), value])]);
}

function tokenHeader(token: string | undefined): Continuation['headers'] {
  return token ? [{ key: 'MS-ContinuationToken', value: token }] : [];
}

function withSeek(path: string): string {
  return /[?&]seekOperation=/i.test(path) ? path : `${path}${path.includes('?') ? '&' : '?'}seekOperation=Next`;
}
