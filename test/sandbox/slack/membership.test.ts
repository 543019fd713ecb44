import { describe, expect, it } from '@jest/globals';
import { call, oscar, received, ROOM, say, slack, sofia, useStage } from './stage.js';

useStage();

const RENEWALS = 'C0RENEWALS';
const DEALS = 'C0BIGDEALS';
const post = (channel: string) => call('chat.postMessage', { channel, text: 'hi' });
const channelOf = (id: string) => slack.scene(sofia).channels.find((one) => one.id === id);
const complaint = () => slack.scene(sofia).clientError;

describe('a channel that the bot is not in', () => {
  it('is public and known to it, or private and hidden from it', async () => {
    expect(await call('conversations.info', { channel: RENEWALS })).toMatchObject({
      channel: { name: 'renewals', is_member: false, is_private: false },
    });
    expect(await call('conversations.info', { channel: DEALS })).toMatchObject({ error: 'channel_not_found' });
    expect(await post(RENEWALS)).toMatchObject({ error: 'not_in_channel' });
    expect(await post(DEALS)).toMatchObject({ error: 'channel_not_found' });
  });

  it('does not tell it of a mention, and tells the author', async () => {
    await say(sofia, RENEWALS, '@partnerdesk help');
    expect(received).toEqual([]);
    expect(complaint()).toContain('/invite @partnerdesk');
  });

  it('tells it of a slash command all the same', async () => {
    await say(sofia, DEALS, '/partnerdesk help');
    expect(received).toHaveLength(1);
  });

  it.each([RENEWALS, DEALS])('takes it in when a member invites it: %s', async (channel) => {
    await say(sofia, channel, '/invite @partnerdesk');
    expect(await post(channel)).toMatchObject({ ok: true });
    expect(channelOf(channel)).toMatchObject({ hasDesk: true, messages: [{ from: { bot: false } }, { text: 'hi' }] });
    expect(received).toEqual([]);
  });
});

describe('a channel that the bot is in', () => {
  it('lets it go when a member removes it', async () => {
    await say(sofia, ROOM, '/remove @partnerdesk');
    expect(await post(ROOM)).toMatchObject({ error: 'not_in_channel' });
    expect(channelOf(ROOM)?.hasDesk).toBe(false);
  });

  it.each([
    ['an invitation of whom it has', ROOM, '/invite @partnerdesk', 'already'],
    ['a removal of whom it does not have', RENEWALS, '/remove @partnerdesk', 'not in'],
    ['an invitation of nobody', ROOM, '/invite', 'Whom'],
    ['an invitation into a conversation of two', 'D0SOFIA', '/invite @partnerdesk', 'cannot use'],
  ])('answers %s with why not', async (_name, channel, text, why) => {
    await say(sofia, channel, text);
    expect(complaint()).toContain(why);
    expect(channelOf(channel)?.messages).toEqual([]);
  });

  it('is gone for everybody when somebody deletes it', async () => {
    slack.removeChannel(ROOM);
    expect(await post(ROOM)).toMatchObject({ error: 'channel_not_found' });
    expect(channelOf(ROOM)).toBeUndefined();
  });

  it('takes no message of anybody once it is archived', async () => {
    slack.alterChannel(ROOM, { archived: true });
    await say(sofia, ROOM, 'hello');
    expect(complaint()).toContain('archived');
    expect(channelOf(ROOM)).toMatchObject({ archived: true, messages: [] });
  });

  it('is shown to whoever joins and hidden from whoever leaves', () => {
    const sees = () => slack.scene(oscar).channels.some(({ id }) => id === ROOM);
    slack.join(ROOM, oscar.slackUser);
    expect(sees()).toBe(true);
    slack.leave(ROOM, oscar.slackUser);
    expect(sees()).toBe(false);
  });
});
