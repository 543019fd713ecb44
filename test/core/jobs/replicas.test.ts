import { expect, it } from '@jest/globals';
import { describeStores } from '../store/stores.js';
import { channelOf, createFanOut } from './fan-out.js';

describeStores('two replicas', (home) => {
  /** On PostgreSQL each has connections of its own; SQLite serves one process, whose two senders share it. */
  async function setUp() {
    const store = await home.open();
    const other = store.singleProcess ? store : await home.open();
    const desk = createFanOut(store);
    const senders = [
      desk.senderOf('one', { outbox: desk.outboxOf('one', store) }),
      desk.senderOf('two', { outbox: desk.outboxOf('two', other) }),
    ];
    /** Both at the same time, by the same clock, until nothing waits. */
    async function run() {
      for (;;) {
        const next = (await Promise.all(senders.map((sender) => sender.round()))).filter((at) => at !== undefined);
        if (next.length === 0) return;
        desk.clock.forward(Math.max(1, Math.min(...next) - desk.clock.now()));
      }
    }
    return { desk, other, run };
  }

  it('deliver each notice once between them, and hold the limits together', async () => {
    const { desk, run } = await setUp();
    const places = [
      ...Array.from({ length: 30 }, (_, n) => channelOf(`C${n}`)),
      ...Array.from({ length: 60 }, (_, n) => channelOf(`19:${n}`, 'teams')),
    ];
    for (const news of ['a', 'b', 'c']) await desk.announce(news, places);
    await run();
    for (const chat of [desk.slack, desk.teams]) expect(chat.counts.throttled).toBe(0);
    for (const { place } of places) {
      const [chat, name] = place.platform === 'slack' ? [desk.slack, place.channel] : [desk.teams, place.conversation];
      expect(chat.in(name).map(({ mark }) => mark)).toHaveLength(3);
    }
    expect((await desk.rows()).every(({ state }) => state === 'sent')).toBe(true);
  }, 120_000);

  it('lose no message that is owed while the other one looks for work', async () => {
    const { desk, run } = await setUp();
    const announcing = async () => {
      for (let n = 0; n < 40; n += 1)
        await desk.announce(`news ${n}`, [channelOf(`C${n % 4}`), channelOf(`C${n % 3}`)]);
    };
    await Promise.all([announcing(), run()]);
    await run();
    const copies = await desk.store.db.selectFrom('copies').select('state').execute();
    expect(desk.slack.standing).toHaveLength(copies.length);
    expect(copies.every(({ state }) => state === 'posted')).toBe(true);
    expect(desk.slack.counts.throttled).toBe(0);
  }, 120_000);
});
