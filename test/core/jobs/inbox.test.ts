import { describe, expect, it } from '@jest/globals';
import { createInbox } from '../../../core/jobs/inbox.js';
import type { Store } from '../../../core/store/open.js';
import { describeStores, testClock, testSealer } from '../store/stores.js';
import { sampleAnswer, sampleTurn } from './samples.js';

const replyTo = { channel: 'D300', ts: '1.2' };

describeStores('the inbox', (home) => {
  async function setUp() {
    const store = await home.open();
    const clock = testClock();
    const sealer = testSealer();
    const inboxOf = (owner: string, on: Store = store) => createInbox({ store: on, sealer, owner, now: clock.now });
    return { store, clock, inbox: inboxOf('one'), inboxOf };
  }

  describe('accepting', () => {
    it('takes a new delivery in', async () => {
      const { inbox } = await setUp();
      expect(await inbox.accept({ turn: sampleTurn('d1'), replyTo, signature: 's1' })).toEqual({ fresh: true });
    });

    it('knows a delivery that the platform repeats with another signature', async () => {
      const { inbox } = await setUp();
      await inbox.accept({ turn: sampleTurn('d1'), replyTo, signature: 's1' });
      const again = await inbox.accept({ turn: sampleTurn('d1'), replyTo, signature: 's2' });
      expect(again).toEqual({ fresh: false, replayed: false, state: 'received' });
    });

    it('gives the stored answer to a repeated delivery', async () => {
      const { inbox } = await setUp();
      await inbox.accept({ turn: sampleTurn('d1'), replyTo });
      await inbox.answered('d1', sampleAnswer, { delivered: true });
      const again = await inbox.accept({ turn: sampleTurn('d1'), replyTo });
      expect(again).toEqual({ fresh: false, replayed: false, state: 'done', answer: sampleAnswer });
    });

    it('refuses a replayed signature even with another delivery, and writes nothing', async () => {
      const { inbox, store } = await setUp();
      await inbox.accept({ turn: sampleTurn('d1'), replyTo, signature: 's1' });
      const replay = await inbox.accept({ turn: sampleTurn('d2'), replyTo, signature: 's1' });
      expect(replay).toEqual({ fresh: false, replayed: true });
      expect(await store.db.selectFrom('inbox').select('delivery').execute()).toEqual([{ delivery: 'd1' }]);
    });

    it('records the signature of a repeated delivery too', async () => {
      const { inbox } = await setUp();
      await inbox.accept({ turn: sampleTurn('d1'), replyTo, signature: 's1' });
      await inbox.accept({ turn: sampleTurn('d1'), replyTo, signature: 's2' });
      const replay = await inbox.accept({ turn: sampleTurn('d1'), replyTo, signature: 's2' });
      expect(replay).toEqual({ fresh: false, replayed: true });
    });

    it('lets exactly one of many simultaneous repeats in', async () => {
      const { inbox } = await setUp();
      const all = await Promise.all(
        Array.from({ length: 20 }, (_, n) => inbox.accept({ turn: sampleTurn('d1'), replyTo, signature: `s${n}` })),
      );
      expect(all.filter((one) => one.fresh)).toHaveLength(1);
    });

    it('throws when the store fails, so that nothing is acknowledged', async () => {
      const { inbox, store } = await setUp();
      await store.close();
      await expect(inbox.accept({ turn: sampleTurn('d1'), replyTo, signature: 's1' })).rejects.toThrow();
    });

    it('keeps neither the signature nor what was said as plain text', async () => {
      const { inbox, store } = await setUp();
      await inbox.accept({ turn: sampleTurn('d1'), replyTo: { hook: 'secret-hook' }, signature: 'v0=abcdef' });
      await inbox.answered('d1', sampleAnswer, { delivered: false });
      const rows = [
        ...(await store.db.selectFrom('inbox').selectAll().execute()),
        ...(await store.db.selectFrom('signatures').selectAll().execute()),
      ];
      expect(rows).toHaveLength(2);
      expect(JSON.stringify(rows)).not.toMatch(/Fabrikam|Okonkwo|secret-hook|v0=abcdef/);
    });
  });

  describe('claiming', () => {
    it('leaves a turn to whoever accepted it until the lease runs out', async () => {
      const { inbox, inboxOf, clock } = await setUp();
      await inbox.accept({ turn: sampleTurn('d1'), replyTo });
      clock.forward(29_999);
      expect(await inboxOf('two').claim(10)).toEqual([]);
      clock.forward(1);
      expect(await inboxOf('two').claim(10)).toEqual([
        { delivery: 'd1', turn: sampleTurn('d1'), replyTo, attempts: 2 },
      ]);
    });

    it('counts the lease from the last renewal', async () => {
      const { inbox, inboxOf, clock } = await setUp();
      await inbox.accept({ turn: sampleTurn('d1'), replyTo });
      clock.forward(20_000);
      expect(await inbox.renew('d1')).toBe(true);
      clock.forward(20_000);
      expect(await inboxOf('two').claim(10)).toEqual([]);
    });

    it('brings the answer along when only its delivery is missing, and the place it was redirected to', async () => {
      const { inbox, inboxOf, clock } = await setUp();
      await inbox.accept({ turn: sampleTurn('d1'), replyTo });
      await inbox.redirect('d1', { view: 'V9' });
      await inbox.answered('d1', sampleAnswer, { delivered: false });
      clock.forward(30_000);
      expect(await inboxOf('two').claim(10)).toMatchObject([{ replyTo: { view: 'V9' }, answer: sampleAnswer }]);
    });

    it('gives each turn to one of many claimers, oldest first and no more than asked for', async () => {
      const { inbox, inboxOf, clock } = await setUp();
      const deliveries = Array.from({ length: 30 }, (_, n) => `d${String(n).padStart(2, '0')}`);
      for (const delivery of deliveries) {
        await inbox.accept({ turn: sampleTurn(delivery), replyTo });
        clock.forward(1);
      }
      clock.forward(30_000);
      const oldest = await inboxOf('first').claim(5);
      expect(oldest.map((turn) => turn.delivery)).toEqual(deliveries.slice(0, 5));
      const shares = await Promise.all(Array.from({ length: 10 }, (_, n) => inboxOf(`owner ${n}`).claim(5)));
      expect(shares.every((share) => share.length <= 5)).toBe(true);
      const taken = shares.flat().map((turn) => turn.delivery);
      expect(new Set(taken).size).toBe(taken.length);
      // Claimers that passed by each other's rows may leave some for the next round, never hand one out twice.
      for (;;) {
        const more = await inboxOf('last').claim(5);
        if (more.length === 0) break;
        taken.push(...more.map((turn) => turn.delivery));
      }
      expect(taken.toSorted()).toEqual(deliveries.slice(5));
    });

    it('lets a former holder write nothing', async () => {
      const { inbox, inboxOf, clock } = await setUp();
      await inbox.accept({ turn: sampleTurn('d1'), replyTo });
      clock.forward(30_000);
      const other = inboxOf('two');
      await other.claim(1);
      expect(await inbox.answered('d1', { type: 'working' }, { delivered: true })).toBe(false);
      expect(await inbox.renew('d1')).toBe(false);
      expect(await other.answered('d1', sampleAnswer, { delivered: true })).toBe(true);
    });

    it('never offers a finished or abandoned turn', async () => {
      const { inbox, clock } = await setUp();
      await inbox.accept({ turn: sampleTurn('d1'), replyTo });
      await inbox.accept({ turn: sampleTurn('d2'), replyTo });
      await inbox.answered('d1', sampleAnswer, { delivered: false });
      await inbox.delivered('d1');
      await inbox.giveUp('d2');
      clock.forward(86_400_000);
      expect(await inbox.claim(10)).toEqual([]);
    });
  });

  it('frees the leases of a dead process at start, where no other process can be alive', async () => {
    const { inbox, inboxOf, store } = await setUp();
    await inbox.accept({ turn: sampleTurn('d1'), replyTo });
    const successor = inboxOf('two');
    await successor.releaseAll();
    expect(await successor.claim(10)).toHaveLength(store.singleProcess ? 1 : 0);
  });

  it('says since when the oldest unfinished turn waits', async () => {
    const { inbox, clock } = await setUp();
    expect(await inbox.oldestWaiting()).toBeUndefined();
    const arrival = clock.now();
    await inbox.accept({ turn: sampleTurn('d1'), replyTo });
    clock.forward(5);
    await inbox.accept({ turn: sampleTurn('d2'), replyTo });
    expect(await inbox.oldestWaiting()).toBe(arrival);
    await inbox.answered('d1', sampleAnswer, { delivered: true });
    expect(await inbox.oldestWaiting()).toBe(arrival + 5);
  });

  it('forgets finished turns and expired signatures by age, and no unfinished turn', async () => {
    const { inbox, clock, store } = await setUp();
    await inbox.accept({ turn: sampleTurn('waiting'), replyTo, signature: 's1' });
    await inbox.accept({ turn: sampleTurn('old'), replyTo, signature: 's2' });
    await inbox.answered('old', sampleAnswer, { delivered: true });
    clock.forward(600_000);
    await inbox.accept({ turn: sampleTurn('young'), replyTo, signature: 's3' });
    await inbox.answered('young', sampleAnswer, { delivered: true });
    await inbox.purge(600_000);
    const left = await store.db.selectFrom('inbox').select('delivery').orderBy('delivery').execute();
    expect(left.map((row) => row.delivery)).toEqual(['waiting', 'young']);
    expect(await store.db.selectFrom('signatures').select('digest').execute()).toHaveLength(1);
  });
});
