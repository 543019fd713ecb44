import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CONTOSO, openApprovalDesk } from '../approval/approval-desk.js';
import { type Counter, expectAnswer } from '../desk/counter.js';
import { keyOf, noticesIn, change, said, settled, slackRoom, teamsRoom, watching, wish } from './watch-desk.js';

const ROOM = slackRoom('C0DESK');
const OTHER = slackRoom('C0OTHER');
const TEAM = teamsRoom('desk');
const HOUR = 3_600_000;

let counter: Counter;
beforeEach(async () => {
  counter = await openApprovalDesk();
});
afterEach(() => counter.close());

const ada = () => counter.as('Ada', 'slack');
const henri = () => counter.as('Henri', 'slack');
const sofia = () => counter.as('Sofia', 'slack');
const here = async (who = ada(), room = ROOM) => expectAnswer(await who.in(room).say('watches'), 'watches').here;

describe('unwatch', () => {
  const made = async () => {
    await watching(ada().in(ROOM));
    await watching(ada().in(ROOM), { customer: 'Contoso Ltd' });
    await watching(ada().in(ROOM), { country: 'FR', kind: 'account' });
    await watching(ada().in(ROOM), { topic: 'approvals' });
    await watching(ada().in(OTHER));
  };
  const unwatch = async (argument: string, wished?: Parameters<typeof wish>[1]) => {
    const who = henri().in(ROOM);
    const answer = wished
      ? await who.give(
          who.turn({ type: 'command', command: 'unwatch', argument, wish: { topic: 'changes', ...wished } }),
        )
      : await who.say('unwatch', argument);
    return expectAnswer(answer, 'unwatched').ended;
  };

  it('ends everything here, whoever made it, and nothing elsewhere', async () => {
    await made();
    expect(await unwatch('')).toHaveLength(4);
    expect(await here()).toEqual([]);
    expect(await here(ada(), OTHER)).toHaveLength(1);
    expect(await unwatch('')).toEqual([]);
  });

  it('ends the watches of a customer by any of its names', async () => {
    await made();
    expect(await unwatch('contoso')).toMatchObject([{ filter: { customer: { id: CONTOSO } }, state: 'ended' }]);
    expect(await here()).toHaveLength(3);
  });

  it('ends what matches all that was named', async () => {
    await made();
    expect(await unwatch('…', { country: 'FR', kind: 'purchase' })).toEqual([]);
    expect(await unwatch('…', { country: 'FR' })).toHaveLength(1);
    expect(await unwatch('…', { topic: 'approvals' })).toMatchObject([{ topic: 'approvals' }]);
  });

  it('forgets what was held back and what was owed', async () => {
    await watching(ada().in(ROOM), { rhythm: { every: 'hour' } });
    await change(counter.as('Sofia'), 'Contoso Ltd', 'Suite 7');
    await settled(counter);
    expect(await here()).toMatchObject([{ held: 1 }]);
    await unwatch('');
    counter.jump(2 * HOUR);
    await settled(counter);
    expect(said(counter, ROOM).map(({ type }) => type)).toEqual(['watchTest']);
    expect(await counter.core.store.db.selectFrom('digestItems').selectAll().execute()).toEqual([]);
  });
});

describe('watches', () => {
  it('lists this place, my others, and the news with how far it got', async () => {
    await watching(ada().in(ROOM));
    await watching(ada().in(OTHER), { rhythm: { every: 'hour' } });
    await watching(henri().in(TEAM), {});
    await change(counter.as('Sofia'), 'Contoso Ltd', 'Suite 7');
    await settled(counter);
    const list = expectAnswer(await ada().in(ROOM).say('watches'), 'watches');
    expect(list.place).toEqual({ platform: 'slack', kind: 'channel', name: '#R/C0DESK' });
    expect(list.here).toMatchObject([{ place: { name: '#R/C0DESK' } }]);
    expect(list.mine).toMatchObject([{ place: { name: '#/C0OTHER' }, held: 1 }]);
    expect(list.recent).toMatchObject([{ delivered: 2, waiting: 1, failed: 0, notice: { customer: { id: CONTOSO } } }]);
    expect(noticesIn(counter, ROOM)).toHaveLength(1);
  });

  it('is what its button shows too', async () => {
    await watching(ada().in(ROOM));
    expect(expectAnswer(await ada().in(ROOM).press(['watches']), 'watches').here).toHaveLength(1);
  });
});

describe('somebody without a role', () => {
  it('neither watches nor sees watches', async () => {
    const tom = counter.as('Tom');
    counter.world.entra.setGroups(tom.character.id, []);
    for (const command of ['watch', 'unwatch', 'watches'] as const)
      expect((await tom.in(TEAM).say(command)).type).toBe('refused');
    for (const verb of ['watches', 'watching', 'saveWatch', 'watchCustomer', 'testWatch', 'unwatch', 'report'] as const)
      expect((await tom.in(TEAM).press([verb, 'x'])).type).toBe('refused');
  });
});

describe('the journal', () => {
  it('has every watch that was made, edited and ended, and who did it', async () => {
    const watch = await watching(sofia().in(ROOM), { customer: 'Contoso Ltd' });
    const form = expectAnswer(await ada().in(ROOM).press(['watching', watch.id]), 'watchForm');
    await ada()
      .in(ROOM)
      .press(['saveWatch', watch.id, form.watch.version], { ...form.values, rhythm: 'hour' });
    await henri().in(ROOM).say('unwatch');
    const rows = await counter.core.store.db
      .selectFrom('journal')
      .select(['fact', 'personName', 'customer', 'detailJson'])
      .where('fact', 'like', 'watch.%')
      .orderBy('seq')
      .execute();
    expect(rows.map(({ fact, personName, customer }) => ({ fact, personName, customer }))).toEqual([
      { fact: 'watch.made', personName: 'Sofia Marín', customer: CONTOSO },
      { fact: 'watch.edited', personName: 'Ada Nowak', customer: CONTOSO },
      { fact: 'watch.ended', personName: 'Henri Dubois', customer: CONTOSO },
    ]);
    for (const { detailJson } of rows)
      expect(JSON.parse(detailJson)).toMatchObject({ watch: watch.id, place: keyOf(ROOM), topic: 'changes' });
  });
});
