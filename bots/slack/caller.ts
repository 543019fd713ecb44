import { WebClient } from '@slack/web-api';
import type { SlackConfig } from '../../core/config.js';
import type { Log } from '../../core/log.js';
import type { Metrics } from '../../core/metrics.js';
import { noteCall } from '../../core/outward.js';
import { endpointsOf, originsOf } from './clouds.js';
import { asCallError, failedWith } from './call-error.js';
import { createSlackFetch, type SlackFetch } from './keep-alive-fetch.js';
import { libraryLog } from './library-log.js';

/** Something is waiting (a trigger id lives three seconds): one try, short. In ms. */
const INTERACTIVE_TIMEOUT = 2_000;
/** Nobody waits; whoever calls repeats by its own rules. In ms. */
export const NOTIFYING_TIMEOUT = 8_000;

/** Whose token a call goes out with. */
export interface TokenSource {
  /** Rejects with SlackCallError when there is none (any more). */
  token(): string | Promise<string>;
  /** Slack did not take a token: the one to try instead. Undefined: there is no other. */
  instead?(refused: string): Promise<string | undefined>;
}

interface Clients {
  token: string;
  interactive: WebClient;
  notifying: WebClient;
}

/** What reaches Slack at all, shared by the calls of every workspace. */
export function createSlackHttp(config: Pick<SlackConfig, 'apiUrl' | 'cloud' | 'proxy'>) {
  return createSlackFetch(originsOf(config), config.proxy);
}

/** What every client of Slack's library is made with. Headers are never set here: the library would share them. */
export const clientOptions = (config: Pick<SlackConfig, 'cloud' | 'apiUrl'>, fetch: SlackFetch, log: Log) => ({
  slackApiUrl: endpointsOf(config).api,
  fetch,
  logger: libraryLog(log),
  rejectRateLimitedCalls: true,
  allowAbsoluteUrls: false,
  retryConfig: { retries: 0 },
});

/** Slack knows the token no more, or never did: nothing was done with it. */
const NOT_TAKEN = ['token_expired', 'token_revoked', 'invalid_auth'];

export interface CallerParts {
  config: Pick<SlackConfig, 'cloud' | 'apiUrl'>;
  fetch: SlackFetch;
  tokens: TokenSource;
  /** The workspace that calls are about, where the token is one of its whole organisation. */
  team?: string;
  log: Log;
  metrics: Metrics;
}

/**
 * Makes calls with Slack's library, counts them, and gives failures our own shape. Two clients, because a rate limit pauses
 * all calls of a client: a notification that has to wait must not hold up a form. Both are made anew for another token.
 */
export function createCaller({ config, fetch, tokens, team, log, metrics }: CallerParts) {
  const options = { ...clientOptions(config, fetch, log), ...(team === undefined ? {} : { teamId: team }) };
  let held: Clients | undefined;

  function clientsWith(token: string): Clients {
    if (held?.token === token) return held;
    const interactive = new WebClient(token, { ...options, timeout: INTERACTIVE_TIMEOUT });
    const notifying = new WebClient(token, { ...options, timeout: NOTIFYING_TIMEOUT });
    held = { token, interactive, notifying };
    return held;
  }

  /** A call whose token Slack did not take has done nothing yet: it is tried once more where there is another one. */
  async function call<T>(operation: string, work: (clients: Clients) => Promise<T>): Promise<T> {
    const given = tokens.token();
    const token = typeof given === 'string' ? given : await given;
    try {
      return await counted(operation, () => work(clientsWith(token)));
    } catch (error) {
      const other = failedWith(error, NOT_TAKEN) ? await tokens.instead?.(token) : undefined;
      if (other === undefined) throw error;
      return counted(operation, () => work(clientsWith(other)));
    }
  }

  async function counted<T>(operation: string, work: () => Promise<T>): Promise<T> {
    try {
      const result = await work();
      noteCall(metrics, { service: 'slack', operation, outcome: 'ok' });
      return result;
    } catch (error) {
      const failure = asCallError(operation, error);
      const outcome = ['ratelimited', 'http', 'unreachable'].includes(failure.code) ? failure.code : 'refused';
      noteCall(metrics, { service: 'slack', operation, outcome });
      throw failure;
    }
  }

  return { call, counted };
}
