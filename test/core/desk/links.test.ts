import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SLACK_TEAM } from '../../../sandbox/stand-in.js';
import { codeFor } from '../../wire/signing-in.js';
import {
  begin,
  counter,
  facts,
  idOf,
  idOfOnly,
  link,
  ownLinks,
  told,
  TOM_ELSEWHERE,
  tomInSlack,
  until,
} from './at-links.js';
import { expectAnswer, type Guest } from './counter.js';

jest.setTimeout(30_000);

beforeEach(() => begin());
afterEach(() => counter.close());

const ROOM = { platform: 'slack', team: SLACK_TEAM, channel: 'C1', kind: 'channel', external: false } as const;

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
