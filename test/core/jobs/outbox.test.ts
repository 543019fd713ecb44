import { expect, it } from '@jest/globals';
import { createOutbox } from '../../../core/jobs/outbox.js';
import { inTransaction } from '../../../core/store/transaction.js';
import { describeStores, testClock, testSealer } from '../store/stores.js';
import { otherReader, sampleAnswer, sampleReader } from './samples.js';

describeStores('the outbox', (home) => {
  async function setUp() {
    const store = await home.open();
    const clock = testClock();
    const sealer = testSealer();
    const outboxOf = (owner: string) => createOutbox({ store, sealer, owner, now: clock.now });
    const outbox = outboxOf('one');
    /** To somebody of their own each: what goes to one person goes one by one. */
    const owe = (dedupeKey: string, dueAt?: number) =>
      outbox.owe(store.db, {
        dedupeKey,
        to: otherReader(dedupeKey),
        answer: sampleAnswer,
        ...(dueAt === undefined ? {} : { dueAt }),
      });
    const claim = async (from = outbox) => (await from.claim(10)).messages;
    return { store, clock, sealer, outbox, outboxOf, owe, claim };
  }

  it('gives back what is owed, to whom', async () => {
    const { claim, owe } = await setUp();
    await owe('m1');
    expect(await claim()).toEqual([
      {
        id: expect.any(String),
        platform: 'slack',
        what: { kind: 'tell', to: otherReader('m1'), answer: sampleAnswer },
        attempts: 1,
        lane: { key: 'slack:T100/m1', pool: 'slack:T100', leaseUntil: expect.any(Number), sent: [expect.any(Number)] },
      },
    ]);
  });

  it('owes the same message once, however often it is asked for', async () => {
    const { claim, owe } = await setUp();
    const [one, again, other] = await Promise.all([owe('m1'), owe('m1'), owe('m2')]);
    expect([one, again].filter((owed) => owed)).toHaveLength(1);
    expect(other).toBe(true);
    expect(await claim()).toHaveLength(2);
  });

  it('owes nothing when the transaction it is part of fails', async () => {
    const { outbox, claim, store } = await setUp();
    const failing = inTransaction(store.db, async (tx) => {
      await outbox.owe(tx, { dedupeKey: 'm1', to: sampleReader, answer: sampleAnswer });
      throw new Error('nothing happened after all');
    });
    await expect(failing).rejects.toThrow('nothing happened after all');
    expect(await claim()).toEqual([]);
  });

  it('keeps a message until it is due', async () => {
    const { claim, owe, clock } = await setUp();
    await owe('later', clock.now() + 1_000);
    clock.forward(999);
    expect(await claim()).toEqual([]);
    clock.forward(1);
    expect(await claim()).toHaveLength(1);
  });

  it('never offers a message that was sent or parked', async () => {
    const { outbox, owe, claim, clock } = await setUp();
    await Promise.all([owe('m1'), owe('m2')]);
    const [one, two] = await claim();
    if (!one || !two) throw new Error('two are due');
    expect(await outbox.finish(one, { is: 'sent' })).toBe(true);
    expect(await outbox.finish(two, { is: 'parked', error: 'gone' })).toBe(true);
    clock.forward(86_400_000);
    expect(await claim()).toEqual([]);
  });

  it('offers a failed message again at its time, with the attempts counted', async () => {
    const { outbox, owe, claim, clock, store } = await setUp();
    await owe('m1');
    const [message] = await claim();
    if (!message) throw new Error('one is due');
    const retryAt = clock.now() + 5_000;
    await outbox.finish(message, { is: 'failed', error: 'http', retryAt, doubtful: true });
    clock.forward(4_999);
    expect(await claim()).toEqual([]);
    clock.forward(1);
    expect(await claim()).toMatchObject([{ id: message.id, attempts: 2, doubtfulSince: retryAt - 5_000 }]);
    expect(await store.db.selectFrom('outbox').select('lastError').execute()).toEqual([{ lastError: 'http' }]);
  });

  it('passes a message on when its holder is silent, and lets that one write nothing more', async () => {
    const { outbox, outboxOf, owe, claim, clock } = await setUp();
    await owe('m1');
    const [message] = await claim();
    const other = outboxOf('two');
    clock.forward(59_999);
    expect(await claim(other)).toEqual([]);
    clock.forward(1);
    const [again] = await claim(other);
    if (!message || !again) throw new Error('one is due');
    expect(again).toMatchObject({ id: message.id, attempts: 2, doubtfulSince: clock.now() - 60_000 });
    expect(await outbox.finish(message, { is: 'sent' })).toBe(false);
    expect(await other.finish(again, { is: 'sent' })).toBe(true);
  });

  it('keeps neither reader nor answer as plain text', async () => {
    const { owe, store } = await setUp();
    await owe('m1');
    const rows = await store.db.selectFrom('outbox').selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/Fabrikam|Okonkwo|U200/);
  });

  it('is not held up by a message that cannot be read', async () => {
    const { claim, store, sealer, owe, clock } = await setUp();
    const foreign = createOutbox({ store, sealer: testSealer(), owner: 'x', now: clock.now });
    await foreign.owe(store.db, { dedupeKey: 'foreign', to: sampleReader, answer: sampleAnswer });
    await owe('own');
    // In the same lane, behind it.
    await createOutbox({ store, sealer, owner: 'one', now: clock.now }).owe(store.db, {
      dedupeKey: 'behind',
      to: sampleReader,
      answer: sampleAnswer,
    });
    expect(await claim()).toHaveLength(2);
  });

  it('says since when the oldest message that is due waits', async () => {
    const { outbox, owe, clock } = await setUp();
    const start = clock.now();
    await owe('later', start + 1_000);
    expect(await outbox.oldestWaiting()).toBeUndefined();
    clock.forward(1_000);
    expect(await outbox.oldestWaiting()).toBe(start);
  });
});
