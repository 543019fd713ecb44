import { expect, it } from '@jest/globals';
import { describeStores } from '../store/stores.js';
import { channelOf, createFanOut, shows } from './fan-out.js';

const places = (many: number, platform: 'slack' | 'teams' = 'slack') =>
  Array.from({ length: many }, (_, n) => channelOf(`${platform}${n}`, platform));

describeStores('delivery', (home) => {
  const setUp = async () => createFanOut(await home.open());

  it('tells every place of both platforms everything once, in order, and provokes no throttling', async () => {
    const desk = await setUp();
    const names = ['a', 'b', 'c'];
    for (const name of names) await desk.announce(name, [...places(20), ...places(20, 'teams')]);
    await desk.run(desk.senderOf('one'));
    for (const chat of [desk.slack, desk.teams]) {
      expect(chat.standing).toHaveLength(60);
      expect(chat.counts.throttled).toBe(0);
    }
    for (const place of ['slack3', 'slack19']) {
      expect(desk.slack.in(place).map(({ shown }) => shown)).toEqual(names.map((name) => [shows(name, 1)]));
    }
    expect((await desk.rows()).every(({ state }) => state === 'sent')).toBe(true);
  });

  it('goes on with other places of a workspace while one of them waits', async () => {
    const desk = await setUp();
    for (let n = 0; n < 10; n += 1) await desk.announce(`busy ${n}`, [channelOf('busy')]);
    await desk.announce('quiet', [channelOf('quiet')]);
    await desk.senderOf('one').round();
    expect([desk.slack.in('busy').length, desk.slack.in('quiet').length]).toEqual([1, 1]);
  });

  it('is fair between places when the workspace is what limits them', async () => {
    const desk = await setUp();
    for (let n = 0; n < 4; n += 1) await desk.announce(`news ${n}`, places(150));
    const sender = desk.senderOf('one');
    await desk.run(sender, 30_000);
    const got = places(150).map((_, n) => desk.slack.in(`slack${n}`).length);
    expect(got.reduce((a, b) => a + b)).toBe(300);
    expect(new Set(got)).toEqual(new Set([2]));
  }, 60_000);

  it('lets a used up budget of changes hold up no new message, in the same place', async () => {
    const desk = await setUp();
    await desk.announce('old', places(60));
    const sender = desk.senderOf('one');
    await desk.run(sender);
    desk.clock.forward(2_000);
    await desk.move('old', false);
    await desk.announce('new', places(60));
    await sender.round();
    expect(desk.slack.standing.filter(({ shown }) => shown.length > 1)).toHaveLength(50);
    expect(desk.slack.standing).toHaveLength(120);
    await desk.run(sender);
    expect(desk.slack.standing.filter(({ shown }) => shown.length > 1)).toHaveLength(60);
    expect(desk.slack.counts.throttled).toBe(0);
  });

  it('keeps a message until it is due, and says when that is', async () => {
    const desk = await setUp();
    const dueAt = desk.clock.now() + 5_001;
    await desk.announce('later', [channelOf('C1')], { watch: 'w', dueAt });
    const sender = desk.senderOf('one');
    expect(await sender.round()).toBe(dueAt);
    expect(desk.slack.standing).toHaveLength(0);
    desk.clock.forward(5_000);
    expect(await sender.round()).toBeUndefined();
    expect(desk.slack.standing).toHaveLength(1);
  });

  it('waits with the whole workspace when Slack says so, and counts no attempt', async () => {
    const desk = await setUp();
    await desk.announce('news', places(3));
    let refused = 0;
    desk.slack.goWrong((_kind, place) => {
      if (place !== 'slack0' || refused > 0) return undefined;
      refused += 1;
      return { before: Object.assign(new Error(), { code: 'ratelimited', retryAfterSeconds: 30 }) };
    });
    const sender = desk.senderOf('one');
    await sender.round();
    const until = desk.clock.now() + 30_500;
    await desk.announce('more', [channelOf('C9')]);
    expect(await sender.round()).toBe(until);
    expect(desk.slack.in('C9')).toHaveLength(0);
    await desk.run(sender);
    expect(desk.slack.standing).toHaveLength(4);
    expect((await desk.rows()).map(({ attempts }) => attempts)).not.toContain(2);
  });

  it('waits with the one conversation when Teams says so', async () => {
    const desk = await setUp();
    await desk.announce('news', places(3, 'teams'));
    desk.teams.goWrong((_kind, place) =>
      place === 'teams0'
        ? { before: Object.assign(new Error(), { code: 'throttled', retryAfterSeconds: 30 }) }
        : undefined,
    );
    await desk.senderOf('one').round();
    expect(desk.teams.standing.map(({ place }) => place).toSorted()).toEqual(['teams1', 'teams2']);
  });

  it('lets a message that fails hold up nothing else of its place, and parks it after twelve attempts', async () => {
    const desk = await setUp();
    await desk.announce('poisoned', [channelOf('C1')]);
    desk.clock.forward(1);
    await desk.announce('good', [channelOf('C1')]);
    let tries = 0;
    // The first message, which is tried before the second one and ever again.
    desk.slack.goWrong((kind) => {
      if (kind === 'find') return undefined;
      tries += 1;
      return tries === 2 ? undefined : { before: new Error('poison') };
    });
    await desk.run(desk.senderOf('one'));
    expect(desk.slack.in('C1').map(({ shown }) => shown)).toEqual([[shows('good', 1)]]);
    expect(tries).toBe(13);
    const copies = await desk.store.db
      .selectFrom('copies')
      .select(['subject', 'state', 'error'])
      .orderBy('subject')
      .execute();
    expect(copies).toEqual([
      { subject: 'good', state: 'posted', error: null },
      { subject: 'poisoned', state: 'parked', error: 'Error' },
    ]);
    const facts = await desk.store.db.selectFrom('journal').select(['fact', 'detailJson']).execute();
    expect(facts).toHaveLength(1);
    expect(facts[0]).toMatchObject({ fact: 'notice.parked' });
    expect(JSON.parse(facts[0]?.detailJson ?? '')).toMatchObject({ watch: 'w', subject: 'poisoned', error: 'Error' });
    expect(await desk.metrics.registry.metrics()).toContain(
      'partnerdesk_messages_total{platform="slack",outcome="parked"} 1',
    );
  });

  it('holds a place that cannot be written to, tells whoever cares, and gives up nothing', async () => {
    const desk = await setUp();
    await desk.announce('one', [channelOf('C1'), channelOf('C2')]);
    desk.slack.broken.add('C1');
    const told: unknown[] = [];
    const onUnreachable = async (lane: string, to: unknown, error: Error) => {
      told.push([lane, to, error.message]);
      await desk.outbox.hold(lane, desk.clock.now() + 6 * 3_600_000);
    };
    const sender = desk.senderOf('one', { onUnreachable });
    for (let n = 0; n < 20; n += 1) await desk.run(sender, 6 * 3_600_000);
    expect(told.length).toBeGreaterThan(13);
    expect(told[0]).toEqual(['slack:T1/C1', channelOf('C1'), 'notMember: not_in_channel']);
    expect(desk.slack.in('C2')).toHaveLength(1);
    await desk.announce('two', [channelOf('C1')]);
    expect(desk.slack.in('C1')).toHaveLength(0);

    desk.slack.broken.clear();
    await desk.outbox.release('slack:T1/C1');
    await desk.run(sender, 10_000);
    expect(desk.slack.in('C1').map(({ shown }) => shown)).toEqual([[shows('one', 1)], [shows('two', 1)]]);
    expect((await desk.rows()).every(({ state }) => state === 'sent')).toBe(true);
  });

  it('parks what belongs to no watch when its place is gone, for nobody would ever end it', async () => {
    const desk = await setUp();
    await desk.announce('request', [channelOf('C1')], {});
    desk.slack.broken.add('C1');
    await desk.run(desk.senderOf('one'));
    expect((await desk.rows()).map(({ state, attempts }) => [state, attempts])).toEqual([['parked', 12]]);
  });

  it('says when a copy was posted, for whoever keeps count', async () => {
    const desk = await setUp();
    await desk.announce('news', places(2));
    const delivered: string[] = [];
    await desk.run(desk.senderOf('one', { onDelivered: async (copy) => void delivered.push(copy) }));
    const copies = await desk.store.db.selectFrom('copies').select('id').execute();
    expect(delivered.toSorted()).toEqual(copies.map(({ id }) => id).toSorted());
  });

  it('goes on when the clock is set back by a day', async () => {
    const desk = await setUp();
    const sender = desk.senderOf('one');
    await desk.announce('before', [channelOf('C1')]);
    await sender.round();
    await desk.announce('after', [channelOf('C1')]);
    await sender.round();
    desk.clock.setBack(86_400_000);
    await desk.run(sender, 2_000);
    expect(desk.slack.in('C1')).toHaveLength(2);
  });
});
