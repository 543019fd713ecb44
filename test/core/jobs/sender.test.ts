import { afterEach, expect, it } from '@jest/globals';
import type { Answer } from '../../../core/answer.js';
import type { Delivery } from '../../../core/delivery.js';
import type { Copies } from '../../../core/jobs/copies.js';
import type { Loop } from '../../../core/jobs/loop.js';
import { createOutbox } from '../../../core/jobs/outbox.js';
import { startSender } from '../../../core/jobs/sender.js';
import { createLog } from '../../canary/output.js';
import { createMetrics } from '../../canary/metrics.js';
import { describeStores, testClock, testSealer } from '../store/stores.js';
import { eventually, otherReader } from './samples.js';

const HOUR_MS = 3_600_000;

/** These messages are no copies of anything. */
const noCopies: Copies = {
  readers: () => Promise.resolve([]),
  look: () => Promise.resolve(undefined),
  posted: () => Promise.resolve(),
  revised: () => Promise.resolve(),
  replied: () => Promise.resolve(),
  gone: () => Promise.resolve(),
  failed: () => Promise.resolve(),
  parked: () => Promise.resolve(),
};

describeStores('the sender', (home) => {
  const senders: Loop[] = [];
  afterEach(() => Promise.all(senders.splice(0).map((sender) => sender.stop())));

  /** `refuse` throws for what the platform does not take. */
  async function setUp(refuse: (answer: Answer, attempt: number) => void = () => undefined) {
    const store = await home.open();
    const clock = testClock();
    const outbox = createOutbox({ store, sealer: testSealer(), owner: 'one', now: clock.now });
    const lines: string[] = [];
    const log = createLog('info', { write: (line) => void lines.push(line) });
    const metrics = createMetrics();
    const told: Answer[] = [];
    let attempts = 0;
    const slack: Delivery = {
      platform: 'slack',
      finish: () => Promise.reject(new Error('nothing here finishes a turn')),
      async tell(answer) {
        attempts += 1;
        refuse(answer, attempts);
        told.push(answer);
      },
      post: () => Promise.reject(new Error('nothing here posts a copy')),
      revise: () => Promise.reject(new Error('nothing here revises a copy')),
      reply: () => Promise.reject(new Error('nothing here replies')),
      find: () => Promise.resolve('unknown'),
      survey: () => Promise.reject(new Error('nothing here asks for a place')),
    };
    /** To somebody of their own each: what goes to one person goes one by one. */
    const owe = (query: string, platform: 'slack' | 'teams' = 'slack') => {
      const to = otherReader(`U${query}`);
      return outbox.owe(store.db, {
        dedupeKey: query,
        to: { ...to, user: { ...to.user, platform } },
        answer: { type: 'nothingFound', query },
      });
    };
    const start = () => {
      const options = {
        outbox,
        copies: noCopies,
        deliveries: [slack],
        log,
        metrics,
        now: clock.now,
        random: () => 0.5,
      };
      const sender = startSender({ ...options, everyMs: HOUR_MS });
      senders.push(sender);
      return sender;
    };
    const row = () =>
      store.db.selectFrom('outbox').select(['state', 'attempts', 'dueAt', 'lastError']).executeTakeFirstOrThrow();
    const failedOnce = () => eventually(async () => (await row()).lastError !== null);
    return { store, clock, outbox, lines, metrics, told, owe, start, row, failedOnce, attempts: () => attempts };
  }

  it('sends everything that is owed, once, and says so in the metrics', async () => {
    const { told, owe, start, metrics } = await setUp();
    for (let n = 0; n < 20; n += 1) await owe(`m${n}`);
    const sender = start();
    await eventually(() => told.length === 20);
    await sender.stop();
    expect(told.map((answer) => (answer.type === 'nothingFound' ? answer.query : '')).toSorted()).toEqual(
      Array.from({ length: 20 }, (_, n) => `m${n}`).toSorted(),
    );
    expect(await metrics.registry.metrics()).toContain(
      'partnerdesk_messages_total{platform="slack",outcome="sent"} 20',
    );
  });

  it('sends at once when it is woken', async () => {
    const { told, owe, start } = await setUp();
    const sender = start();
    await owe('m1');
    sender.wake();
    await eventually(() => told.length === 1);
  });

  it('tries again later and later', async () => {
    const { clock, owe, start, row, attempts } = await setUp(() => {
      throw new TypeError('no such luck');
    });
    await owe('m1');
    const sender = start();
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      await eventually(async () => attempts() === attempt && (await row()).dueAt > clock.now());
      const pause = (await row()).dueAt - clock.now();
      pauses.push(pause);
      clock.forward(pause);
      if (attempt < 4) sender.wake();
    }
    // Two seconds, doubled each time, three quarters of it with this "random" number.
    expect(pauses).toEqual([1_500, 3_000, 6_000, 12_000]);
  });

  it('waits as long as the platform asks for', async () => {
    const { clock, owe, start, row, failedOnce } = await setUp(() => {
      throw Object.assign(new Error('slow down'), { code: 'ratelimited', retryAfterSeconds: 90 });
    });
    await owe('m1');
    start();
    await failedOnce();
    expect(await row()).toMatchObject({ state: 'due', lastError: 'ratelimited', dueAt: clock.now() + 90_500 });
  });

  it('parks a message after twelve attempts', async () => {
    const { clock, owe, start, row, attempts } = await setUp(() => {
      throw new Error('never');
    });
    await owe('m1');
    const sender = start();
    await eventually(async () => {
      clock.forward(HOUR_MS);
      sender.wake();
      return (await row()).state === 'parked';
    });
    expect(attempts()).toBe(12);
  });

  it('goes on with other messages when one fails', async () => {
    const { told, owe, start } = await setUp((answer) => {
      if (answer.type === 'nothingFound' && answer.query === 'bad') throw new Error('not this one');
    });
    await owe('bad');
    await owe('good');
    start();
    await eventually(() => told.length === 1);
    expect(told).toEqual([{ type: 'nothingFound', query: 'good' }]);
  });

  it('logs neither what was to be said nor to whom, nor what the platform answered', async () => {
    const { lines, owe, start, failedOnce, row } = await setUp(() => {
      throw Object.assign(new Error('cannot say Fabrikam to U200'), { code: 'a text, not a code: Fabrikam' });
    });
    await owe('Fabrikam Rosengarten');
    const sender = start();
    await failedOnce();
    await sender.stop();
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toMatch(/Fabrikam|Okonkwo|U200|D300/);
    expect((await row()).lastError).toBe('unknown');
  });

  it('keeps messages of a platform that is off', async () => {
    const { owe, start, failedOnce, row } = await setUp();
    await owe('m1', 'teams');
    start();
    await failedOnce();
    expect(await row()).toMatchObject({ state: 'due', lastError: 'platformOff' });
  });

  it('finishes what is in hand when it is stopped', async () => {
    const { owe, start, row, told } = await setUp();
    await owe('m1');
    const sender = start();
    await sender.stop();
    expect(told).toHaveLength(1);
    expect((await row()).state).toBe('sent');
  });
});
