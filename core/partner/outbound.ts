import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { create, isAxiosError } from 'axios';

/** What came back: the body as text, header names in lower case. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

export interface RawRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers: Record<string, string>;
  body?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** No answer. It carries a word for the reason and nothing of the request: an AxiosError would carry the bearer token. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';
  /** `timeout`, `aborted`, `tooLarge`, `notAllowed`, or the system's own word (`ECONNRESET`, `ENOTFOUND`, …). */
  readonly reason: string;

  constructor(reason: string) {
    super(`no answer: ${reason}`);
    this.reason = reason;
  }
}

export type Outbound = (request: RawRequest) => Promise<RawAnswer>;

export interface OutboundOptions {
  /** The only origin that is ever asked. */
  origin: string;
  /** For the whole exchange, body included. */
  timeoutMs?: number;
  maxAnswerBytes?: number;
  maxRequestBytes?: number;
}

/**
 * Makes the one way out to a service: kept-alive connections, no redirect followed (it could carry the token elsewhere), a
 * bound on time and on sizes, and a single allowed origin. Any HTTP status is an answer; no answer is an OutboundError.
 */
export function createOutbound(options: OutboundOptions): Outbound {
  const allowed = new URL(options.origin);
  const agents = { keepAlive: true, maxSockets: 64 };
  const client = create({
    httpAgent: new HttpAgent(agents),
    httpsAgent: new HttpsAgent(agents),
    maxRedirects: 0,
    // A page of 500 customers is about half a megabyte.
    maxContentLength: options.maxAnswerBytes ?? 8 * 1024 * 1024,
    maxBodyLength: options.maxRequestBytes ?? 1024 * 1024,
    responseType: 'text',
    transformRequest: [(body: unknown) => body],
    transformResponse: [(body: unknown) => body],
    validateStatus: () => true,
    // HTTPS_PROXY is a setting of a later version (core/config/settings.ts). Left to itself, axios would take it from the
    // environment for these calls, while those for tokens would still go directly.
    proxy: false,
  });
  const timeoutMs = options.timeoutMs ?? 20_000;

  return async ({ method, url, headers, body, signal }) => {
    if (new URL(url).origin !== allowed.origin) throw new OutboundError('notAllowed');
    if (signal?.aborted) throw new OutboundError('aborted');
    const stop = new AbortController();
    let late = false;
    const abort = () => stop.abort();
    const timer = setTimeout(() => {
      late = true;
      abort();
    }, timeoutMs);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const answer = await client.request<unknown>({ method, url, headers, data: body, signal: stop.signal });
      return {
        status: answer.status,
        headers: plainHeaders(answer.headers),
        text: typeof answer.data === 'string' ? answer.data : '',
      };
    } catch (error) {
      if (late) throw new OutboundError('timeout');
      throw new OutboundError(signal?.aborted ? 'aborted' : reasonOf(error));
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  };
}

/** Whether a URL's host is this machine: the only hosts for which plain http is accepted. */
export function isLoopback(url: URL): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}

function plainHeaders(headers: object): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') plain[name.toLowerCase()] = value;
    else if (Array.isArray(value)) plain[name.toLowerCase()] = value.join(', ');
  }
  return plain;
}

/** A word for why there was no answer: ours, or the system's own. Nothing of the request. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (isAxiosError(error) && /max(?:Content|Body)Length/.test(error.message)) return 'tooLarge';
  if (code === 'ETIMEDOUT' || code === 'ECONNABORTED') return 'timeout';
  return typeof code === 'string' && /^[A-Z0-9_]{2,40}$/.test(code) ? code : 'connection';
}
