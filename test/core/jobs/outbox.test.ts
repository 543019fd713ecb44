import { expect, it } from '@jest/globals';
import { createOutbox } from '../../../core/jobs/outbox.js';
import { inTransaction } from '../../../core/store/transaction.js';
import { describeStores, testClock, testSealer } from '../store/stores.js';
import { sampleAnswer, sampleReader } from './samples.js';

describeStores('the outbox', (home) => {
  async function setUp() {
    const store = await home.open();
    const clock = testClock();
    const sealer = testSealer();
    const outboxOf = (owner: string) => createOutbox({ store, sealer, owner, now: clock.now });
    const outbox = outboxOf('one');
    const owe = (dedupeKey: string, dueAt?: number) =>
      outbox.owe(store.db, {
        dedupeKey,
        to: sampleReader,
        answer: sampleAnswer,
        ...(dueAt === undefined ? {} : { dueAt }),
      });
    return { store, clock, sealer, outbox, outboxOf, owe };
  }

  it('gives back what is owed, to whom', async () => {
    const { outbox, owe } = await setUp();
    await owe('m1');
    expect(await outbox.claim(10)).toEqual([
      {
        id: expect.any(String),
        platform: 'slack',
        what: { kind: 'tell', to: sampleReader, answer: sampleAnswer },
        attempts: 1,
      },
    ]);
  });

  it('owes the same message once, however often it is asked for', async () => {
    const { outbox, owe } = await setUp();
    expect(await Promise.all([owe('m1'), owe('m1'), owe('m2')])).toEqual([true, false, true]);
    expect(await outbox.claim(10)).toHaveLength(2);
  });

  it('owes nothing when the transaction it is part of fails', async () => {
    const { outbox, store } = await setUp();
    const failing = inTransaction(store.db, async (tx) => {
      await outbox.owe(tx, { dedupeKey: 'm1', to: sampleReader, answer: sampleAnswer });
      throw new Error('nothing happened after all');
    });
    await expect(failing).rejects.toThrow('nothing happened after all');
    expect(await outbox.claim(10)).toEqual([]);
  });

  it('keeps a message until it is due', async () => {
    const { outbox, owe, clock } = await setUp();
    await owe('later', clock.now() + 1_000);
    clock.forward(999);
    expect(await outbox.claim(10)).toEqual([]);
    clock.forward(1);
    expect(await outbox.claim(10)).toHaveLength(1);
  });

  it('never offers a message that was sent or parked', async () => {
    const { outbox, owe, clock } = await setUp();
    await Promise.all([owe('m1'), owe('m2')]);
    const [one, two] = await outbox.claim(10);
    expect(await outbox.sent(one?.id ?? '')).toBe(true);
    expect(await outbox.park(two?.id ?? '', 'gone')).toBe(true);
    clock.forward(86_400_000);
    expect(await outbox.claim(10)).toEqual([]);
  });

  it('offers a failed message again at its time, with the attempts counted', async () => {
    const { outbox, owe, clock, store } = await setUp();
    await owe('m1');
    const [message] = await outbox.claim(10);
    await outbox.failed(message?.id ?? '', 'ratelimited', clock.now() + 500);
    expect(await outbox.claim(10)).toEqual([]);
    clock.forward(500);
    expect(await outbox.claim(10)).toMatchObject([{ id: message?.id, attempts: 2 }]);
    expect(await store.db.selectFrom('outbox').select('lastError').execute()).toEqual([{ lastError: 'ratelimited' }]);
  });

  it('passes a message on when its holder is silent, and lets that one write nothing more', async () => {
    const { outbox, outboxOf, owe, clock } = await setUp();
    await owe('m1');
    const [message] = await outbox.claim(10);
    const id = message?.id ?? '';
    const other = outboxOf('two');
    clock.forward(59_999);
    expect(await other.claim(10)).toEqual([]);
    clock.forward(1);
    expect(await other.claim(10)).toMatchObject([{ id, attempts: 2 }]);
    expect(await outbox.sent(id)).toBe(false);
    expect(await other.sent(id)).toBe(true);
  });

  it('keeps neither reader nor answer as plain text', async () => {
    const { owe, store } = await setUp();
    await owe('m1');
    const rows = await store.db.selectFrom('outbox').selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/Fabrikam|Okonkwo|U200/);
  });

  it('is not held up by a message that cannot be read', async () => {
    const { outbox, store, owe, clock } = await setUp();
    const foreign = createOutbox({ store, sealer: testSealer(), owner: 'x', now: clock.now });
    await foreign.owe(store.db, { dedupeKey: 'foreign', to: sampleReader, answer: sampleAnswer });
    await owe('own');
    expect(await outbox.claim(10)).toHaveLength(1);
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
