import { afterEach, describe, expect, it } from '@jest/globals';
import { PartnerCenterError } from '../../../core/partner/partner-center.js';
import { backoffOf } from '../../../core/partner/resilience.js';
import { CUSTOMER, billingBody, customerBody, usRules } from './samples.js';
import { failureOf, startPartner } from './wire.js';
import type { Partner, Said, Seen } from './wire.js';

let partner: Partner | undefined;
const start = async (answer: (seen: Seen) => Said | Promise<Said>, options?: Parameters<typeof startPartner>[1]) => {
  partner = await startPartner(answer, options);
  return partner;
};
afterEach(() => partner?.close());

/** Gives each answer in turn, the last one again and again. */
function inTurn(...answers: Said[]): () => Said {
  let at = 0;
  return () => {
    const answer = answers[Math.min(at, answers.length - 1)] ?? 'cut';
    at += 1;
    return answer;
  };
}
const idsOf = ({ seen }: Partner) => seen.map(({ headers }) => headers['ms-requestid']);
const fine: Said = { json: customerBody() };

describe('a call that only reads', () => {
  it.each<[string, Said]>([
    ['a cut connection', 'cut'],
    ['HTTP 500', { status: 500 }],
    ['HTTP 503', { status: 503 }],
    ['HTTP 429', { status: 429 }],
    ['silence', 'silence'],
  ])('is repeated after %s, with the same request id', async (_name, said) => {
    const desk = await start(inTurn(said, fine), { limits: { timeoutMs: 200 } });
    await desk.center.customer(CUSTOMER);
    const [first, second, ...more] = idsOf(desk);
    expect(second).toBe(first);
    expect(more).toEqual([]);
  });

  it('keeps its correlation id through all attempts', async () => {
    const { center, seen } = await start(inTurn({ status: 500 }, fine));
    await center.customer(CUSTOMER);
    expect(seen[1]?.headers['ms-correlationid']).toBe(seen[0]?.headers['ms-correlationid']);
  });

  it('has a request id of its own', async () => {
    const desk = await start(() => fine);
    await desk.center.customer(CUSTOMER);
    await desk.center.customer(CUSTOMER);
    expect(new Set(idsOf(desk)).size).toBe(2);
  });

  it('is given up after three attempts', async () => {
    const { center, seen } = await start(() => ({ status: 502 }));
    expect(await failureOf(center.customer(CUSTOMER))).toMatchObject({ kind: 'unavailable', status: 502 });
    expect(seen).toHaveLength(3);
  });

  it.each([400, 403, 404, 409, 412])('is not repeated after HTTP %i', async (status) => {
    const { center, seen } = await start(() => ({ status }));
    await failureOf(center.customer(CUSTOMER));
    expect(seen).toHaveLength(1);
  });

  it('does not wait for a long Retry-After, but tells it', async () => {
    const { center, seen } = await start(() => ({ status: 429, headers: { 'Retry-After': '57' } }));
    expect(await failureOf(center.customer(CUSTOMER))).toMatchObject({ kind: 'throttled', retryAfterSeconds: 57 });
    expect(seen).toHaveLength(1);
  });

  it('is repeated after a short Retry-After, and not sooner', async () => {
    const { center, seen } = await start(inTurn({ status: 429, headers: { 'Retry-After': '0' } }, fine));
    await center.customer(CUSTOMER);
    expect(seen).toHaveLength(2);
    const error = new PartnerCenterError({ kind: 'throttled', answerUnknown: true, retryAfterSeconds: 3 });
    const context = { attempt: 1, signal: new AbortController().signal, result: { error } };
    const first = backoffOf({ backoffMs: 250 }).next(context);
    expect(first.duration).toBe(3_000);
    expect(first.next(context).duration).toBe(3_000);
  });

  it('waits no longer than a bound, at random, when nothing says how long', () => {
    const error = new PartnerCenterError({ kind: 'unavailable', answerUnknown: true });
    const context = { attempt: 1, signal: new AbortController().signal, result: { error } };
    const durations = new Set<number>();
    for (let n = 0; n < 50; n += 1) {
      const second = backoffOf({ backoffMs: 250 }).next(context).next(context);
      expect(second.duration).toBeLessThanOrEqual(2_000);
      durations.add(second.duration);
    }
    expect(durations.size).toBeGreaterThan(1);
  });

  it('gets a new token and a new request id when the token was refused', async () => {
    const desk = await start(({ headers }) => (headers.authorization === 'Bearer app-1' ? { status: 401 } : fine));
    await desk.center.customer(CUSTOMER);
    expect(desk.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer app-1', 'Bearer app-2']);
    expect(new Set(idsOf(desk)).size).toBe(2);
  });

  it('fails when the new token is refused too', async () => {
    const { center, seen } = await start(() => ({ status: 401, json: { code: '400', description: 'Denied' } }));
    expect(await failureOf(center.customer(CUSTOMER))).toMatchObject({ kind: 'unauthenticated', status: 401 });
    expect(seen).toHaveLength(2);
  });

  it('needs one new token only when many calls are refused at once', async () => {
    const { center, tokenRequests } = await start(({ headers }) =>
      headers.authorization === 'Bearer app-1' ? { status: 401 } : { json: billingBody() },
    );
    await Promise.all(Array.from({ length: 10 }, () => center.billingProfile(CUSTOMER)));
    expect(tokenRequests).toHaveLength(2);
  });

  it('does not ask for another token when a second factor is missing', async () => {
    const { center, seen } = await start(() => ({ status: 401, json: { code: '900421', description: 'MFA' } }));
    expect(await failureOf(center.customer(CUSTOMER))).toMatchObject({ kind: 'mfaRequired' });
    expect(seen).toHaveLength(1);
  });
});

describe('the circuit breaker', () => {
  const limits = { attempts: 1, breakerFailures: 3, breakerOpenMs: 60_000 };

  it('stops asking a service that does not answer', async () => {
    const { center, seen } = await start(() => 'cut', { limits });
    for (let n = 0; n < 3; n += 1) await failureOf(center.customer(CUSTOMER));
    expect(await failureOf(center.customer(CUSTOMER))).toMatchObject({
      kind: 'unavailable',
      code: 'circuitOpen',
      answerUnknown: false,
      requestId: expect.any(String),
    });
    expect(seen).toHaveLength(3);
  });

  it.each([400, 401, 403, 404, 412, 429])('does not count HTTP %i', async (status) => {
    const { center, seen } = await start(() => ({ status }), { limits });
    for (let n = 0; n < 5; n += 1) await failureOf(center.customer(CUSTOMER));
    expect(seen.length).toBeGreaterThanOrEqual(5);
  });

  it('does not count calls that were given up', async () => {
    const answer: { now: Said } = { now: 'silence' };
    const { center, seen } = await start(() => answer.now, { limits });
    for (let n = 0; n < 5; n += 1) {
      const stop = new AbortController();
      const call = center.customer(CUSTOMER, { signal: stop.signal });
      const failed = failureOf(call);
      while (seen.length <= n) await new Promise((resolve) => setTimeout(resolve, 5));
      stop.abort();
      await failed;
    }
    answer.now = fine;
    expect((await center.customer(CUSTOMER)).id).toBe(CUSTOMER);
  });

  it('lets calls through again once the service is back', async () => {
    const answer: { now: Said } = { now: 'cut' };
    const { center } = await start(() => answer.now, { limits: { ...limits, breakerOpenMs: 20 } });
    for (let n = 0; n < 3; n += 1) await failureOf(center.customer(CUSTOMER));
    answer.now = fine;
    const tryAgain = async (): Promise<string> => {
      const found = await center.customer(CUSTOMER).catch(() => undefined);
      if (found) return found.id;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return tryAgain();
    };
    expect(await tryAgain()).toBe(CUSTOMER);
  });
});

describe('the cap on concurrent requests', () => {
  it('holds, with others waiting, and refuses what would wait too long', async () => {
    let open: (() => void) | undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    let under = 0;
    let most = 0;
    const { center } = await start(
      async () => {
        under += 1;
        most = Math.max(most, under);
        await gate;
        under -= 1;
        return { json: billingBody() };
      },
      { limits: { concurrency: 2, queue: 3 } },
    );
    const calls = Array.from({ length: 6 }, () => center.billingProfile(CUSTOMER));
    const settled = Promise.allSettled(calls);
    open?.();
    const refused = (await settled).flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refused).toEqual([
      expect.objectContaining({ kind: 'unavailable', code: 'overloaded', answerUnknown: false }),
    ]);
    expect(most).toBeLessThanOrEqual(2);
  });
});

describe('a caller that gives up', () => {
  it.each<[string, Partial<Record<'concurrency' | 'backoffMs', number>>, Said]>([
    ['while the answer is awaited', {}, 'silence'],
    ['while the next attempt is awaited', { backoffMs: 400 }, { status: 503 }],
  ])('is answered at once %s', async (_name, limits, said) => {
    const { center, seen } = await start(() => said, { limits });
    const stop = new AbortController();
    const failed = failureOf(center.customer(CUSTOMER, { signal: stop.signal }));
    while (seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    expect(await failed).toMatchObject({ kind: 'unavailable', code: 'aborted' });
  });

  it('does not reach the service when it gave up before', async () => {
    const { center, seen } = await start(() => ({ json: usRules() }));
    const signal = AbortSignal.abort();
    expect(await failureOf(center.customer(CUSTOMER, { signal }))).toMatchObject({ code: 'aborted' });
    expect(await failureOf(center.countryRules('US', { signal }))).toMatchObject({ code: 'aborted' });
    expect(seen).toHaveLength(0);
  });
});

describe('figures', () => {
  it('count every request by operation and outcome, with fixed labels only', async () => {
    const { center, metrics } = await start(inTurn({ status: 503 }, fine, { status: 404 }));
    await center.customer(CUSTOMER);
    await failureOf(center.billingProfile(CUSTOMER));
    const { values } = await metrics.outwardCalls.get();
    expect(values.map(({ labels, value }) => [labels.service, labels.operation, labels.outcome, value])).toEqual([
      ['login', 'token', 'ok', 1],
      ['partnerCenter', 'customer', 'unavailable', 1],
      ['partnerCenter', 'customer', 'ok', 1],
      ['partnerCenter', 'billingProfile', 'notFound', 1],
    ]);
  });
});
