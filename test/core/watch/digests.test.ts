import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, openApprovalDesk, until, word } from '../approval/approval-desk.js';
import { type Counter, expectAnswer } from '../desk/counter.js';
import { nextDaily, nextHour } from '../../../core/watch/schedule.js';
import type { QuietHours } from '../../../core/watch/watch.js';
import { change, keyOf, linesIn, noticesIn, said, settled, slackRoom, watching } from './watch-desk.js';

const ROOM = slackRoom('C0DESK');
const HOUR = 3_600_000;

let counter: Counter;
beforeEach(async () => {
  counter = await openApprovalDesk();
  // Ten minutes past the hour: no hour strikes in the midst of a test.
  counter.jump(nextHour(counter.now(), 'UTC') + 600_000 - counter.now());
});
afterEach(() => counter.close());

const ada = () => counter.as('Ada', 'slack');
const sofia = () => counter.as('Sofia');
const digests = () => said(counter, ROOM).flatMap((answer) => (answer.type === 'digest' ? [answer] : []));
const held = async () => expectAnswer(await ada().in(ROOM).say('watches'), 'watches').here[0]?.held;

/** Quiet from an hour ago to an hour from now, in UTC. */
function quietNow(): QuietHours {
  const minute = Math.floor((counter.now() % (24 * HOUR)) / 60_000);
  return { from: (minute + 23 * 60) % 1440, to: (minute + 60) % 1440 };
}

describe('an hourly digest', () => {
  it('says on the hour what was held back, once, over a restart, and nothing when there is nothing', async () => {
    await watching(ada().in(ROOM), { rhythm: { every: 'hour' } });
    await settled(counter);
    await change(sofia(), 'Contoso Ltd', 'Suite 7');
    await settled(counter);
    await change(sofia(), 'Contoso Ltd', 'Suite 8');
    await settled(counter);
    expect(await held()).toBe(2);
    expect(said(counter, ROOM)).toHaveLength(1);
    await counter.core.stop();
    counter.jump(nextHour(counter.now(), 'UTC') - counter.now());
    await counter.reopen();
    await until(() => digests().length > 0);
    const [digest] = digests();
    expect(digest).toMatchObject({ because: 'hour', more: 0 });
    expect(digest?.items.map(({ differences }) => differences[0]?.after)).toEqual(['Suite 7', 'Suite 8']);
    expect(digest && digest.from < digest.to).toBe(true);
    expect(await held()).toBe(0);
    counter.jump(2 * HOUR);
    await new Promise((soon) => setTimeout(soon, 1_500));
    expect(digests()).toHaveLength(1);
  }, 20_000);

  it('shows the latest twenty and says how many were left out', async () => {
    await watching(ada().in(ROOM), { rhythm: { every: 'hour' } });
    await change(sofia(), 'Contoso Ltd', 'Suite 7');
    await settled(counter);
    const { db } = counter.core.store;
    const announcement = await db.selectFrom('announcements').selectAll().executeTakeFirstOrThrow();
    const [item] = await db.selectFrom('digestItems').selectAll().execute();
    if (!item) throw new Error('nothing is held back');
    const done = await db
      .selectFrom('changes')
      .selectAll()
      .where('id', '=', announcement.subject)
      .executeTakeFirstOrThrow();
    for (let n = 1; n <= 24; n++) {
      await db
        .insertInto('changes')
        .values({ ...done, id: `c${n}` })
        .execute();
      await db
        .insertInto('announcements')
        .values({ ...announcement, id: `a${n}`, subject: `c${n}` })
        .execute();
      await db
        .insertInto('digestItems')
        .values({ ...item, announcement: `a${n}`, at: item.at + n })
        .execute();
    }
    counter.jump(HOUR);
    await until(() => digests().length > 0);
    expect(digests()[0]).toMatchObject({ more: 5, items: { length: 20 } });
    expect(digests()[0]?.items.at(-1)?.change).toBe('c24');
  }, 20_000);

  it('is not made of what the place reads at once through another of its watches', async () => {
    await watching(ada().in(ROOM), { rhythm: { every: 'hour' } });
    await change(sofia(), 'Contoso Ltd', 'Suite 7');
    await settled(counter);
    await watching(ada().in(ROOM), { kind: 'account' });
    await change(sofia(), 'Contoso Ltd', 'Suite 8');
    await settled(counter);
    counter.jump(HOUR);
    await until(() => digests().length > 0);
    expect(digests()[0]?.items.map(({ differences }) => differences[0]?.after)).toEqual(['Suite 7']);
    expect(noticesIn(counter, ROOM).map(({ differences }) => differences[0]?.after)).toEqual(['Suite 8']);
  }, 20_000);

  it('says a request as it stands then', async () => {
    await watching(ada().in(ROOM), { rhythm: { every: 'hour' }, stage: 'requests' });
    const { approval } = await ask(sofia(), 'AzureReservedInstances');
    await settled(counter);
    await sofia().press(['withdraw', approval.id]);
    await settled(counter);
    counter.jump(HOUR);
    await until(() => digests().length > 0);
    expect(digests()[0]?.items.map(({ state }) => state)).toEqual(['withdrawn']);
  }, 20_000);
});

describe('a daily digest', () => {
  it('comes at its local time', async () => {
    const who = ada().in(ROOM);
    const watch = await watching(who, { rhythm: { every: 'day', at: 9 * 60 } });
    const form = expectAnswer(await who.press(['watching', watch.id]), 'watchForm');
    await who.press(['saveWatch', watch.id, form.watch.version], { ...form.values, timeZone: 'Asia/Kathmandu' });
    await change(sofia(), 'Contoso Ltd', 'Suite 7');
    await settled(counter);
    const row = await counter.core.store.db.selectFrom('watches').select('digestAt').executeTakeFirstOrThrow();
    expect(row.digestAt).toBe(nextDaily(9 * 60, counter.now(), 'Asia/Kathmandu'));
    counter.jump(24 * HOUR);
    await until(() => digests().length > 0);
    expect(digests()).toMatchObject([{ because: 'day', items: { length: 1 } }]);
  }, 20_000);

  it('moves with the watch when that is edited', async () => {
    const who = ada().in(ROOM);
    const watch = await watching(who, { rhythm: { every: 'day', at: 9 * 60 } });
    await change(sofia(), 'Contoso Ltd', 'Suite 7');
    await settled(counter);
    const form = expectAnswer(await who.press(['watching', watch.id]), 'watchForm');
    await who.press(['saveWatch', watch.id, form.watch.version], { ...form.values, rhythm: 'change', dailyAt: '' });
    await until(() => noticesIn(counter, ROOM).length > 0);
    expect(await held()).toBe(0);
  }, 20_000);
});

describe('quiet hours', () => {
  it('hold one piece of news back until their end, and then say it as any other', async () => {
    await watching(ada().in(ROOM), { quiet: quietNow() });
    await change(sofia(), 'Contoso Ltd', 'Suite 7');
    await settled(counter);
    expect(noticesIn(counter, ROOM)).toEqual([]);
    expect(await held()).toBe(1);
    counter.jump(2 * HOUR);
    await until(() => noticesIn(counter, ROOM).length > 0);
    expect(digests()).toEqual([]);
    await change(sofia(), 'Contoso Ltd', 'Suite 8');
    await until(() => noticesIn(counter, ROOM).length > 1);
  }, 20_000);

  it('make a digest of several', async () => {
    await watching(ada().in(ROOM), { quiet: quietNow() });
    for (const line of ['Suite 7', 'Suite 8']) {
      await change(sofia(), 'Contoso Ltd', line);
      await settled(counter);
    }
    counter.jump(2 * HOUR);
    await until(() => digests().length > 0);
    expect(digests()).toMatchObject([{ because: 'quiet', items: { length: 2 } }]);
    expect(noticesIn(counter, ROOM)).toEqual([]);
  }, 20_000);

  it('hold back the line under a card, which itself changes at once', async () => {
    const who = ada().in(ROOM);
    const watch = await watching(who, { stage: 'requests' });
    const { approval } = await ask(sofia(), 'AzureReservedInstances');
    await settled(counter);
    const form = expectAnswer(await who.press(['watching', watch.id]), 'watchForm');
    const { from, to } = quietNow();
    const time = (minute: number) => new Date(minute * 60_000).toISOString().slice(11, 16);
    const quiet = { quietFrom: time(from), quietTo: time(to) };
    await who.press(['saveWatch', watch.id, form.watch.version], { ...form.values, ...quiet });
    await word(counter.as('Ada'), 'decline', approval.id, 'Too dear');
    await settled(counter);
    expect(noticesIn(counter, ROOM).map(({ state }) => state)).toEqual(['declined']);
    expect(linesIn(counter, ROOM)).toEqual([]);
    counter.jump(2 * HOUR);
    await until(() => linesIn(counter, ROOM).length > 0);
    expect(linesIn(counter, ROOM).map(({ state }) => state)).toEqual(['declined']);
    expect(noticesIn(counter, ROOM)).toHaveLength(1);
    expect(digests()).toEqual([]);
  }, 20_000);
});

describe('a test', () => {
  it('is posted in quiet hours too: whoever makes a watch waits for it', async () => {
    await watching(ada().in(ROOM), { quiet: quietNow(), rhythm: { every: 'hour' } });
    await settled(counter);
    expect(said(counter, ROOM).map(({ type }) => type)).toEqual(['watchTest']);
    expect(counter.surveys).toEqual([keyOf(ROOM)]);
  });
});
