import type { ServerResponse } from 'node:http';
import type { Json } from './workspace.js';

/**
 * The arguments of a Web API call: JSON, or a form whose values may be JSON (`blocks`, `view`), as Slack's own client
 * sends them. Undefined when the body is neither.
 */
export function readArguments(contentType: string, body: string): Json | undefined {
  try {
    if (contentType.startsWith('application/json')) return body === '' ? {} : (JSON.parse(body) as Json);
    return Object.fromEntries(
      [...new URLSearchParams(body)].map(([name, value]) => [name, structured.has(name) ? JSON.parse(value) : value]),
    );
  } catch {
    return undefined;
  }
}

const structured = new Set(['blocks', 'view', 'attachments', 'metadata']);

/** Answers with JSON, or with a bare text. */
export function reply(
  response: ServerResponse,
  status: number,
  body: Json | string,
  headers: Record<string, string> = {},
): void {
  const isText = typeof body === 'string';
  response.writeHead(status, {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    ...headers,
  });
  response.end(isText ? body : JSON.stringify(body));
}
