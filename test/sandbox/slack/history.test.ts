import { describe, expect, it } from '@jest/globals';
import { slackManifest } from '../../../manifest/slack.js';
import { botAnswers, call, pass, ROOM, say, slack, sofia, useStage } from './stage.js';

useStage();

const metadata = { event_type: 'note', event_payload: { id: 'one' } };
const post = async (more: object = {}) =>
  String((await call('chat.postMessage', { channel: ROOM, text: 'hi', ...more }))['ts']);
const texts = (answer: Record<string, unknown>) =>
  (answer['messages'] as { text: string }[] | undefined)?.map(({ text }) => text);
const history = (more: object = {}) => call('conversations.history', { channel: ROOM, ...more });
const replies = (ts: string, more: object = {}) => call('conversations.replies', { channel: ROOM, ts, ...more });
const shown = () => slack.scene(sofia).channels.find(({ id }) => id === ROOM)?.messages ?? [];

describe('the history of a channel', () => {
  it('has what everybody reads, latest first, and nothing of the threads', async () => {
    const ts = await post({ text: 'first' });
    await post({ text: 'under it', thread_ts: ts });
    await call('chat.postEphemeral', { channel: ROOM, user: sofia.slackUser, text: 'psst' });
    await say(sofia, ROOM, 'second');
    expect(texts(await history())).toEqual(['second', 'first']);
  });

  it('comes page by page', async () => {
    for (const text of ['a', 'b', 'c']) await post({ text });
    const first = await history({ limit: 2 });
    expect([texts(first), first['has_more']]).toEqual([['c', 'b'], true]);
    const { next_cursor: cursor } = first['response_metadata'] as { next_cursor: string };
    const second = await history({ limit: 2, cursor });
    expect([texts(second), second['has_more']]).toEqual([['a'], false]);
  });

  it('begins where it is asked to', async () => {
    const ts = await post({ text: 'old' });
    pass(1_000);
    await post({ text: 'new' });
    expect(texts(await history({ oldest: ts }))).toEqual(['new']);
  });

  it('has the metadata of messages for whoever asks for them, as the official client does', async () => {
    await post({ metadata });
    expect(JSON.stringify(await history())).not.toContain('event_payload');
    expect(await history({ include_all_metadata: 'true' })).toMatchObject({ messages: [{ metadata }] });
  });

  it.each([
    ['where the bot is not', 'C0RENEWALS', 'not_in_channel'],
    ['that is private, where the bot is not', 'C0BIGDEALS', 'channel_not_found'],
    ['that is none', 'C0NOWHERE', 'channel_not_found'],
  ])('of one %s is refused', async (_name, channel, error) => {
    expect(await history({ channel })).toMatchObject({ ok: false, error });
  });
});

describe('a thread', () => {
  it('is the message and what was said under it, oldest first', async () => {
    const ts = await post({ text: 'first' });
    await post({ text: 'elsewhere' });
    await post({ text: 'under it', thread_ts: ts });
    await slack.act(sofia, { type: 'say', channel: ROOM, text: 'thanks', thread: ts });
    expect(texts(await replies(ts))).toEqual(['first', 'under it', 'thanks']);
    expect(await replies('1.1')).toMatchObject({ error: 'thread_not_found' });
  });

  it('takes an answer to one of its replies too', async () => {
    const ts = await post();
    const reply = await post({ thread_ts: ts });
    await post({ thread_ts: reply });
    expect(shown().map(({ thread }) => thread)).toEqual([undefined, ts, ts]);
  });

  it('is named in what somebody says and presses there', async () => {
    const ts = await post();
    const button = { type: 'button', text: { type: 'plain_text', text: 'Go' }, action_id: 'a', value: 'v' };
    const blocks = [{ type: 'actions', block_id: 'b', elements: [button] }];
    const reply = await post({ thread_ts: ts, blocks });
    const payloads: string[] = [];
    botAnswers(({ body }) => {
      payloads.push(body);
      return {};
    });
    await slack.act(sofia, { type: 'say', channel: ROOM, text: '@partnerdesk help', thread: ts });
    await slack.act(sofia, { type: 'press', channel: ROOM, ts: reply, blockId: 'b', actionId: 'a' });
    expect(JSON.parse(payloads[0] ?? '')).toMatchObject({ event: { thread_ts: ts } });
    const pressed = JSON.parse(new URLSearchParams(payloads[1]).get('payload') ?? '') as object;
    expect(pressed).toMatchObject({ container: { thread_ts: ts }, message: { thread_ts: ts } });
  });
});

describe('metadata', () => {
  it.each([
    ['no object', 'note'],
    ['without a type', { event_payload: {} }],
    ['without a payload', { event_type: 'x' }],
  ])('that are %s are refused', async (_name, given) => {
    const answer = await call('chat.postMessage', { channel: ROOM, text: 'x', metadata: given });
    expect(answer).toMatchObject({ error: 'invalid_metadata_format' });
  });
});

describe('the scopes of the app', () => {
  it('are those of its own manifest', async () => {
    const { bot } = slackManifest({ publicUrl: 'https://x.example', partnerCloud: 'global', oauth: false }).oauth_config
      .scopes;
    slack.alterScope('users:read', false);
    const { provided } = await call('users.info', { user: sofia.slackUser });
    expect(String(provided).split(',').sort()).toEqual(bot.filter((scope) => scope !== 'users:read').sort());
  });

  it.each([
    ['chat.postMessage', { channel: ROOM, text: 'x' }, 'chat:write'],
    ['conversations.info', { channel: ROOM }, 'channels:read'],
    ['conversations.history', { channel: ROOM }, 'channels:history'],
    ['conversations.history', { channel: 'C0BIGDEALS' }, 'groups:history'],
    ['conversations.history', { channel: 'D0SOFIA' }, 'im:history'],
    ['conversations.info', { channel: 'D0SOFIA' }, 'im:read'],
    ['conversations.open', { users: 'U0SOFIA' }, 'im:write'],
  ])('let %s %j go on only with %s', async (method, args, needed) => {
    slack.alterScope(needed, false);
    expect(await call(method, args)).toMatchObject({ ok: false, error: 'missing_scope', needed });
    slack.alterScope(needed, true);
    expect(await call(method, args)).not.toMatchObject({ error: 'missing_scope' });
  });
});
