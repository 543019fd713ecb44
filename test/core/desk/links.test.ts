import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { stringify } from 'yaml';
import { readJournal } from '../../../core/journal/journal.js';
import { characters, SLACK_TEAM } from '../../../sandbox/stand-in.js';
import { FOREIGN_TENANT } from '../../../sandbox/teams/world.js';
import { codeFor } from '../../wire/signing-in.js';
import { type Counter, expectAnswer, type Guest, openCounter } from './counter.js';

jest.setTimeout(30_000);

const idOf = (name: string) => characters.find((one) => one.name.startsWith(name))?.id ?? '';
/** Tom in a tenant that is not the partner's, as a member of it. */
const TOM_ELSEWHERE = { tenant: FOREIGN_TENANT, user: '7a000000-0000-4000-8000-000000000002', name: 'Tom (Contoso)' };

const ROOM = { platform: 'slack', team: SLACK_TEAM, channel: 'C1', kind: 'channel', external: false } as const;

let counter: Counter;
beforeEach(() => begin());

async function begin(more: { limits?: { person: number } } = {}): Promise<void> {
  const file = join(mkdtempSync(join(tmpdir(), 'partnerdesk-links-')), 'policy.yaml');
  const people = [{ slack: `${SLACK_TEAM}/U0GRACE`, person: idOf('Grace') }];
  writeFileSync(file, stringify({ people, ...more }));
  counter = await openCounter({ PARTNERDESK_CONFIG: file });
}
afterEach(() => counter.close());

/** Links a chat user by signing in as somebody of the organisation. */
async function link(chat: Guest, as: string, asking: 'customers' | 'whoami' = 'customers') {
  const { url } = expectAnswer(await chat.say(asking), 'linkNeeded');
  const code = await codeFor(counter.core, url, idOf(as));
  return expectAnswer(await chat.say('link', code), 'linked');
}

const tomInSlack = () => counter.as('Tom', 'slack', { name: 'Tom B.' });
const ada = () => counter.as('Ada');

async function facts(): Promise<string[]> {
  const entries = await readJournal(counter.core.store.db, { limit: 100 });
  return entries.map(({ fact }) => fact).toReversed();
}

/** What was told of links, by the chat in which it was told. */
const told = () =>
  counter.told.flatMap(({ answer, reader }) =>
    answer.type === 'linkAnnounced' ? [{ to: `${reader.user.platform}:${reader.user.user}`, ...answer }] : [],
  );
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((soon) => setTimeout(soon, 10));
}

const ownLinks = async (who: Guest) => expectAnswer(await who.say('unlink'), 'ownLinks').links;
const idOfOnly = async (who: Guest) => (await ownLinks(who)).flatMap(({ id }) => id ?? [])[0] ?? '';

describe.each([
  ['Slack', () => counter.as('Tom', 'slack', { name: 'Tom B.' })],
  ['Teams of another tenant', () => counter.as('Tom', 'teams', TOM_ELSEWHERE)],
])('a colleague in %s', (_where, chat) => {
  it('is linked by signing in, gets what they had asked for, and is told where else they are known', async () => {
    await counter.as('Tom').say('help');
    const linked = await link(chat(), 'Tom');
    expect(linked.name).toBe('Tom Becker');
    expect(linked.answer?.type).toBe('customers');
    await until(() => told().length > 0);
    expect(told()).toEqual([
      expect.objectContaining({ to: `teams:${idOf('Tom')}`, event: 'linked', via: 'signIn', link: expect.any(String) }),
    ]);
    expect(await facts()).toEqual(['link.asked', 'link.signedIn', 'link.completed']);
  });

  it('sees the link in whoami, ends it there, and is nobody from then on', async () => {
    await link(chat(), 'Tom');
    const who = expectAnswer(await chat().say('whoami'), 'whoami');
    expect(who).toMatchObject({ via: 'signIn', links: [{ via: 'signIn', person: { name: 'Tom Becker' } }] });
    const id = who.links?.[0]?.id ?? '';
    expect(expectAnswer(await chat().press(['unlinking', id]), 'unlinking')).toMatchObject({ own: true, here: true });
    expect(expectAnswer(await chat().press(['unlink', id]), 'unlinked')).toMatchObject({ own: true, here: true });
    expectAnswer(await chat().say('customers'), 'linkNeeded');
    expectAnswer(await chat().press(['unlink', id]), 'linkNeeded');
    expect((await facts()).filter((fact) => fact === 'link.removed')).toHaveLength(1);
  });

  it('links again after unlinking, as somebody else too', async () => {
    await link(chat(), 'Tom');
    await chat().press(['unlink', await idOfOnly(chat())]);
    await link(chat(), 'Sofia');
    expect(expectAnswer(await chat().say('whoami'), 'whoami').person?.name).toBe('Sofia Marín');
  });

  it('cannot be linked to an account that was switched off after the sign-in', async () => {
    const { url } = expectAnswer(await chat().say('customers'), 'linkNeeded');
    const code = await codeFor(counter.core, url, idOf('Tom'));
    counter.world.entra.disable(idOf('Tom'));
    expect(await chat().say('link', code)).toEqual({ type: 'linkRefused', reason: 'disabled' });
    expectAnswer(await chat().say('whoami'), 'linkNeeded');
  });

  it('completes in a room what they began in their chat', async () => {
    const { url } = expectAnswer(await chat().say('customers'), 'linkNeeded');
    const code = await codeFor(counter.core, url, idOf('Tom'));
    const { place } = chat().turn({ type: 'unclear', text: '', nearest: [] });
    const room = chat().in({ ...place, ...(place.platform === 'slack' ? { channel: 'C1' } : {}), kind: 'channel' });
    expectAnswer(await room.say('link', code), 'linked');
  });
});

describe('a code that an admin types in a room, where whoever sent them the link reads it', () => {
  it('is void at once, the admin is told what it would have done, and nobody is linked', async () => {
    const mallory = counter.as('Henri', 'slack', { user: 'UMALLORY', name: 'Mallory' });
    const { url } = expectAnswer(await mallory.say('customers'), 'linkNeeded');
    const code = await codeFor(counter.core, url, idOf('Grace'));
    const grace = counter.as('Grace', 'slack').in(ROOM);
    expect(await grace.say('link', code)).toEqual({
      type: 'linkRefused',
      reason: 'othersCode',
      other: { platform: 'slack', userName: 'Mallory' },
    });
    expect(await mallory.say('link', code)).toEqual({ type: 'linkRefused', reason: 'noneOpen' });
    expect(await counter.core.store.db.selectFrom('links').selectAll().execute()).toEqual([]);
  });

  it('is void too when a bystander types it, and the admin is told', async () => {
    await counter.as('Grace').say('help');
    const mallory = counter.as('Henri', 'slack', { user: 'UMALLORY', name: 'Mallory' });
    const { url } = expectAnswer(await mallory.say('customers'), 'linkNeeded');
    const code = await codeFor(counter.core, url, idOf('Grace'));
    expect(await counter.as('Sofia').say('link', code)).toEqual({ type: 'linkRefused', reason: 'othersCode' });
    expect(await mallory.say('link', code)).toMatchObject({ type: 'linkRefused', reason: 'noneOpen' });
    await until(() => told().length > 0);
    expect(told()).toEqual([
      expect.objectContaining({ to: `teams:${idOf('Grace')}`, event: 'misplaced', userName: 'Mallory' }),
    ]);
  });

  it('guessed at until it is void is told to the admin who signed in', async () => {
    await counter.as('Grace').say('help');
    const mallory = counter.as('Henri', 'slack', { user: 'UMALLORY', name: 'Mallory' });
    const { url } = expectAnswer(await mallory.say('customers'), 'linkNeeded');
    const code = await codeFor(counter.core, url, idOf('Grace'));
    const wrong = code === '000000' ? '000001' : '000000';
    for (let guess = 0; guess < 3; guess += 1) await mallory.say('link', wrong);
    await until(() => told().length > 0);
    expect(told()).toEqual([expect.objectContaining({ to: `teams:${idOf('Grace')}`, event: 'guessed' })]);
  });
});

describe('unlinking', () => {
  it('lets somebody choose which of their chats ends, and leaves the others', async () => {
    await link(tomInSlack(), 'Tom');
    const second = counter.as('Tom', 'slack', { user: 'U0TOM2', name: 'Tom’s other' });
    await link(second, 'Tom');
    const links = await ownLinks(counter.as('Tom'));
    expect(links.map(({ userName }) => userName)).toEqual(['Tom B.', 'Tom’s other']);
    const ended = await counter.as('Tom').press(['unlink', links[1]?.id ?? '']);
    expect(ended).toMatchObject({ type: 'unlinked', own: true, here: false });
    expectAnswer(await second.say('customers'), 'linkNeeded');
    expectAnswer(await tomInSlack().say('customers'), 'customers');
    await until(() => told().some(({ event }) => event === 'unlinked'));
    const news = () => told().filter(({ event }) => event === 'unlinked');
    await until(() => news().length === 2);
    expect(news().map(({ to, person }) => [to, person])).toEqual(
      expect.arrayContaining([
        ['slack:U0TOM2', 'Tom Becker'],
        ['slack:U0TOM', undefined],
      ]),
    );
  });

  it('is for the one whose link it is: to others it is not there', async () => {
    await link(tomInSlack(), 'Tom');
    const id = await idOfOnly(tomInSlack());
    for (const verb of ['unlinking', 'unlink'] as const)
      expect(await counter.as('Sofia').press([verb, id])).toEqual({ type: 'stale', reason: 'gone' });
    expectAnswer(await tomInSlack().say('customers'), 'customers');
  });

  it('needs no role', async () => {
    counter.world.entra.setGroups(idOf('Tom'), []);
    await link(tomInSlack(), 'Tom', 'whoami');
    expectAnswer(await tomInSlack().say('customers'), 'refused');
    expectAnswer(await tomInSlack().press(['unlink', await idOfOnly(tomInSlack())]), 'unlinked');
    expectAnswer(await tomInSlack().say('whoami'), 'linkNeeded');
  });

  it('is not for whom the configuration names, nor for whom Teams knows: both are told why', async () => {
    const inSlack = expectAnswer(await counter.as('Grace', 'slack').say('unlink'), 'ownLinks');
    expect(inSlack.via).toBe('configuration');
    expect(inSlack.links).toEqual([expect.objectContaining({ user: 'U0GRACE', via: 'configuration' })]);
    expect(inSlack.links[0]).not.toHaveProperty('id');
    expect(expectAnswer(await counter.as('Sofia').say('unlink'), 'ownLinks')).toMatchObject({
      via: 'tenant',
      links: [],
    });
  });

  it('ends what was watched in that chat', async () => {
    await link(tomInSlack(), 'Tom');
    expectAnswer(await tomInSlack().say('watch'), 'watch');
    expectAnswer(await tomInSlack().in(ROOM).say('watch'), 'watch');
    await tomInSlack().press(['unlink', await idOfOnly(tomInSlack())]);
    const { db } = counter.core.store;
    const states = await db.selectFrom('watches').select(['placeKey', 'state']).orderBy('placeKey').execute();
    expect(states).toEqual([
      { placeKey: `slack:${SLACK_TEAM}/C1`, state: 'active' },
      { placeKey: `slack:${SLACK_TEAM}/D-U0TOM`, state: 'ended' },
    ]);
    expect(await facts()).toContain('watch.ended');
  });
});

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

it('somebody with several accounts has one limit of turns, and nobody else is held up', async () => {
  await counter.close();
  await begin({ limits: { person: 60 } });
  await link(tomInSlack(), 'Tom');
  const doors = [tomInSlack(), counter.as('Tom')];
  const accept = (who: Guest) =>
    counter.core.reception.accept(who.turn({ type: 'command', command: 'help', argument: '' }), {});
  const taken: boolean[] = [];
  for (let turn = 0; turn < 62; turn += 1) taken.push((await accept(doors[turn % 2] ?? tomInSlack())).fresh);
  expect(taken.slice(0, 50)).not.toContain(false);
  expect(taken.slice(-2)).toEqual([false, false]);
  expect((await accept(counter.as('Sofia'))).fresh).toBe(true);
});
