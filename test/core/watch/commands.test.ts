import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CONTOSO, openApprovalDesk, until } from '../approval/approval-desk.js';
import { type Counter, expectAnswer } from '../desk/counter.js';
import { keyOf, said, settled, slackRoom, teamsRoom, watching, wish } from './watch-desk.js';

const ROOM = slackRoom('C0DESK');
const OTHER = slackRoom('C0OTHER');
const TEAM = teamsRoom('desk');

let counter: Counter;
beforeEach(async () => {
  counter = await openApprovalDesk();
});
afterEach(() => counter.close());

const ada = () => counter.as('Ada', 'slack');
const henri = () => counter.as('Henri', 'slack');
const here = async (who = ada(), room = ROOM) => expectAnswer(await who.in(room).say('watches'), 'watches').here;

describe('watch', () => {
  it('without a wish watches everything here, in the time zone and by the name of the place', async () => {
    const { watch, because } = expectAnswer(await ada().in(ROOM).say('watch'), 'watch');
    expect(because).toBe('made');
    expect(watch).toMatchObject({
      state: 'active',
      topic: 'changes',
      filter: { stage: 'outcomes', origin: 'anywhere', muteOwn: false },
      rhythm: { every: 'change' },
      timeZone: 'UTC',
      owner: 'Ada Nowak',
      place: { platform: 'slack', kind: 'channel', name: '#R/C0DESK' },
      mayEdit: true,
      held: 0,
    });
  });

  it('in a place that tells no time zone takes that of the chat of whoever asks', async () => {
    const who = ada();
    await who.give({ ...who.turn({ type: 'command', command: 'help', argument: '' }), timeZone: 'Europe/Warsaw' });
    expect((await watching(who.in(ROOM))).timeZone).toBe('Europe/Warsaw');
    const inPlace = {
      ...who.in(OTHER).turn({ type: 'command', command: 'watch', argument: '' }),
      timeZone: 'Asia/Tokyo',
    };
    expect(expectAnswer(await who.give(inPlace), 'watch').watch.timeZone).toBe('Asia/Tokyo');
    const nowhere = who.in(slackRoom('C0NO')).turn({ type: 'command', command: 'watch', argument: '' });
    const odd = await who.give({ ...nowhere, timeZone: 'Mars/Olympus' });
    expect(expectAnswer(odd, 'watch').watch.timeZone).toBe('UTC');
  });

  it('takes an argument that nobody has read for the name of a customer', async () => {
    const { watch } = expectAnswer(await ada().in(ROOM).say('watch', 'contoso ltd'), 'watch');
    expect(watch.filter.customer).toEqual({ id: CONTOSO, name: 'Contoso Ltd', domain: 'contoso.onmicrosoft.com' });
  });

  it('keeps all that was wished', async () => {
    const quiet = { from: 22 * 60, to: 7 * 60 };
    const watch = await watching(ada().in(ROOM), {
      country: 'FR',
      kind: 'account',
      field: 'email',
      stage: 'requests',
      origin: 'elsewhere',
      muteOwn: true,
      rhythm: { every: 'day', at: 540 },
      quiet,
    });
    expect(watch).toMatchObject({
      filter: {
        country: 'FR',
        kind: 'account',
        field: 'email',
        stage: 'requests',
        origin: 'elsewhere',
        muteOwn: true,
      },
      rhythm: { every: 'day', at: 540 },
      quiet,
    });
  });

  it('for requests has no digest and no quiet hours', async () => {
    const watch = await watching(ada().in(ROOM), {
      topic: 'approvals',
      rhythm: { every: 'hour' },
      quiet: { from: 0, to: 60 },
    });
    expect(watch).toMatchObject({ topic: 'approvals', rhythm: { every: 'change' } });
    expect(watch).not.toHaveProperty('quiet');
  });

  it('finds no customer of that name', async () => {
    expect(await wish(ada().in(ROOM), { customer: 'Zzyzx' })).toEqual({ type: 'nothingFound', query: 'Zzyzx' });
    expect(await here()).toEqual([]);
  });

  it('of several customers asks which, over the pages of the list, and keeps what else was wished', async () => {
    const list = expectAnswer(await wish(ada().in(ROOM), { customer: 'c', muteOwn: true }), 'customers');
    expect(list).toMatchObject({ pick: 'watchCustomer', query: 'c' });
    expect(await here()).toEqual([]);
    if (!list.more || list.watch === undefined) throw new Error('the list has one page');
    const second = expectAnswer(await ada().in(ROOM).press(list.more), 'customers');
    expect(second).toMatchObject({ pick: 'watchCustomer', watch: list.watch });
    const [customer] = second.items;
    const made = expectAnswer(
      await ada()
        .in(ROOM)
        .press(['watchCustomer', `${list.watch}/${customer?.id}`]),
      'watch',
    );
    expect(made).toMatchObject({ because: 'made', watch: { filter: { customer, muteOwn: true } } });
    const again = expectAnswer(
      await ada()
        .in(ROOM)
        .press(['watchCustomer', `${list.watch}/${customer?.id}`]),
      'watch',
    );
    expect(again.because).toBe('already');
    await settled(counter);
    expect(said(counter, ROOM)).toHaveLength(1);
  });

  it('lets nobody else choose the customer, nor anything that is no customer', async () => {
    const list = expectAnswer(await wish(ada().in(ROOM), { customer: 'Contoso' }), 'customers');
    const pressed = (who: typeof ada, id: string) => who().in(ROOM).press(['watchCustomer', id]);
    expect(await pressed(henri, `${list.watch}/${CONTOSO}`)).toEqual({ type: 'watchRefused', reason: 'notYours' });
    for (const id of [`${list.watch}/`, `${list.watch}/../x`, `${CONTOSO}/${CONTOSO}`, '/', `${list.watch}`])
      expect(await pressed(ada, id)).toEqual({ type: 'watchRefused', reason: 'gone' });
    expect(await here()).toEqual([]);
  });

  it('forgets a draft of which nobody chose the customer within a day', async () => {
    const list = expectAnswer(await wish(ada().in(ROOM), { customer: 'Contoso' }), 'customers');
    counter.jump(25 * 3_600_000);
    await counter.reopen();
    const { db } = counter.core.store;
    await until(async () => (await db.selectFrom('watches').select('id').execute()).length === 0);
    expect(
      await ada()
        .in(ROOM)
        .press(['watchCustomer', `${list.watch}/${CONTOSO}`]),
    ).toEqual({
      type: 'watchRefused',
      reason: 'gone',
    });
  });

  it('makes one watch of a customer that was chosen twice at the same moment', async () => {
    const list = expectAnswer(await wish(ada().in(ROOM), { customer: 'Contoso' }), 'customers');
    const choose = () =>
      ada()
        .in(ROOM)
        .press(['watchCustomer', `${list.watch}/${CONTOSO}`]);
    const answers = await Promise.all([choose(), choose()]);
    const becauses = answers.map((answer) => expectAnswer(answer, 'watch').because);
    expect(becauses.toSorted((a, b) => a.localeCompare(b))).toEqual(['already', 'made']);
    expect(await here()).toHaveLength(1);
    await settled(counter);
    expect(said(counter, ROOM)).toHaveLength(1);
  });

  it('does not hand a draft out to any other verb', async () => {
    const list = expectAnswer(await wish(ada().in(ROOM), { customer: 'Contoso' }), 'customers');
    for (const verb of ['watching', 'saveWatch', 'testWatch', 'unwatch'] as const)
      expect(
        await ada()
          .in(ROOM)
          .press([verb, list.watch ?? '', 1]),
      ).toEqual({ type: 'watchRefused', reason: 'gone' });
  });

  it('twice the same is one watch, whoever says so; another rhythm changes it', async () => {
    const first = await watching(ada().in(ROOM), { customer: 'Contoso Ltd' });
    const second = expectAnswer(await wish(henri().in(ROOM), { customer: 'Contoso Ltd' }), 'watch');
    expect(second).toMatchObject({ because: 'already', watch: { id: first.id, owner: 'Ada Nowak' } });
    const hourly = { customer: 'Contoso Ltd', rhythm: { every: 'hour' as const } };
    const third = expectAnswer(await wish(henri().in(ROOM), hourly), 'watch');
    expect(third).toMatchObject({ because: 'saved', watch: { id: first.id, rhythm: { every: 'hour' } } });
    const silent = expectAnswer(await wish(henri().in(ROOM), { customer: 'Contoso Ltd' }), 'watch');
    expect(silent).toMatchObject({ because: 'already', watch: { rhythm: { every: 'hour' } } });
    const atOnce = { customer: 'Contoso Ltd', rhythm: { every: 'change' as const } };
    const fourth = expectAnswer(await wish(henri().in(ROOM), atOnce), 'watch');
    expect(fourth).toMatchObject({ because: 'saved', watch: { id: first.id, rhythm: { every: 'change' } } });
    expect(await here()).toHaveLength(1);
  });

  it('in a thread of a channel watches the channel', async () => {
    const reply = teamsRoom('desk', ';messageid=1700000000000');
    const first = await watching(counter.as('Ada').in(reply));
    const second = expectAnswer(await counter.as('Henri').in(TEAM).say('watch'), 'watch');
    expect(second).toMatchObject({ because: 'already', watch: { id: first.id } });
    await settled(counter);
    const [test] = counter.copies;
    expect(test?.to.place).toMatchObject({ conversation: '19:desk@thread.tacv2' });
    const inSlack = await watching(ada().in({ ...slackRoom('C0X'), thread: '1.2' } as typeof ROOM));
    await settled(counter);
    expect(
      counter.copies.find(({ answer }) => answer.type === 'watchTest' && answer.watch.id === inSlack.id)?.to.place,
    ).not.toHaveProperty('thread');
  });

  it('in a 1:1 chat tells that chat, as its person reads', async () => {
    await watching(counter.as('Ada'));
    await settled(counter);
    expect(counter.copies).toMatchObject([
      { answer: { type: 'watchTest' }, to: { locale: 'en-US', user: { user: counter.as('Ada').character.id } } },
    ]);
  });

  it('stops at fifty in one place, and goes on in others', async () => {
    for (const [index, country] of countries().entries()) {
      const answer = await wish(ada().in(ROOM), { country });
      if (index < 50) expectAnswer(answer, 'watch');
      else expect(answer).toEqual({ type: 'watchRefused', reason: 'tooMany' });
    }
    expect(await here()).toHaveLength(50);
    expectAnswer(await wish(ada().in(OTHER)), 'watch');
  }, 30_000);
});

/** Fifty-two of them. */
const countries = () =>
  Array.from({ length: 52 }, (_, n) => `${'ABCD'.charAt(n % 4)}${'ABCDEFGHIJKLM'.charAt(n % 13)}`);

describe('a place', () => {
  it.each(['external', 'unreadable'] as const)('that is %s is refused, and nothing is kept', async (problem) => {
    counter.problems.set(keyOf(ROOM), problem);
    expect(await wish(ada().in(ROOM))).toEqual({ type: 'watchRefused', reason: problem });
    expect(await counter.core.store.db.selectFrom('watches').selectAll().execute()).toEqual([]);
    await settled(counter);
    expect(counter.copies).toEqual([]);
  });

  it('of which Slack does not tell is surveyed, and the survey decides', async () => {
    await watching(ada().in({ ...ROOM, external: true }));
    await settled(counter);
    expect(said(counter, ROOM)).toHaveLength(1);
    expect(counter.copies[0]?.to.place.external).toBe(false);
  });

  it.each(['notMember', 'archived', 'gone'] as const)('that is %s is kept, and says what it lacks', async (problem) => {
    counter.problems.set(keyOf(ROOM), problem);
    const { watch, because } = expectAnswer(await wish(ada().in(ROOM)), 'watch');
    expect({ because, ...watch }).toMatchObject({ because: 'made', state: 'broken', problem });
    expect(counter.copies).toEqual([]);
    counter.problems.clear();
    const tested = expectAnswer(await ada().in(ROOM).press(['testWatch', watch.id]), 'watch');
    expect(tested).toMatchObject({ because: 'tested', watch: { state: 'active' } });
    await settled(counter);
    expect(said(counter, ROOM)).toHaveLength(1);
  });
});
