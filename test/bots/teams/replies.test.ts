import { afterEach, describe, expect, it } from '@jest/globals';
import { ada, conversationOf, guest, type Harness, said, sofia, startHarness, tom } from './harness.js';
import { declined, forApprover, forRoom, inRoom, toPerson } from './recipients.js';

let harness: Harness;
afterEach(() => harness.close());

const channel = () => conversationOf(harness.teams, 'channel');
const post = () => harness.bot.delivery.post(forRoom, inRoom(harness, 'channel'));
const reply = (address: Awaited<ReturnType<typeof post>>) =>
  harness.bot.delivery.reply(address, declined, inRoom(harness, 'channel'));

describe('a reply in a channel', () => {
  it('stands in the chain of its copy', async () => {
    harness = await startHarness();
    await post();
    const address = await post();
    expect(await reply(address)).toBe(true);
    const [, second, third] = said(harness.teams, tom, channel().id);
    expect(third).toMatchObject({ thread: second?.id });
    expect(JSON.stringify(third?.card)).toContain('Contoso');
  });

  it('stands there after a restart of the bot, by the address alone', async () => {
    harness = await startHarness();
    const address = JSON.parse(JSON.stringify(await post())) as Awaited<ReturnType<typeof post>>;
    await harness.restart();
    expect(await reply(address)).toBe(true);
  });

  it('is not made when the copy was deleted', async () => {
    harness = await startHarness();
    const address = await post();
    channel().messages.length = 0;
    expect(await reply(address)).toBe(false);
    expect(channel().messages).toEqual([]);
  });

  it('is refused where somebody from outside has come in since', async () => {
    harness = await startHarness();
    const address = await post();
    channel().members.push(guest.id);
    harness.later(4 * 60_000);
    await expect(reply(address)).rejects.toMatchObject({ name: 'PlaceUnreachable', problem: 'external' });
    expect(channel().messages).toHaveLength(1);
  });
});

describe('a reply in a chat', () => {
  it('of several people is none: chats have no threads', async () => {
    harness = await startHarness();
    const group = conversationOf(harness.teams, 'group');
    group.members = [sofia.id, ada.id];
    const to = inRoom(harness, 'group');
    const address = await harness.bot.delivery.post(forRoom, to);
    expect(await harness.bot.delivery.reply(address, declined, to)).toBe(false);
    expect(said(harness.teams, sofia, group.id)).toHaveLength(1);
  });

  it('of one person is none', async () => {
    harness = await startHarness();
    const to = toPerson(harness, ada);
    const address = await harness.bot.delivery.post(forApprover, to);
    expect(await harness.bot.delivery.reply(address, declined, to)).toBe(false);
  });
});

it('a message whose sending a crash left in doubt is never found again: Teams lets bots read none', async () => {
  harness = await startHarness();
  const mark = '5f0c2d9e-7a6b-4c3d-8e1f-000000000001';
  await harness.bot.delivery.post(forRoom, inRoom(harness, 'channel'), mark);
  expect(await harness.bot.delivery.find(mark, inRoom(harness, 'channel'), 0)).toBe('unknown');
  expect(JSON.stringify(harness.teams.calls)).not.toContain(mark);
});
