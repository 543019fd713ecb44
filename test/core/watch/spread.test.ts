import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { wants } from '../../../core/watch/filter.js';
import { spreadDue } from '../../../core/watch/spread.js';
import type { Watch, WatchFilter } from '../../../core/watch/watch.js';
import { describeStores, testClock } from '../store/stores.js';
import { announced, asked, copies, dying, happened, move, owed, replica, rooms, watchIn } from './spreading.js';
import { keyOf, slackRoom } from './watch-desk.js';

describeStores('spreading', (home) => {
  it('tells each place once, however many replicas do it at the same time', async () => {
    const store = await home.open();
    const { now } = testClock();
    for (const room of rooms(230)) await watchIn(store, now, room);
    await happened(store, now);
    const other = home.dialect === 'postgres' ? await home.open() : store;
    await Promise.all([store, other, store].map((one) => spreadDue(replica(one, now))));
    // Whoever lost a race leaves the rest to the winner.
    while ((await spreadDue(replica(store, now))) > 0);
    const posted = await copies(store);
    expect(posted.map(({ lane }) => lane)).toEqual(rooms(230).map(keyOf));
    expect(await owed(store, 'post')).toHaveLength(230);
    const entries = await announced(store);
    expect(entries.map(({ detailJson }) => JSON.parse(detailJson) as object)).toMatchObject([{ posted: 230, held: 0 }]);
  }, 30_000);

  it('goes on where it was when its process died', async () => {
    const store = await home.open();
    const clock = testClock();
    for (const room of rooms(230)) await watchIn(store, clock.now, room);
    await happened(store, clock.now);
    await spreadDue(replica(store, clock.now, dying(150)));
    const before = (await copies(store)).map(({ id }) => id);
    expect(before.length).toBeGreaterThan(0);
    expect(before.length).toBeLessThan(150);
    clock.forward(60_000);
    await spreadDue(replica(store, clock.now));
    const after = await copies(store);
    expect(after.map(({ lane }) => lane)).toEqual(rooms(230).map(keyOf));
    expect(after.map(({ id }) => id)).toEqual(expect.arrayContaining(before));
    expect(await owed(store, 'post')).toHaveLength(230);
  }, 30_000);

  it('begins anew when a change moves on in its midst: those who have it follow, the others are told', async () => {
    const store = await home.open();
    const clock = testClock();
    const requests: WatchFilter = { stage: 'requests', origin: 'anywhere', muteOwn: false };
    for (const room of rooms(150)) await watchIn(store, clock.now, room, { filter: requests });
    const id = await asked(store, clock.now(), { email: 'a' }, { email: 'b' });
    await move(store, id, 'awaiting', 'change.awaiting', clock.now());
    await spreadDue(replica(store, clock.now, dying(120)));
    const before = await copies(store);
    expect(before.length).toBeGreaterThan(0);
    clock.forward(5_000);
    await move(store, id, 'declined', 'change.declined', clock.now());
    await spreadDue(replica(store, clock.now));
    expect((await copies(store)).map(({ lane }) => lane)).toEqual(rooms(150).map(keyOf));
    const lines = await owed(store, 'reply');
    expect(new Set(lines.map(({ copy }) => copy))).toEqual(new Set(before.map((copy) => copy.id)));
    expect(lines).toHaveLength(before.length);
    expect(new Set(lines.map(({ version }) => version))).toEqual(new Set([3]));
    expect(await owed(store, 'revise')).toHaveLength(before.length);
    expect(await owed(store, 'post')).toHaveLength(150);
  }, 30_000);

  it('of several moves owes one look and one line', async () => {
    const store = await home.open();
    const clock = testClock();
    await watchIn(store, clock.now, slackRoom('C1'), {
      filter: { stage: 'requests', origin: 'anywhere', muteOwn: false },
    });
    const id = await asked(store, clock.now(), { email: 'a' }, { email: 'b' });
    const parts = replica(store, clock.now);
    await move(store, id, 'awaiting', 'change.awaiting', clock.now());
    await spreadDue(parts);
    for (const [state, fact] of [
      ['awaiting', 'change.seconded'],
      ['approved', 'change.approved'],
      ['approved', 'change.retried'],
      ['applied', 'change.applied'],
    ] as const) {
      clock.forward(3_000);
      await move(store, id, state, fact, clock.now());
      await spreadDue(parts);
    }
    expect((await owed(store, 'reply')).map(({ version }) => version)).toEqual([6]);
    expect((await owed(store, 'revise')).map(({ version }) => version)).toEqual([6]);
    expect(await copies(store)).toHaveLength(1);
  });

  it('knows a happening that it was told of before', async () => {
    const store = await home.open();
    const { now } = testClock();
    await watchIn(store, now, slackRoom('C1'));
    expect(await Promise.all([happened(store, now, 'h1'), happened(store, now, 'h1')])).toEqual(
      expect.arrayContaining([true, false]),
    );
    await spreadDue(replica(store, now));
    expect(await happened(store, now, 'h1')).toBe(false);
    expect(await spreadDue(replica(store, now))).toBe(0);
    expect(await copies(store)).toHaveLength(1);
  });

  it('lets one announcement that cannot be spread keep no other from its places', async () => {
    const store = await home.open();
    const clock = testClock();
    await watchIn(store, clock.now, slackRoom('C1'));
    await happened(store, clock.now, 'bad');
    await store.db.updateTable('announcements').set({ pathsJson: 'no JSON' }).where('subject', '=', 'bad').execute();
    await happened(store, clock.now, 'good');
    expect(await spreadDue(replica(store, clock.now))).toBe(2);
    expect((await copies(store)).map(({ subject }) => subject)).toEqual(['good']);
    expect(await spreadDue(replica(store, clock.now))).toBe(0);
  });

  it('tells a place once what any of its watches wants, at once if one of them wants it at once', async () => {
    const store = await home.open();
    const { now } = testClock();
    const filter = fc.record(
      {
        kind: fc.constantFrom('account', 'purchase'),
        field: fc.constantFrom('email', 'companyName'),
        stage: fc.constantFrom('outcomes', 'requests'),
        origin: fc.constantFrom('anywhere', 'elsewhere'),
        muteOwn: fc.boolean(),
      },
      { requiredKeys: ['stage', 'origin', 'muteOwn'] },
    ) as fc.Arbitrary<WatchFilter>;
    const rhythm = fc.constantFrom<Watch['rhythm']>({ every: 'change' }, { every: 'hour' }, { every: 'day', at: 60 });
    const state = fc.constantFrom<Watch['state']>('active', 'active', 'broken', 'ended', 'draft');
    const one = fc.record({ filter, rhythm, state });
    const places = fc.array(fc.array(one, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(places, async (given) => {
        for (const table of ['copies', 'digestItems', 'announcements', 'watches', 'outbox', 'lanes'] as const)
          await store.db.deleteFrom(table).execute();
        for (const [n, watches] of given.entries())
          for (const watch of watches) await watchIn(store, now, slackRoom(`C${n}`), watch);
        await happened(store, now);
        await spreadDue(replica(store, now));
        const news = {
          kind: 'account',
          origin: 'elsewhere',
          stage: 'outcome',
          countries: [],
          paths: ['email'],
        } as const;
        const eager = given.map((watches) =>
          watches.filter((watch) => wants({ topic: 'changes', owner: 'ada', filter: watch.filter }, news)),
        );
        const standing = eager.map((watches) => watches.filter(({ state: is }) => is === 'active' || is === 'broken'));
        const isNow = ({ rhythm: when, state: is }: { rhythm: Watch['rhythm']; state: Watch['state'] }) =>
          when.every === 'change' && is === 'active';
        const atOnce = standing.flatMap((watches, n) => (watches.some(isNow) ? [keyOf(slackRoom(`C${n}`))] : []));
        const later = standing.filter((watches) => watches.length > 0 && !watches.some(isNow)).length;
        expect((await copies(store)).map(({ lane }) => lane)).toEqual(atOnce);
        expect(await store.db.selectFrom('digestItems').selectAll().execute()).toHaveLength(later);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
