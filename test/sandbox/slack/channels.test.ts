import { describe, expect, it } from '@jest/globals';
import { call, oscar, received, ROOM, slack, sofia, texts, useStage } from './stage.js';

useStage();

const post = async (channel = ROOM) => String((await call('chat.postMessage', { channel, text: 'hi' }))['ts']);
const update = (ts: string, channel = ROOM) => call('chat.update', { channel, ts, text: 'new' });

describe('a channel', () => {
  it('is described with whether other organisations read it', async () => {
    expect(await call('conversations.info', { channel: ROOM })).toMatchObject({
      channel: { id: ROOM, is_ext_shared: false, is_shared: false, is_archived: false, is_member: true },
    });
    slack.alterChannel(ROOM, { external: true });
    expect(await call('conversations.info', { channel: ROOM })).toMatchObject({ channel: { is_ext_shared: true } });
  });

  it('that is archived takes no message and no change of one', async () => {
    const ts = await post();
    slack.alterChannel(ROOM, { archived: true });
    expect(await call('chat.postMessage', { channel: ROOM, text: 'x' })).toMatchObject({ error: 'is_archived' });
    expect(await update(ts)).toMatchObject({ error: 'is_archived' });
  });

  it('that the bot left takes no message and no change of one, until it is back', async () => {
    const ts = await post();
    slack.alterChannel(ROOM, { bot: false });
    expect(await call('chat.postMessage', { channel: ROOM, text: 'x' })).toMatchObject({ error: 'not_in_channel' });
    expect(await update(ts)).toMatchObject({ error: 'channel_not_found' });
    slack.alterChannel(ROOM, { bot: true });
    expect(await update(ts)).toMatchObject({ ok: true });
    expect(texts()).toEqual(['new']);
  });
});

describe('a message', () => {
  it('is changed by the bot only where the bot wrote it', async () => {
    await slack.act(sofia, { type: 'say', channel: ROOM, text: 'mine' });
    const channel = slack.scene(sofia).channels.find(({ id }) => id === ROOM);
    expect(await update(channel?.messages[0]?.ts ?? '')).toMatchObject({ error: 'cant_update_message' });
    expect(texts()).toEqual(['mine']);
  });

  it('that somebody deleted is changed by nobody', async () => {
    const ts = await post();
    slack.removeMessage(ROOM, ts);
    expect(await update(ts)).toMatchObject({ error: 'message_not_found' });
    expect(texts()).toEqual([]);
  });

  it('to a user’s id lands in their conversation with the bot, for them alone', async () => {
    expect(await call('chat.postMessage', { channel: 'U0ADA', text: 'hi' })).toMatchObject({ channel: 'D0ADA' });
    expect(JSON.stringify(slack.scene(sofia))).not.toContain('D0ADA');
  });

  it('to somebody of another organisation has no conversation to land in', async () => {
    expect(await call('chat.postMessage', { channel: oscar.slackUser, text: 'hi' })).toMatchObject({
      error: 'channel_not_found',
    });
    expect(received).toEqual([]);
  });
});
