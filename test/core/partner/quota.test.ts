import { afterEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createQuota } from '../../../core/partner/quota.js';
import { CUSTOMER, billingBody, usRules } from './samples.js';
import { failureOf, startPartner } from './wire.js';
import type { Partner } from './wire.js';

let partner: Partner | undefined;
afterEach(async () => {
  await partner?.close();
  partner = undefined;
});

/** A clock that moves only while somebody waits. */
function fakeClock() {
  let time = 0;
  const waiting: { at: number; wake: () => void }[] = [];
  return {
    now: () => time,
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        waiting.push({ at: time + ms, wake: resolve });
        signal?.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
      }),
    advance(ms: number) {
      time += ms;
      for (const { at, wake } of waiting) if (at <= time) wake();
    },
  };
}

describe('the quota', () => {
  it('lets as many requests pass at once as the window holds', async () => {
    const clock = fakeClock();
    const quota = createQuota({ limit: 500, windowMs: 60_000, maxWaitMs: 5_000, ...clock });
    await Promise.all(Array.from({ length: 500 }, () => quota.acquire()));
    expect(await failureOf(quota.acquire())).toMatchObject({
      kind: 'throttled',
      code: 'quota',
      retryAfterSeconds: 60,
      answerUnknown: false,
    });
  });

  it('is not used up by requests of a clock that was set back since', async () => {
    const clock = fakeClock();
    clock.advance(3_600_000);
    const quota = createQuota({ limit: 2, windowMs: 60_000, maxWaitMs: 5_000, ...clock });
    await Promise.all([quota.acquire(), quota.acquire()]);
    clock.advance(-3_600_000);
    await expect(quota.acquire()).resolves.toBeUndefined();
  });

  it('makes a caller wait when there will be a place soon', async () => {
    const clock = fakeClock();
    const quota = createQuota({ limit: 1, windowMs: 60_000, maxWaitMs: 5_000, ...clock });
    await quota.acquire();
    clock.advance(56_000);
    let passed = false;
    const waiting = quota.acquire().then(() => {
      passed = true;
    });
    await Promise.resolve();
    expect(passed).toBe(false);
    clock.advance(4_000);
    await waiting;
    expect(passed).toBe(true);
  });

  it('gives the place of a caller that gave up to the next one', async () => {
    const clock = fakeClock();
    const quota = createQuota({ limit: 1, windowMs: 60_000, maxWaitMs: 5_000, ...clock });
    await quota.acquire();
    clock.advance(58_000);
    const stop = new AbortController();
    const given = quota.acquire(stop.signal).catch(() => 'given up');
    stop.abort();
    expect(await given).toBe('given up');
    const next = quota.acquire();
    clock.advance(2_000);
    await next;
  });

  it('never lets more pass in any window than it holds, however the callers come', async () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), gaps, async (limit, waits) => {
        const clock = fakeClock();
        const quota = createQuota({ limit, windowMs: 1_000, maxWaitMs: 500, ...clock });
        const passed: number[] = [];
        const calls: Promise<unknown>[] = [];
        for (const gap of waits) {
          calls.push(
            quota.acquire().then(
              () => passed.push(clock.now()),
              () => undefined,
            ),
          );
          // One at a time, so that each waiter wakes at its own instant.
          for (let ms = 0; ms < gap; ms += 1) {
            clock.advance(1);
            await Promise.resolve();
          }
        }
        clock.advance(1_000);
        await Promise.all(calls);
        const tooClose = passed.filter((time, at) => at >= limit && time - (passed[at - limit] ?? 0) < 1_000);
        expect(tooClose).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('is left to people by a call that nobody waits for, unless most of it is free', async () => {
    let time = 0;
    partner = await startPartner(() => ({ json: { items: [] } }), {
      limits: { quotaPerMinute: 5, keptForPeople: 3 },
      now: () => time,
    });
    const { center, seen } = partner;
    const background = () => center.customers({ size: 1 }, { background: true });
    await background();
    await center.customers({ size: 1 });
    expect(await failureOf(background())).toMatchObject({ kind: 'throttled', code: 'quota', retryAfterSeconds: 61 });
    await center.customers({ size: 1 });
    expect(seen).toHaveLength(3);
    time = 62_000;
    await background();
    expect(seen).toHaveLength(4);
  });

  it('is kept by calls about customers, and does not concern the others', async () => {
    let time = 0;
    partner = await startPartner(({ path }) => ({ json: path.includes('rules') ? usRules() : billingBody() }), {
      limits: { quotaPerMinute: 2 },
      now: () => time,
    });
    const { center, seen } = partner;
    await center.billingProfile(CUSTOMER);
    await center.billingProfile(CUSTOMER);
    expect(await failureOf(center.billingProfile(CUSTOMER))).toMatchObject({ kind: 'throttled', code: 'quota' });
    await center.countryRules('US');
    expect(seen).toHaveLength(3);
    time = 61_001;
    await center.billingProfile(CUSTOMER);
    expect(seen).toHaveLength(4);
  });
});
