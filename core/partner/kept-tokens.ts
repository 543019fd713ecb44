import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import { noteCall } from '../outward.js';
import { tokenErrorOf } from './token-error.js';

export interface TokenSource {
  /**
   * An access token, from memory when there is one. `force` gets a new one; `rejected` gets a new one unless the one in
   * memory is already another than the token that was refused.
   *
   * @throws TokenError
   */
  get(options?: { force?: boolean; rejected?: string }): Promise<string>;
}

/** What a token endpoint gave. */
export interface Granted {
  access_token: string;
  /** Seconds. */
  expires_in?: number | undefined;
}

export interface KeepOptions {
  log: Log;
  metrics?: Metrics | undefined;
  /** ms since the epoch */
  now?: (() => number) | undefined;
}

interface Held {
  token: string;
  /** ms since the epoch; from `renewAt` on a new one is asked for. */
  renewAt: number;
  expiresAt: number;
}

/** Lifetime of a token that says nothing about it. Entra's tokens live for about an hour. */
const DEFAULT_LIFETIME_S = 600;

/**
 * Access tokens of a grant: kept until shortly before they expire, renewed once however many callers
 * wait. A failure is not kept; while the old token is still good, it is given instead.
 */
export function keepTokens(grant: () => Promise<Granted>, options: KeepOptions): TokenSource {
  const now = options.now ?? Date.now;
  let held: Held | undefined;
  let renewal: Promise<string> | undefined;

  const note = (outcome: string) => {
    if (options.metrics) noteCall(options.metrics, { service: 'login', operation: 'token', outcome }, now());
  };

  const renew = async (): Promise<string> => {
    try {
      const answer = await grant();
      const lifetime = Math.max(0, answer.expires_in ?? DEFAULT_LIFETIME_S) * 1000;
      // Five minutes before the end, or a tenth of a short life.
      held = {
        token: answer.access_token,
        expiresAt: now() + lifetime,
        renewAt: now() + lifetime - Math.min(300_000, lifetime / 10),
      };
      note('ok');
      return held.token;
    } catch (error) {
      const failure = tokenErrorOf(error);
      note(failure.kind);
      options.log.warn({ kind: failure.kind, code: failure.code }, 'no token');
      throw failure;
    }
  };

  return {
    async get({ force = false, rejected } = {}) {
      const refused = force || (rejected !== undefined && held?.token === rejected);
      if (refused) held = undefined;
      if (held && now() < held.renewAt) return held.token;
      renewal ??= renew().finally(() => {
        renewal = undefined;
      });
      const old = held;
      if (!old || now() >= old.expiresAt) return renewal;
      return renewal.catch(() => {
        // Entra is asked again in half a minute, not by every call meanwhile.
        old.renewAt = now() + 30_000;
        return old.token;
      });
    },
  };
}
