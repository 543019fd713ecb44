import { setTimeout as sleepFor } from 'node:timers/promises';
import { PartnerCenterError } from './partner-center.js';

/** Waits; rejects when the signal is aborted. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

const sleep: Sleep = (ms, signal) => sleepFor(ms, undefined, signal ? { signal } : {});

export interface Quota {
  /**
   * Waits for a place in the window.
   *
   * @param leave how many places others must still find afterwards: whoever says so waits for nothing
   * @throws PartnerCenterError `throttled` when that would take too long, with the seconds until there is one.
   */
  acquire(signal?: AbortSignal, leave?: number): Promise<void>;
}

/**
 * A sliding window: at most `limit` requests in any `windowMs`. Partner Center documents 500 requests a minute for the
 * customers resource (learn.microsoft.com/partner-center/developer/customer-resources); a second is added because requests
 * do not arrive as evenly as they were sent. Places are given in the order of asking.
 */
export function createQuota(options: {
  limit: number;
  windowMs?: number;
  maxWaitMs: number;
  now?: () => number;
  sleep?: Sleep;
}): Quota {
  const { limit, windowMs = 61_000, maxWaitMs, now = Date.now } = options;
  const wait = options.sleep ?? sleep;
  /** When each request was or will be sent, ascending. */
  let places: number[] = [];
  return {
    async acquire(signal, leave = 0) {
      const at = now();
      // A place is never given further ahead than anybody waits: one that is was given before the clock was set back.
      places = places.filter((time) => time > at - windowMs && time <= at + maxWaitMs);
      const ahead = places[places.length - Math.max(1, limit - leave)];
      const place = ahead === undefined ? at : Math.max(at, ahead + windowMs);
      if (place - at > (leave > 0 ? 0 : maxWaitMs)) {
        throw new PartnerCenterError({
          kind: 'throttled',
          answerUnknown: false,
          code: 'quota',
          retryAfterSeconds: Math.ceil((place - at) / 1000),
        });
      }
      places.push(place);
      if (place === at) return;
      try {
        await wait(place - at, signal);
      } catch (error) {
        // Given up: the place is free again.
        const index = places.lastIndexOf(place);
        if (index >= 0) places.splice(index, 1);
        throw error;
      }
    },
  };
}
