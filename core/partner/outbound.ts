import { create, isAxiosError } from 'axios';
import type { Proxy } from '../config/proxy.js';
import { createAgents } from './agents.js';

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
  /** HTTPS_PROXY: what everything outbound goes through. */
  proxy: Proxy | undefined;
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
  const agent = createAgents(options.proxy).for(allowed);
  const client = create({
    httpAgent: agent,
    httpsAgent: agent,
    maxRedirects: 0,
    // A page of 500 customers is about half a megabyte.
    maxContentLength: options.maxAnswerBytes ?? 8 * 1024 * 1024,
    maxBodyLength: options.maxRequestBytes ?? 1024 * 1024,
    responseType: 'text',
    transformRequest: [(body: unknown) => body],
    transformResponse: [(body: unknown) => body],
    validateStatus: () => true,
    // The agent knows the proxy. Left to itself, axios would take one from the environment, and send requests in the clear.
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
