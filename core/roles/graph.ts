import { z } from 'zod';
import type { Proxy } from '../config/proxy.js';
import type { Metrics } from '../metrics.js';
import { noteCall } from '../outward.js';
import { createOutbound, type Outbound, type RawAnswer } from '../partner/outbound.js';
import type { TokenSource } from '../partner/tokens.js';
import { DirectoryError } from './directory-error.js';

/** Reads JSON from Graph. Everything that goes wrong is a DirectoryError. */
export interface Graph {
  /** @param path below the Graph address, beginning with `/v1.0/` */
  get<T>(operation: string, path: string, schema: z.ZodType<T>): Promise<T>;
  /** All pages of a list. */
  list<T>(operation: string, path: string, schema: z.ZodType<Page<T>>): Promise<T[]>;
}

export interface Page<T> {
  value: T[];
  '@odata.nextLink'?: string | undefined;
}

const TIMEOUT_MS = 5_000;
const MOST_PAGES = 50;

/** @param base GRAPH_URL or the cloud's own, without a slash at the end */
export function createGraph(parts: {
  base: string;
  proxy: Proxy | undefined;
  tokens: TokenSource;
  metrics: Metrics;
}): Graph {
  const { base, proxy, tokens, metrics } = parts;
  const { origin } = new URL(base);
  const outbound = createOutbound({ origin, proxy, timeoutMs: TIMEOUT_MS });

  async function read<T>(operation: string, url: string, schema: z.ZodType<T>): Promise<T> {
    try {
      const parsed = schema.safeParse(await answerOf(operation, url));
      if (!parsed.success) throw new DirectoryError('unavailable', { operation });
      noteCall(metrics, { service: 'graph', operation, outcome: 'ok' });
      return parsed.data;
    } catch (error) {
      const failure = error instanceof DirectoryError ? error : new DirectoryError('unavailable', { operation });
      noteCall(metrics, { service: 'graph', operation, outcome: failure.kind });
      throw failure;
    }
  }

  /** A refused token is renewed once. */
  async function answerOf(operation: string, url: string): Promise<unknown> {
    const token = await tokenOf(operation);
    let answer = await tryTwice(outbound, operation, url, token);
    if (answer.status === 401) answer = await tryTwice(outbound, operation, url, await tokenOf(operation, token));
    if (answer.status !== 200) throw refusal(operation, answer);
    return jsonOf(answer);
  }

  async function tokenOf(operation: string, rejected?: string): Promise<string> {
    try {
      return await tokens.get(rejected === undefined ? {} : { rejected });
    } catch {
      // Whatever it was, its own module has counted and logged it; here it means that nobody can be looked up.
      throw new DirectoryError('unavailable', { operation });
    }
  }

  return {
    get: (operation, path, schema) => read(operation, base + path, schema),
    async list<T>(operation: string, path: string, schema: z.ZodType<Page<T>>) {
      const items: T[] = [];
      let url: string | undefined = base + path;
      for (let page = 0; url !== undefined; page += 1) {
        // A link to elsewhere would carry the token there; a list without end is no answer either.
        const astray = !URL.canParse(url) || new URL(url).origin !== origin;
        if (astray || page === MOST_PAGES) throw new DirectoryError('unavailable', { operation });
        const answer: Page<T> = await read(operation, url, schema);
        items.push(...answer.value);
        url = answer['@odata.nextLink'];
      }
      return items;
    },
  };
}

/** A GET is repeated once when the server or the network failed. */
async function tryTwice(outbound: Outbound, operation: string, url: string, token: string): Promise<RawAnswer> {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  for (let last = false; ; last = true) {
    try {
      const answer = await outbound({ method: 'GET', url, headers });
      if (answer.status < 500 || last) return answer;
    } catch {
      if (last) throw new DirectoryError('unavailable', { operation });
    }
  }
}

/** learn.microsoft.com/graph/errors */
const graphError = z.object({ error: z.object({ code: z.string() }) });

function refusal(operation: string, answer: RawAnswer): DirectoryError {
  const { status } = answer;
  // Only Graph's own 404 says that somebody does not exist: any web server answers 404 at a wrong address.
  const graphs = graphError.safeParse(jsonOf(answer)).success;
  if (status === 404) return new DirectoryError(graphs ? 'notFound' : 'unavailable', { operation, status });
  if (status === 401 || status === 403) return new DirectoryError('forbidden', { operation, status });
  const seconds = Number(answer.headers['retry-after']);
  const wait = Number.isFinite(seconds) && seconds > 0 ? { retryAfterSeconds: seconds } : {};
  return new DirectoryError(status === 429 ? 'throttled' : 'unavailable', { operation, status, ...wait });
}

/** Undefined for what is no JSON. */
function jsonOf(answer: RawAnswer): unknown {
  try {
    return JSON.parse(answer.text);
  } catch {
    return undefined;
  }
}
