import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JsonValue } from '../../core/partner/partner-center.js';
import type { Reply } from './answers.js';

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
