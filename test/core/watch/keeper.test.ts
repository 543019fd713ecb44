import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openApprovalDesk, until } from '../approval/approval-desk.js';
import { type Counter, expectAnswer } from '../desk/counter.js';
import { nextLook } from '../../../core/watch/pauses.js';
import { change, keyOf, noticesIn, said, settled, slackRoom, teamsRoom, watching } from './watch-desk.js';

const ROOM = slackRoom('C0DESK');
const TEAM = teamsRoom('desk');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let counter: Counter;
beforeEach(async () => {
  counter = await openApprovalDesk();
});
afterEach(() => counter.close());

const ada = (platform: 'slack' | 'teams' = 'slack') => counter.as('Ada', platform);
const sofia = () => counter.as('Sofia');
const troubles = () => counter.told.flatMap(({ answer }) => (answer.type === 'watchTrouble' ? [answer] : []));
const watchOf = async (id: string) =>
  counter.core.store.db.selectFrom('watches').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const facts = async () =>
  (
    await counter.core.store.db
      .selectFrom('journal')
      .select('fact')
      .where('fact', 'like', 'watch.%')
      .orderBy('seq')
      .execute()
  ).map(({ fact }) => fact);

describe('a place that cannot be written to any more', () => {
  it('marks its watches, tells the owner once, holds all back, is tried again, and gets everything when it works', async () => {
    const watch = await watching(ada().in(ROOM));
    await watching(ada().in(ROOM), { topic: 'approvals' });
    await settled(counter);
    counter.problems.set(keyOf(ROOM), 'archived');
    await change(sofia(), 'Contoso Ltd', 'Suite 7');
    await until(() => troubles().length > 0);
    expect(troubles()).toMatchObject([
      { mended: false, watch: { state: 'broken', problem: 'archived', place: { name: '#R/C0DESK' } } },
    ]);
    expect(await watchOf(watch.id)).toMatchObject({ state: 'broken', problem: 'archived' });
    await change(sofia(), 'Contoso Ltd', 'Suite 8');
    await settled(counter);
    const list = expectAnswer(await ada().in(ROOM).say('watches'), 'watches');
    expect(list.here).toMatchObject([{ state: 'broken', held: 1 }, { state: 'broken' }]);
    counter.jump(2 * MINUTE);
    const surveys = counter.surveys.length;
    await until(() => counter.surveys.length > surveys);
    expect(noticesIn(counter, ROOM)).toEqual([]);
    counter.problems.clear();
    counter.jump(6 * MINUTE);
    await until(() => noticesIn(counter, ROOM).length === 2);
    expect(noticesIn(counter, ROOM).map(({ differences }) => differences[0]?.after)).toEqual(['Suite 7', 'Suite 8']);
    await until(() => troubles().length > 1);
    expect(troubles().map(({ mended }) => mended)).toEqual([false, true]);
    expect(await watchOf(watch.id)).toMatchObject({ state: 'active', problem: null });
    expect(await facts()).toEqual([
      'watch.made',
      'watch.made',
      'watch.broken',
      'watch.broken',
      'watch.mended',
      'watch.mended',
    ]);
  }, 30_000);

  it('gets a digest of what it missed, when that was more than one', async () => {
    await watching(ada().in(ROOM));
    await settled(counter);
    counter.problems.set(keyOf(ROOM), 'notMember');
    await change(sofia(), 'Contoso Ltd', 'Suite 1');
    await until(() => troubles().length > 0);
    for (const line of ['Suite 2', 'Suite 3']) {
      await change(sofia(), 'Contoso Ltd', line);
      await settled(counter);
    }
    counter.problems.clear();
    counter.jump(2 * MINUTE);
    await until(() => said(counter, ROOM).some(({ type }) => type === 'digest'));
    const digest = said(counter, ROOM).find(({ type }) => type === 'digest');
    expect(digest).toMatchObject({ because: 'unreachable', items: { length: 2 } });
  }, 20_000);

  it('is mended at once by whoever tests it again', async () => {
    const watch = await watching(ada().in(ROOM));
    await settled(counter);
    counter.problems.set(keyOf(ROOM), 'notMember');
    await change(sofia(), 'Contoso Ltd', 'Suite 7');
    await until(() => troubles().length > 0);
    const still = expectAnswer(await ada().in(ROOM).press(['testWatch', watch.id]), 'watch');
    expect(still).toMatchObject({ because: 'tested', watch: { state: 'broken', problem: 'notMember' } });
    counter.problems.clear();
    const works = expectAnswer(await ada().in(ROOM).press(['testWatch', watch.id]), 'watch');
    expect(works).toMatchObject({ because: 'tested', watch: { state: 'active' } });
    expect(works.watch).not.toHaveProperty('problem');
    await until(() => noticesIn(counter, ROOM).length === 1);
    await until(() => said(counter, ROOM).filter(({ type }) => type === 'watchTest').length === 2);
    await settled(counter);
    // Whoever pressed the button has read it already.
    expect(troubles().map(({ mended }) => mended)).toEqual([false]);
  }, 20_000);

  it('is found by a test, too, and its owner told when somebody else tests it', async () => {
    const watch = await watching(ada().in(ROOM));
    await settled(counter);
    counter.problems.set(keyOf(ROOM), 'external');
    const tested = expectAnswer(await counter.as('Henri', 'slack').in(ROOM).press(['testWatch', watch.id]), 'watch');
    expect(tested.watch).toMatchObject({ state: 'broken', problem: 'external' });
    await until(() => troubles().length > 0);
    expect(said(counter, ROOM)).toHaveLength(1);
  });

  it('that is a 1:1 chat is told of on the other platform', async () => {
    await counter.as('Ada').say('help');
    await watching(ada());
    await settled(counter);
    const key = keyOf(ada().turn({ type: 'command', command: 'help', argument: '' }).place);
    counter.problems.set(key, 'gone');
    await change(sofia(), 'Contoso Ltd', 'Suite 7');
    await until(() => troubles().length > 0);
    const told = counter.told.find(({ answer }) => answer.type === 'watchTrouble');
    expect(told?.reader.user).toMatchObject({ platform: 'teams', user: counter.as('Ada').character.id });
    expect(await counter.core.store.db.selectFrom('watches').select('state').execute()).toEqual([{ state: 'broken' }]);
  });
});

describe('a silent place', () => {
  it('is looked at once a day, so that a dead one is found', async () => {
    const watch = await watching(ada('teams').in(TEAM));
    await settled(counter);
    expect(counter.surveys).toHaveLength(1);
    counter.jump(25 * HOUR);
    await until(() => counter.surveys.length === 2);
    counter.problems.set(keyOf(TEAM), 'gone');
    counter.jump(23 * HOUR);
    expect((await watchOf(watch.id)).state).toBe('active');
    counter.jump(2 * HOUR);
    await until(async () => (await watchOf(watch.id)).state === 'broken');
    await until(() => troubles().length > 0);
  }, 20_000);

  it('is one to which nothing was sent for a day', async () => {
    const watch = await watching(ada().in(ROOM));
    await settled(counter);
    counter.jump(23 * HOUR);
    await change(sofia(), 'Contoso Ltd', 'Suite 7');
    await settled(counter);
    await until(async () => ((await watchOf(watch.id)).lastSentAt ?? 0) > counter.now() - HOUR);
    counter.jump(2 * HOUR);
    await new Promise((soon) => setTimeout(soon, 1_500));
    expect(counter.surveys).toHaveLength(1);
  }, 20_000);
});

describe('the pauses between looks', () => {
  it('grow from a minute to six hours', () => {
    const looks: number[] = [];
    for (let at = 0; looks.length < 7; at = looks.at(-1) ?? 0) looks.push(nextLook(0, at));
    expect(looks.map((at, index) => (at - (looks[index - 1] ?? 0)) / MINUTE)).toEqual([1, 5, 30, 120, 360, 360, 360]);
  });

  it('are never none, however late somebody looks', () => {
    for (const late of [0, 59_999, MINUTE, 7 * HOUR, 1_000 * HOUR]) expect(nextLook(0, late)).toBeGreaterThan(late);
  });
});

describe('a workspace that the app may have been taken out of', () => {
  it('has its places looked at now, and their owners are told', async () => {
    await watching(ada().in(ROOM));
    await settled(counter);
    counter.problems.set(keyOf(ROOM), 'gone');
    const surveyed = [...counter.surveys];
    const [team = ''] = keyOf(ROOM).replace('slack:', '').split('/');
    await counter.core.doubt('slack', ['T0ELSEWHERE', `${team}0`]);
    await counter.core.doubt('teams');
    await settled(counter);
    expect(counter.surveys).toEqual(surveyed);
    await counter.core.doubt('slack', [team]);
    await until(() => troubles().length > 0);
    expect(troubles()).toMatchObject([{ mended: false, watch: { state: 'broken', problem: 'gone' } }]);
    counter.problems.clear();
    await counter.core.doubt('slack');
    await until(() => troubles().length > 1);
    expect(troubles()[1]).toMatchObject({ mended: true });
  }, 30_000);
});
