import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Slack's own requests stay far below this; what is longer is not read to its end. */
const LARGEST_BODY = 256 * 1024;

/** Either way: an old request may be a replay, and one from the future could be replayed for as long (seconds). */
const WINDOW = 300;

/** Why a request was turned away, and with which HTTP status. */
export type Refusal = { status: 400 | 401 | 413; reason: 'size' | 'signature' | 'age' | 'malformed' };

/**
 * Reads a request and proves that Slack sent it just now: HMAC-SHA256 over `v0:{timestamp}:{raw body}`
 * (docs.slack.dev/authentication/verifying-requests-from-slack). Bolt checks once more, but lets future dates pass.
 *
 * @param now ms since the epoch
 */
export async function admit(
  request: IncomingMessage,
  signingSecret: string,
  now: number,
): Promise<{ body: Buffer; signature: string } | Refusal> {
  const body = await readLimited(request);
  if (!body) return { status: 413, reason: 'size' };
  const timestamp = request.headers['x-slack-request-timestamp'];
  const signature = request.headers['x-slack-signature'];
  if (typeof timestamp !== 'string' || typeof signature !== 'string' || !/^\d{1,12}$/u.test(timestamp))
    return { status: 401, reason: 'signature' };
  if (Math.abs(now / 1000 - Number(timestamp)) > WINDOW) return { status: 401, reason: 'age' };
  const wanted = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
  if (!same(signature, wanted)) return { status: 401, reason: 'signature' };
  if (!holdsObject(request, body)) return { status: 400, reason: 'malformed' };
  return { body, signature };
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The raw bytes, or undefined when there are too many: the rest is not read, and the connection ends with the answer. */
async function readLimited(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Bolt takes JSON that is no object (`null`) for one and throws where nobody catches it. */
function holdsObject(request: IncomingMessage, body: Buffer): boolean {
  const text = body.toString('utf8');
  if (request.headers['content-type'] !== 'application/x-www-form-urlencoded') return text.trimStart().startsWith('{');
  const payload = /(?:^|&)payload=(?<start>[^&]{0,3})/u.exec(text)?.groups?.['start'];
  return payload === undefined || payload.startsWith('{') || payload.toUpperCase() === '%7B';
}
