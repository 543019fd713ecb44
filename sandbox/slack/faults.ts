import type { ServerResponse } from 'node:http';
import { reply } from './http.js';

/** What goes wrong with the next calls of a Web API method. */
export interface Fault {
  /** Method name, `response_url`, or `*` for any. */
  method: string;
  /** How many calls it hits; default 1. */
  times?: number;
  /** HTTP 429 with this Retry-After, in seconds. */
  retryAfter?: number;
  /** An HTTP status without a Web API answer (500, 503 …). */
  status?: number;
  /** `{ ok: false, error }` with HTTP 200. */
  error?: string;
  /** Never answers; the connection stays open. */
  hang?: boolean;
}

/** Faults in the order in which they were asked for, each used up by the calls that it hits. */
export function createFaults() {
  const faults: (Fault & { times: number })[] = [];
  return {
    add: (fault: Fault) => void faults.push({ times: 1, ...fault }),
    clear: () => void faults.splice(0),
    /** Answers the call wrongly if a fault waits for it; says which kind, for the log of calls. */
    strike(method: string, response: ServerResponse): string | undefined {
      const index = faults.findIndex((one) => one.method === method || one.method === '*');
      const fault = faults[index];
      if (!fault) return undefined;
      fault.times -= 1;
      if (fault.times <= 0) faults.splice(index, 1);
      if (fault.hang) return 'hang';
      if (fault.retryAfter !== undefined) {
        reply(response, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(fault.retryAfter) });
        return 'ratelimited';
      }
      if (fault.error !== undefined) {
        reply(response, 200, { ok: false, error: fault.error });
        return fault.error;
      }
      const status = fault.status ?? 500;
      reply(response, status, 'upstream error');
      return `http_${status}`;
    },
  };
}

export type Faults = ReturnType<typeof createFaults>;
