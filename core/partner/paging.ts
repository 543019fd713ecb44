import type { z } from 'zod';
import type { CallOptions, Continuation, CustomerSummary, PartnerCenter } from './partner-center.js';
import type { collectionSchema } from './schemas.js';

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

/**
 * Where a continuation leads, as a path below the base address with `/v1`; `undefined` for one that leads elsewhere than to
 * customers. Links come with `/v1` and without, and might come with the whole address.
 */
export function pathOfContinuation({ uri }: Continuation, baseUrl: string): string | undefined {
  const relative = uri.startsWith(`${baseUrl}/`) ? uri.slice(baseUrl.length) : uri;
  const path = relative.startsWith('/') ? relative : `/${relative}`;
  const versioned = path.startsWith('/v1/') ? path : `/v1${path}`;
  return /^\/v1\/customers(?:\?[^#\s]*)?$/.test(versioned) ? versioned : undefined;
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
  const seen = new Set<string>();
  let page = await partnerCenter.customers({ size }, options);
  yield page.items;
  while (page.next && !seen.has(identityOf(page.next))) {
    seen.add(identityOf(page.next));
    page = await partnerCenter.customers({ next: page.next }, options);
    yield page.items;
  }
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
