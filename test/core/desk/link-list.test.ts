import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { readJournal } from '../../../core/journal/journal.js';
import { SLACK_TEAM } from '../../../sandbox/stand-in.js';
import { ada, begin, counter, idOf, link, told, TOM_ELSEWHERE, tomInSlack, until } from './at-links.js';
import { expectAnswer } from './counter.js';

jest.setTimeout(30_000);

beforeEach(() => begin());
afterEach(() => counter.close());

describe("an admin's list", () => {
  it('is for administrators alone', async () => {
    for (const name of ['Sofia', 'Henri', 'Tom'])
      expect(await counter.as(name).say('links')).toMatchObject({ type: 'refused', command: 'links' });
    for (const name of ['Ada', 'Grace']) expectAnswer(await counter.as(name).say('links'), 'links');
  });

  it('shows who is linked where, since when and how, latest first, the configuration last', async () => {
    await link(tomInSlack(), 'Tom');
    counter.jump(60_000);
    await link(counter.as('Tom', 'teams', TOM_ELSEWHERE), 'Tom');
    const { items, count } = expectAnswer(await ada().say('links'), 'links');
    expect(count).toBe(3);
    expect(items.map(({ platform, userName, person, via }) => [platform, userName, person.name, via])).toEqual([
      ['teams', 'Tom (Contoso)', 'Tom Becker', 'signIn'],
      ['slack', 'Tom B.', 'Tom Becker', 'signIn'],
      ['slack', undefined, 'Grace Lin', 'configuration'],
    ]);
  });

  it('is paged, and each page is of whoever opened it', async () => {
    const { db } = counter.core.store;
    const row = (n: number) => ({
      id: `link-${n}`,
      platform: 'slack',
      tenant: 'T9',
      chatUser: `U${n}`,
      person: `p${n}`,
      personName: `Person ${n}`,
      via: 'signIn' as const,
      searched: `person ${n} u${n}`,
      linkedAt: n,
    });
    await db
      .insertInto('links')
      .values(Array.from({ length: 19 }, (_, n) => row(n)))
      .execute();
    const seen: string[] = [];
    let page = expectAnswer(await ada().say('links'), 'links');
    for (;;) {
      seen.push(...page.items.map(({ user }) => user));
      expect(page.count).toBe(20);
      if (!page.more) break;
      expect(await counter.as('Grace').press(page.more)).toEqual({ type: 'stale', reason: 'gone' });
      page = expectAnswer(await ada().press(page.more), 'links');
    }
    expect(seen).toEqual([...Array.from({ length: 19 }, (_, n) => `U${18 - n}`), 'U0GRACE']);
  });

  it.each([
    ['a name', 'becker', ['Tom Becker']],
    ['a name in the chat', 'TOM b.', ['Tom Becker']],
    ['a user id', 'u0tom', ['Tom Becker']],
    ['a name of the configuration', 'grace', ['Grace Lin']],
    ['what is no pattern', '%', []],
    ['nobody', 'nobody', []],
  ])('is searched by %s', async (_what, query, names) => {
    await link(tomInSlack(), 'Tom');
    const { items } = expectAnswer(await ada().say('links', query), 'links');
    expect(items.map(({ person }) => person.name)).toEqual(names);
  });

  it('removes a link, says by whom to both sides, and keeps it in the journal', async () => {
    await link(tomInSlack(), 'Tom');
    await counter.as('Tom').say('help');
    const { items } = expectAnswer(await ada().say('links', 'tom'), 'links');
    const id = items[0]?.id ?? '';
    expect(await ada().press(['unlinking', id])).toMatchObject({ type: 'unlinking', own: false, here: false });
    expect(await ada().press(['unlink', id])).toMatchObject({ type: 'unlinked', own: false });
    expect(await ada().press(['unlink', id])).toEqual({ type: 'stale', reason: 'gone' });
    expectAnswer(await tomInSlack().say('customers'), 'linkNeeded');
    const news = () => told().filter(({ event }) => event === 'unlinked');
    await until(() => news().length === 2);
    expect(news().map(({ to, by }) => [to, by])).toEqual(
      expect.arrayContaining([
        ['slack:U0TOM', 'Ada Nowak'],
        [`teams:${idOf('Tom')}`, 'Ada Nowak'],
      ]),
    );
    const [entry] = (await readJournal(counter.core.store.db, { limit: 100 })).filter(
      ({ fact }) => fact === 'link.removed',
    );
    expect(entry).toMatchObject({
      person: idOf('Ada'),
      personName: 'Ada Nowak',
      roles: ['Admin agent'],
      detail: { of: idOf('Tom'), user: 'U0TOM', tenant: SLACK_TEAM, by: 'administrator' },
    });
  });

  it('removes nothing any more once the role is gone', async () => {
    await link(tomInSlack(), 'Tom');
    const { items } = expectAnswer(await ada().say('links', 'tom'), 'links');
    counter.world.entra.setGroups(idOf('Ada'), ['HelpdeskAgents']);
    expect(await ada().press(['unlink', items[0]?.id ?? ''])).toEqual({ type: 'stale', reason: 'gone' });
    expectAnswer(await tomInSlack().say('customers'), 'customers');
  });
});
