import { setTimeout as sleep } from 'node:timers/promises';
import { parseJson } from './http.js';

/** One request to the bot and what came of it. `status` 0: no answer. */
export interface Delivered {
  body: string;
  authorization: string | undefined;
  status: number;
  answer: unknown;
}

/** Clients give up on an invoke after about this long. */
const INVOKE_TIMEOUT_MS = 10_000;
/** The service waits this long for a message to be acknowledged. */
const MESSAGE_TIMEOUT_MS = 15_000;
const REPEATS = 2;

/**
 * Delivers activities to the bot as the Bot Connector does: a message that was not acknowledged (no answer, 429 or 5xx)
 * is sent again, byte for byte; an invoke is not, its user sees an error.
 *
 * @param repeatDelayMs pause before a repetition
 */
export function createDeliveries(options: { endpoint: string; repeatDelayMs: number }) {
  const { endpoint, repeatDelayMs } = options;
  const log: Delivered[] = [];

  async function post(body: string, authorization: string | undefined, timeoutMs: number): Promise<Delivered> {
    const headers = { 'content-type': 'application/json; charset=utf-8', ...(authorization ? { authorization } : {}) };
    const delivered = await fetch(endpoint, { method: 'POST', headers, body, signal: AbortSignal.timeout(timeoutMs) })
      .then(async (response) => {
        const answer = parseJson(await response.text());
        return { body, authorization, status: response.status, answer };
      })
      .catch(() => ({ body, authorization, status: 0, answer: undefined }));
    log.push(delivered);
    if (log.length > 500) log.shift();
    return delivered;
  }

  return {
    /** Everything sent, latest last. */
    log,
    post: (body: string, authorization: string | undefined) => post(body, authorization, MESSAGE_TIMEOUT_MS),
    invoke: (body: string, authorization: string) => post(body, authorization, INVOKE_TIMEOUT_MS),
    async message(body: string, authorization: string): Promise<Delivered> {
      let delivered = await post(body, authorization, MESSAGE_TIMEOUT_MS);
      for (let repeat = 1; repeat <= REPEATS && unacknowledged(delivered.status); repeat += 1) {
        await sleep(repeatDelayMs * repeat);
        delivered = await post(body, authorization, MESSAGE_TIMEOUT_MS);
      }
      return delivered;
    },
  };
}

const unacknowledged = (status: number): boolean => status === 0 || status === 429 || status >= 500;
