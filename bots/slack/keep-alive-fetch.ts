import http from 'node:http';
import https from 'node:https';
import type { WebClientOptions } from '@slack/web-api';

export type SlackFetch = NonNullable<WebClientOptions['fetch']>;
type FetchResponse = Awaited<ReturnType<SlackFetch>>;

/** Web API answers are small; anything longer is not Slack's. */
const LARGEST_ANSWER = 4 * 1024 * 1024;

/**
 * `fetch` for Slack's libraries over connections that stay open: a quiet bot would otherwise pay a TLS handshake within
 * the three seconds of a trigger id. Redirects are not followed (the caller sees the 3xx), and only the given origins
 * are ever called.
 *
 * @param origins as `URL.origin` writes them
 */
export function createSlackFetch(origins: readonly string[]): { fetch: SlackFetch; close: () => void } {
  const agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: 50 }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: 50 }),
  };
  const allowed = new Set(origins);

  const fetch: SlackFetch = (given, init = {}) => {
    const url = new URL(given);
    // The address may be a secret (response_url): it is not repeated here.
    if (!allowed.has(url.origin)) return Promise.reject(new Error('not an address of Slack'));
    if (init.body !== undefined && typeof init.body !== 'string')
      return Promise.reject(new Error('only texts are sent to Slack'));
    return send(url, url.protocol === 'http:' ? agents['http:'] : agents['https:'], { ...init, body: init.body ?? '' });
  };
  return { fetch, close: () => Object.values(agents).forEach((agent) => agent.destroy()) };
}

interface Sending {
  method?: string;
  headers?: Record<string, string>;
  body: string;
  signal?: AbortSignal;
}

function send(url: URL, agent: http.Agent, { method = 'GET', headers = {}, body, signal }: Sending) {
  return new Promise<FetchResponse>((resolve, reject) => {
    const client = url.protocol === 'http:' ? http : https;
    const request = client.request(
      url,
      {
        agent,
        method,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        ...(signal ? { signal } : {}),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > LARGEST_ANSWER) response.destroy(new Error('Slack answered too much'));
          else chunks.push(chunk);
        });
        response.on('error', reject);
        response.on('end', () => resolve(answerOf(url, response, Buffer.concat(chunks))));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

function answerOf(url: URL, response: http.IncomingMessage, body: Buffer): FetchResponse {
  const status = response.statusCode ?? 0;
  const entries = Object.entries(response.headers).map(([name, value]): [string, string] => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  const headers = new Map(entries);
  return {
    ok: status >= 200 && status < 300,
    status,
    statusText: response.statusMessage ?? '',
    url: url.href,
    headers: { get: (name) => headers.get(name.toLowerCase()) ?? null, entries: () => headers.entries() },
    arrayBuffer: async () => new Uint8Array(body).buffer,
    json: async () => JSON.parse(body.toString('utf8')) as unknown,
    text: async () => body.toString('utf8'),
  };
}
