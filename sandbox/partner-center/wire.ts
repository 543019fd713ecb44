import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JsonValue } from '../../core/partner/partner-center.js';
import type { Reply } from './answers.js';

/** Longer bodies than any profile are not read. */
const LONGEST_BODY = 256 * 1024;

/** The body as text, or undefined when it is too long or the caller is gone. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request) {
      const bytes = chunk as Buffer;
      length += bytes.length;
      if (length > LONGEST_BODY) return undefined;
      chunks.push(bytes);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A header as text; of several, the first. */
export function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** The text as JSON; undefined when it is none. A BOM is forgiven. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as JsonValue;
  } catch {
    return undefined;
  }
}

/**
 * Writes an answer as the service does: indented JSON with CRLF, with a byte order mark when `mark` says so, the
 * caller's ids echoed, `X-Locale` echoed twice (as was recorded).
 */
export function writeReply(request: IncomingMessage, response: ServerResponse, reply: Reply, mark: boolean): void {
  const locale = header(request, 'x-locale');
  const headers: Record<string, string> = {
    'MS-RequestId': header(request, 'ms-requestid') ?? randomUUID(),
    'MS-CorrelationId': header(request, 'ms-correlationid') ?? randomUUID(),
    'MS-CV': `${randomUUID().slice(0, 16)}.0`,
    'MS-ServerId': '0000112D',
    ...(locale ? { 'X-Locale': `${locale},${locale}` } : {}),
    ...reply.headers,
  };
  const { body } = reply;
  if (body === undefined) {
    response.writeHead(reply.status, { ...headers, 'Content-Length': '0' }).end();
    return;
  }
  if (reply.html && typeof body === 'string') {
    response.writeHead(reply.status, { ...headers, 'Content-Type': 'text/html' }).end(body);
    return;
  }
  const text = JSON.stringify(body, null, 2).replaceAll('\n', '\r\n');
  const bytes = Buffer.from(mark ? `\uFEFF${text}` : text);
  response
    .writeHead(reply.status, {
      ...headers,
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': String(bytes.length),
    })
    .end(bytes);
}
