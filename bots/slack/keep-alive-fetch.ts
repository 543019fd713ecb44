import type { WebClientOptions } from '@slack/web-api';
import type { Proxy } from '../../core/config.js';
import { createAgents } from '../../core/partner/agents.js';
import { type Answered, sendRequest } from '../request.js';

export type SlackFetch = NonNullable<WebClientOptions['fetch']>;
type FetchResponse = Awaited<ReturnType<SlackFetch>>;

/**
 * `fetch` for Slack's libraries over connections that stay open: a quiet bot would otherwise pay a TLS handshake within
 * the three seconds of a trigger id. Redirects are not followed (the caller sees the 3xx), and only the given origins
 * are ever called.
 *
 * @param origins as `URL.origin` writes them
 */
export function createSlackFetch(origins: readonly string[], proxy?: Proxy) {
  const agents = createAgents(proxy);
  const allowed = new Set(origins);
  const isAllowed = (given: string) => URL.canParse(given) && allowed.has(new URL(given).origin);

  const fetch: SlackFetch = async (given, init = {}) => {
    const url = new URL(given);
    // The address may be a secret (response_url): it is not repeated here.
    if (!allowed.has(url.origin)) throw new Error('not an address of Slack');
    if (init.body !== undefined && typeof init.body !== 'string') throw new Error('only texts are sent to Slack');
    const { body, ...rest } = init;
    return answerOf(url, await sendRequest(url, agents.for(url), { ...rest, ...(body === undefined ? {} : { body }) }));
  };
  return { fetch, isAllowed, close: () => agents.close() };
}

function answerOf(url: URL, { status, statusText, headers, body }: Answered): FetchResponse {
  return {
    ok: status >= 200 && status < 300,
    status,
    statusText,
    url: url.href,
    headers: { get: (name) => headers.get(name.toLowerCase()) ?? null, entries: () => headers.entries() },
    arrayBuffer: async () => new Uint8Array(body).buffer,
    json: async () => JSON.parse(body.toString('utf8')) as unknown,
    text: async () => body.toString('utf8'),
  };
}
