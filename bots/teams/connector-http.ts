import type { ConnectorClientOptions } from 'botframework-connector';
import type { Agents } from '../../core/partner/agents.js';
import { sendRequest } from '../request.js';

type HttpClient = NonNullable<ConnectorClientOptions['httpClient']>;
type Request = Parameters<HttpClient['sendRequest']>[0];

/** What botbuilder's retry policy knows again, by its name: the connection failed, and trying again may help. */
class NoAnswer extends Error {
  override readonly name = 'RestError';
  readonly code: string;

  constructor(error: unknown) {
    const code =
      error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'Unreachable';
    super(`no answer: ${code}`);
    this.code = code;
  }
}

/**
 * The way out of botbuilder's connector client, in place of its own: through the proxy that the settings name and no other, and
 * with no redirect followed, which its own would do up to twenty times and with the bot's token.
 *
 * @param isAllowed whether a request, which carries the token, may go to this address
 */
export function createConnectorHttp(agents: Agents, isAllowed: (url: string) => boolean): HttpClient {
  return {
    async sendRequest(request) {
      if (!isAllowed(request.url)) throw new Error('not an address of the Bot Connector');
      const url = new URL(request.url);
      const answer = await sendRequest(url, agents.for(url), {
        method: request.method,
        // Plain answers: what is compressed can grow beyond every bound.
        headers: { ...request.headers.toJson(), 'accept-encoding': 'identity' },
        ...(typeof request.body === 'string' ? { body: request.body } : {}),
        signal: signalOf(request),
      }).catch((error: unknown) => {
        throw new NoAnswer(error);
      });
      const headers = request.headers.clone();
      for (const name of headers.headerNames()) headers.remove(name);
      for (const [name, value] of answer.headers) headers.set(name, value);
      // The client follows what a `Location` header names; without one it hands the 3xx to whoever called.
      if (answer.status >= 300 && answer.status < 400) headers.remove('location');
      return { request, status: answer.status, headers, bodyAsText: answer.body.toString('utf8') };
    },
  };
}

/** Ends a request when its time is over, or when whoever called no longer waits. */
function signalOf({ timeout, abortSignal }: Request): AbortSignal {
  const over = AbortSignal.timeout(timeout > 0 ? timeout : LONGEST_MS);
  if (!abortSignal) return over;
  const given = new AbortController();
  if (abortSignal.aborted) given.abort();
  else abortSignal.addEventListener('abort', () => given.abort());
  return AbortSignal.any([over, given.signal]);
}

/** For requests of which nobody said how long they may take. */
const LONGEST_MS = 10_000;
