import { afterEach, describe, expect, it } from '@jest/globals';
import { PlaceUnreachable, type Reader } from '../../../core/delivery.js';
import { ada, conversationOf, guest, type Harness, said, startHarness, tom } from './harness.js';
import { declined, forApprover, forRoom, inRoom, placeIn, toPerson } from './recipients.js';

let harness: Harness;
afterEach(() => harness.close());

const post = (kind: 'group' | 'channel' = 'channel') => harness.bot.delivery.post(forRoom, inRoom(harness, kind));
const calls = (operation: string) => harness.teams.calls.filter((call) => call.operation === operation);
const channel = () => conversationOf(harness.teams, 'channel');
function readerOf(): Reader {
  const { place, user } = toPerson(harness, ada);
  if (!user) throw new Error('nobody');
  return { place, user, locale: 'en-US' };
}

const words = [
  [403, 'BotNotInConversationRoster', 'notMember'],
  [403, 'NotEnoughPermissions', 'notMember'],
  [403, 'ConversationBlockedByUser', 'gone'],
  [403, 'MessageWritesBlocked', 'gone'],
  [403, 'ForbiddenOperationException', 'gone'],
  [403, 'BotDisabledByAdmin', 'gone'],
  [404, 'ConversationNotFound', 'gone'],
  [410, 'ConversationNotFound', 'gone'],
] as const;

describe('a place that cannot be written to', () => {
  it.each(words)('because of %i %s is %s, for a post', async (status, code, problem) => {
    harness = await startHarness();
    harness.teams.fault({ operation: 'create', status, code });
    await expect(post()).rejects.toMatchObject({ name: 'PlaceUnreachable', problem, code });
  });

  it.each(words)('because of %i %s is %s, for what somebody is told', async (status, code, problem) => {
    harness = await startHarness();
    harness.teams.fault({ operation: 'send', status, code });
    const told = harness.bot.delivery.tell(forApprover, readerOf());
    await expect(told).rejects.toMatchObject({ name: 'PlaceUnreachable', problem, code });
  });

  it.each(words)('because of %i %s is %s, for a reply', async (status, code, problem) => {
    harness = await startHarness();
    const address = await post();
    harness.teams.fault({ operation: 'send', status, code });
    const reply = harness.bot.delivery.reply(address, declined, inRoom(harness, 'channel'));
    await expect(reply).rejects.toMatchObject({ name: 'PlaceUnreachable', problem, code });
  });

  it('because the app was removed is notMember, and works again when it is back', async () => {
    harness = await startHarness();
    await harness.teams.remove(channel().id);
    await expect(post()).rejects.toMatchObject({ problem: 'notMember', code: 'BotNotInConversationRoster' });
    await harness.teams.install(channel().id);
    await post();
    expect(said(harness.teams, tom, channel().id)).toHaveLength(1);
  });

  it('because it was deleted is gone', async () => {
    harness = await startHarness();
    const to = inRoom(harness, 'channel');
    harness.teams.removeConversation(channel().id);
    await expect(harness.bot.delivery.post(forRoom, to)).rejects.toMatchObject({ problem: 'gone' });
  });

  it('is named by nothing but its problem and its code', async () => {
    harness = await startHarness();
    harness.teams.uninstall(channel().id);
    const error: unknown = await post().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(PlaceUnreachable);
    expect(String(error)).toBe('PlaceUnreachable: notMember: BotNotInConversationRoster');
  });

  it('because people from outside came in is external at once, where Teams tells of them', async () => {
    harness = await startHarness();
    expect(await harness.bot.delivery.survey(placeIn(harness, 'channel'))).not.toHaveProperty('problem');
    await harness.teams.join(channel().id, guest);
    await expect(post()).rejects.toMatchObject({ problem: 'external' });
    expect(said(harness.teams, guest, channel().id)).toEqual([]);
  });

  it('because people from outside came in is external after some minutes, where Teams does not', async () => {
    harness = await startHarness();
    await harness.bot.delivery.survey(placeIn(harness, 'channel'));
    channel().members.push(guest.id);
    harness.later(4 * 60_000);
    await expect(post()).rejects.toMatchObject({ problem: 'external' });
  });
});

describe('a message that nobody waits for', () => {
  const throttled = { status: 429, retryAfterSeconds: 3 };
  const limited = { name: 'ConnectorError', ...throttled };

  it('is tried once when it is throttled, and the core hears for how long', async () => {
    harness = await startHarness();
    harness.teams.fault({ operation: 'create', ...throttled });
    await expect(post()).rejects.toMatchObject(limited);
    expect(calls('create')).toHaveLength(1);
  });

  it('is tried once when Teams has trouble of its own: it may have been posted', async () => {
    harness = await startHarness();
    harness.teams.fault({ operation: 'create', status: 503 });
    await expect(post()).rejects.toMatchObject({ name: 'ConnectorError', status: 503 });
    expect(calls('create')).toHaveLength(1);
  });

  it('is not sent twice when the answer to it was lost', async () => {
    harness = await startHarness();
    conversationOf(harness.teams, 'group').members = [tom.id, ada.id];
    harness.teams.fault({ operation: 'send', dropAfter: true });
    await expect(post('group')).rejects.toMatchObject({ name: 'ConnectorError', status: 0 });
    expect(said(harness.teams, tom, conversationOf(harness.teams, 'group').id)).toHaveLength(1);
  });

  it('is tried once in the same way as a reply, a revision, and what somebody is told', async () => {
    harness = await startHarness();
    const to = inRoom(harness, 'channel');
    const address = await harness.bot.delivery.post(forRoom, to);
    harness.teams.fault({ operation: 'send', ...throttled, times: 2 });
    harness.teams.fault({ operation: 'update', ...throttled });
    await expect(harness.bot.delivery.reply(address, declined, to)).rejects.toMatchObject(limited);
    await expect(harness.bot.delivery.tell(forApprover, readerOf())).rejects.toMatchObject(limited);
    await expect(harness.bot.delivery.revise(address, declined, to)).rejects.toMatchObject(limited);
    expect([calls('send').length, calls('update').length]).toEqual([2, 1]);
  });

  it('is sent once more with a new token when the old one is refused', async () => {
    harness = await startHarness();
    await harness.bot.start();
    harness.teams.revokeTokens();
    await post();
    expect(said(harness.teams, tom, channel().id)).toHaveLength(1);
  });
});

it('an answer that somebody waits for is still repeated by the client', async () => {
  harness = await startHarness();
  const { id } = harness.teams.personalOf(ada);
  harness.teams.fault({ operation: 'send', status: 429, retryAfterSeconds: 0.02, times: 2 });
  await harness.teams.act(ada, { type: 'say', conversation: id, text: 'help' });
  await harness.until(() => said(harness.teams, ada, id).length === 1, 'the answer');
  expect(calls('send').map(({ status }) => status)).toEqual([429, 429, 201]);
});
