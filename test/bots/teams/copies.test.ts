import { afterEach, describe, expect, it } from '@jest/globals';
import { type Character, characters } from '../../../sandbox/stand-in.js';
import { mriOf } from '../../../sandbox/teams/world.js';
import { ada, conversationOf, guest, type Harness, oscar, said, sofia, startHarness, tom } from './harness.js';
import { declined, forApprover, forRoom, inRoom, placeIn, toPerson, verbsOf } from './recipients.js';

let harness: Harness;
afterEach(() => harness.close());

const calls = (operation: string) => harness.teams.calls.filter((call) => call.operation === operation);
const post = (
  answer: Parameters<Harness['bot']['delivery']['post']>[0],
  to: Parameters<Harness['bot']['delivery']['post']>[1],
) => harness.bot.delivery.post(answer, to);
const inChannel = (who: Character) => said(harness.teams, who, conversationOf(harness.teams, 'channel').id);
const withAda = () => inRoom(harness, 'channel', [ada]);

/** So many colleagues more, and one at the end of the list who is not. */
const crowd = (count: number, last: Partial<Character> = {}): Character[] =>
  Array.from({ length: count }, (_, index) => ({
    ...characters[0]!,
    id: `0b000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    ...(index === count - 1 ? last : {}),
  }));

describe('a copy for one person', () => {
  it('goes into their 1:1 chat, with buttons', async () => {
    harness = await startHarness();
    await post(forApprover, toPerson(harness, ada));
    const [message] = said(harness.teams, ada, harness.teams.personalOf(ada).id);
    expect(verbsOf(message?.card)).toEqual(expect.arrayContaining(['approving', 'declining']));
    expect(calls('create')).toEqual([]);
  });

  it.each(['group', 'channel'] as const)(
    'goes into a 1:1 chat that is opened when only a %s is known',
    async (kind) => {
      harness = await startHarness();
      await post(forApprover, toPerson(harness, ada, placeIn(harness, kind)));
      expect(said(harness.teams, ada, harness.teams.personalOf(ada).id)).toHaveLength(1);
      expect(said(harness.teams, ada, conversationOf(harness.teams, kind).id)).toEqual([]);
    },
  );

  it('never goes into the 1:1 chat of somebody else', async () => {
    harness = await startHarness();
    await post(forApprover, toPerson(harness, ada, placeIn(harness, sofia)));
    expect(said(harness.teams, sofia, harness.teams.personalOf(sofia).id)).toEqual([]);
    expect(said(harness.teams, ada, harness.teams.personalOf(ada).id)).toHaveLength(1);
  });

  it('asks once whose chat it is', async () => {
    harness = await startHarness();
    await post(forApprover, toPerson(harness, ada));
    await post(forApprover, toPerson(harness, ada));
    expect(calls('members')).toHaveLength(1);
  });

  it('fails with the code of Teams when the app is not installed for them', async () => {
    harness = await startHarness();
    harness.teams.uninstall(harness.teams.personalOf(ada).id);
    await expect(post(forApprover, toPerson(harness, ada))).rejects.toMatchObject({
      name: 'PlaceUnreachable',
      problem: 'notMember',
      code: 'BotNotInConversationRoster',
    });
  });
});

describe('a copy for a room', () => {
  it('begins a thread of its own in a channel, also where the place is a thread', async () => {
    harness = await startHarness();
    const to = withAda();
    const thread = {
      ...placeIn(harness, 'channel'),
      conversation: `${placeIn(harness, 'channel').conversation};messageid=1`,
    };
    const address = await post(forRoom, { ...to, place: thread });
    const [message] = inChannel(tom);
    expect(address).toMatchObject({
      message: message?.id,
      reference: { conversation: expect.stringContaining(`;messageid=${message?.id}`) },
    });
    expect(calls('create')).toMatchObject([{ body: { isGroup: true, channelData: { channel: {} } } }]);
  });

  it('is a message in a group chat', async () => {
    harness = await startHarness();
    const group = conversationOf(harness.teams, 'group');
    group.members = [sofia.id, ada.id];
    await post(forRoom, inRoom(harness, 'group', [ada]));
    expect(said(harness.teams, sofia, group.id)).toHaveLength(1);
  });

  it('has no buttons, and names in its refresh those who may act', async () => {
    harness = await startHarness();
    await post(forRoom, withAda());
    const card = inChannel(tom)[0]?.card;
    expect(verbsOf(card)).toEqual([]);
    expect(card).toMatchObject({ refresh: { action: { verb: 'change' }, userIds: [mriOf(ada)] } });
  });

  it('names those who never wrote to the bot too, by the roster', async () => {
    harness = await startHarness();
    const to = withAda();
    const { member: _, ...place } = placeIn(harness, ada);
    await post(forRoom, { ...to, actors: to.actors!.map((actor) => ({ ...actor, place })) });
    expect(inChannel(tom)[0]?.card).toMatchObject({ refresh: { userIds: [mriOf(ada)] } });
  });

  it('names sixty at most, each once, those in the room first', async () => {
    const others = crowd(80);
    harness = await startHarness(undefined, { others });
    conversationOf(harness.teams, 'channel').members = [tom, ada, others[79]!].map((each) => each.id);
    await post(forRoom, inRoom(harness, 'channel', [...others, ada, ada]));
    const { refresh } = inChannel(tom)[0]!.card as { refresh: { userIds: string[] } };
    expect(new Set(refresh.userIds).size).toBe(60);
    expect(refresh.userIds.slice(0, 2)).toEqual([mriOf(others[79]!), mriOf(ada)]);
  });
});

describe('customer data', () => {
  const outsiders = { name: 'PlaceUnreachable', problem: 'external', code: 'external_place' };
  const refusedIn = async (kind: 'group' | 'channel', changes: object = {}, refusal = outsiders) => {
    const to = inRoom(harness, kind, [ada]);
    await expect(post(forRoom, { ...to, place: { ...to.place, ...changes } })).rejects.toMatchObject(refusal);
    const written = harness.teams.calls.filter(({ operation }) => ['send', 'create'].includes(operation));
    expect(written).toEqual([]);
  };

  it('does not go into a group chat with somebody of another organisation', async () => {
    harness = await startHarness();
    conversationOf(harness.teams, 'group').members = [sofia.id, ada.id, oscar.id];
    await refusedIn('group');
  });

  it('does not go into a channel with a guest', async () => {
    harness = await startHarness();
    conversationOf(harness.teams, 'channel').members.push(guest.id);
    await refusedIn('channel');
  });

  it('does not go into a channel with a guest on the last page of its roster', async () => {
    const others = crowd(1100, { standing: 'guest' });
    harness = await startHarness(undefined, { others });
    conversationOf(harness.teams, 'channel').members.push(...others.map((each) => each.id));
    await refusedIn('channel');
    expect(calls('members')).toHaveLength(3);
  });

  it('does not go into a place that is known to be shared with others', async () => {
    harness = await startHarness();
    await refusedIn('channel', { external: true });
  });

  it('does not go where the roster may not be read', async () => {
    harness = await startHarness();
    harness.teams.fault({ operation: 'members', status: 403, code: 'Forbidden' });
    await refusedIn('channel', {}, { ...outsiders, problem: 'unreadable', code: 'roster_unreadable' });
  });

  it('waits where the roster cannot be read for now', async () => {
    harness = await startHarness();
    harness.teams.fault({ operation: 'members', status: 412 });
    await expect(post(forRoom, withAda())).rejects.toMatchObject({ name: 'ConnectorError', status: 412 });
    await post(forRoom, withAda());
    expect(inChannel(tom)).toHaveLength(1);
  });

  it('is read from the roster once in a few minutes', async () => {
    harness = await startHarness();
    await post(forRoom, withAda());
    await post(forRoom, withAda());
    expect(calls('members')).toHaveLength(1);
    harness.later(4 * 60_000);
    await post(forRoom, withAda());
    expect(calls('members')).toHaveLength(2);
  });

  it('is taken out of sight when somebody from outside joins', async () => {
    harness = await startHarness();
    const channel = conversationOf(harness.teams, 'channel');
    const address = await post(forRoom, withAda());
    channel.members.push(guest.id);
    harness.later(4 * 60_000);
    expect(await harness.bot.delivery.revise(address, declined, withAda())).toBe(false);
    expect(said(harness.teams, guest, channel.id)).toMatchObject([
      { text: expect.stringContaining('no longer shown') },
    ]);
    expect(JSON.stringify(said(harness.teams, guest, channel.id))).not.toContain('Contoso');
  });
});

describe('a copy that has to change', () => {
  it('changes in place', async () => {
    harness = await startHarness();
    const address = await post(forRoom, withAda());
    const [before] = inChannel(tom);
    expect(await harness.bot.delivery.revise(address, declined, withAda())).toBe(true);
    const [after, ...more] = inChannel(tom);
    expect(more).toEqual([]);
    expect(after?.id).toBe(before?.id);
    expect(after?.card).not.toEqual(before?.card);
  });

  it('survives a restart of the bot, by its address alone', async () => {
    harness = await startHarness();
    const address = JSON.parse(JSON.stringify(await post(forRoom, withAda()))) as Record<string, never>;
    await harness.restart();
    expect(await harness.bot.delivery.revise(address, declined, withAda())).toBe(true);
  });

  it('is gone when its message was deleted', async () => {
    harness = await startHarness();
    const address = await post(forRoom, withAda());
    conversationOf(harness.teams, 'channel').messages.length = 0;
    expect(await harness.bot.delivery.revise(address, declined, withAda())).toBe(false);
  });

  it.each(['channel', 'personal'] as const)('follows again when the removed bot is back: %s', async (kind) => {
    harness = await startHarness();
    const to = kind === 'channel' ? withAda() : toPerson(harness, ada);
    const address = await post(forRoom, to);
    const conversation = to.place.platform === 'teams' ? to.place.conversation : '';
    harness.teams.uninstall(conversation);
    await expect(harness.bot.delivery.revise(address, declined, to)).rejects.toMatchObject({
      name: 'PlaceUnreachable',
      problem: 'notMember',
    });
    await harness.teams.install(conversation);
    expect(await harness.bot.delivery.revise(address, declined, to)).toBe(true);
  });

  it.each([
    ['412', { status: 412 }],
    ['429', { status: 429 }],
  ])('is tried again after %s', async (_name, fault) => {
    harness = await startHarness();
    const address = await post(forRoom, withAda());
    harness.teams.fault({ operation: 'update', ...fault });
    await expect(harness.bot.delivery.revise(address, declined, withAda())).rejects.toMatchObject(fault);
    expect(await harness.bot.delivery.revise(address, declined, withAda())).toBe(true);
  });
});

it('tells how long Teams wants us to wait', async () => {
  harness = await startHarness();
  harness.teams.fault({ operation: 'create', status: 429, retryAfterSeconds: 0.02, times: 4 });
  await expect(post(forRoom, withAda())).rejects.toMatchObject({ status: 429, retryAfterSeconds: 0.02 });
});

it('sends no copy, and no token, to a stored address outside the cloud', async () => {
  harness = await startHarness();
  const to = withAda();
  const place = { ...placeIn(harness, 'channel'), serviceUrl: 'http://127.0.0.1:9/' };
  await expect(post(forRoom, { ...to, place })).rejects.toMatchObject({ code: 'ForbiddenAddress' });
  expect(calls('token')).toEqual([]);
});
