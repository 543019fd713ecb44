import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../body.js';

/** Writes JSON. Nothing that Entra says may be cached. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store', ...headers })
    .end(JSON.stringify(body));
}

/** A form's fields; none when they are more than 64 KiB, or the caller is gone. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams((await readBody(request, 65_536)) ?? '');
}

/** An error as Entra's token endpoint says it: an OAuth error, with the AADSTS code in the description. */
export function sendAadError(
  response: ServerResponse,
  status: number,
  error: string,
  code: number,
  sentence: string,
  now: () => number,
): void {
  const [trace, correlation] = [randomUUID(), randomUUID()];
  const timestamp = new Date(now())
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
  const lines = [
    `AADSTS${code}: ${sentence} Trace ID: ${trace}`,
    `Correlation ID: ${correlation}`,
    `Timestamp: ${timestamp}`,
  ];
  sendJson(response, status, {
    error,
    error_description: lines.join(' '),
    error_codes: [code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
  });
}
