import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PlaceUnreachable, type Reader } from '../../../core/delivery.js';
import type { Place } from '../../../core/turn.js';
import { card, person, room } from './approval-answers.js';
import { ROOM, toRoom, toSofia } from './pressing.js';
import { type Bench, chatUser, openBench, sofia } from './slack-bench.js';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const mark = '5f0c2d9e-7a6b-4c3d-8e1f-000000000001';
const reader: Reader = { user: chatUser(sofia), place: toRoom().place, locale: 'en-US' };
const post = () => bench.bot.delivery.post(card(room), toRoom(), mark);
const tell = () => bench.bot.delivery.tell(card(person()), reader, mark);
const postings = () => bench.slack.calls.filter(({ method }) => method === 'chat.postMessage');

const words = [
  ['not_in_channel', 'notMember'],
  ['channel_not_found', 'gone'],
  ['channel_deleted', 'gone'],
  ['is_inactive', 'gone'],
  ['account_inactive', 'gone'],
  ['user_not_found', 'gone'],
  ['user_not_visible', 'gone'],
  ['user_disabled', 'gone'],
  ['cannot_dm_bot', 'gone'],
  ['messages_tab_disabled', 'gone'],
  ['is_archived', 'archived'],
  ['restricted_action', 'archived'],
  ['restricted_action_read_only_channel', 'archived'],
  ['restricted_action_thread_only_channel', 'archived'],
] as const;

describe('a place that cannot be written to', () => {
  it.each(words)('because of %s is %s, for a post', async (error, problem) => {
    bench.slack.fault({ method: 'chat.postMessage', error });
    await expect(post()).rejects.toMatchObject({ name: 'PlaceUnreachable', problem, code: error });
  });

  it.each(words)('because of %s is %s, for what somebody is told', async (error, problem) => {
    bench.slack.fault({ method: 'chat.postMessage', error });
    await expect(tell()).rejects.toMatchObject({ name: 'PlaceUnreachable', problem, code: error });
  });

  it.each(words)('because of %s is %s, for a reply', async (error, problem) => {
    const address = await post();
    bench.slack.fault({ method: 'chat.postMessage', error });
    const reply = bench.bot.delivery.reply(address, card(room), toRoom());
    await expect(reply).rejects.toMatchObject({ name: 'PlaceUnreachable', problem, code: error });
  });

  it('because the bot was removed is notMember, and works again when it is back', async () => {
    bench.slack.alterChannel(ROOM, { bot: false });
    await expect(post()).rejects.toMatchObject({ problem: 'notMember', code: 'not_in_channel' });
    bench.slack.alterChannel(ROOM, { bot: true });
    await expect(post()).resolves.toMatchObject({ channel: ROOM });
  });

  it('because it is archived is archived', async () => {
    bench.slack.alterChannel(ROOM, { archived: true });
    await expect(post()).rejects.toMatchObject({ problem: 'archived' });
  });

  it('because somebody deleted it is gone', async () => {
    bench.slack.removeChannel(ROOM);
    await expect(post()).rejects.toMatchObject({ problem: 'gone', code: 'channel_not_found' });
    expect(postings()).toEqual([]);
  });

  it('because nobody can say who reads there is unreadable', async () => {
    bench.slack.alterScope('channels:read', false);
    await expect(post()).rejects.toMatchObject({ problem: 'unreadable', code: 'missing_scope' });
    expect(postings()).toEqual([]);
  });

  it('because it is of another platform is refused before anything is sent', async () => {
    const place: Place = {
      platform: 'teams',
      tenant: 't',
      conversation: 'c',
      serviceUrl: 's',
      bot: 'b',
      kind: 'channel',
      external: false,
    };
    const sent = bench.bot.delivery.post(card(room), { ...toRoom(), place });
    await expect(sent).rejects.toMatchObject({ code: 'not_a_slack_place' });
    expect(postings()).toEqual([]);
  });

  it('is named by nothing but its problem and its code', async () => {
    bench.slack.alterChannel(ROOM, { bot: false });
    const error: unknown = await post().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(PlaceUnreachable);
    expect(String(error)).toBe('PlaceUnreachable: notMember: not_in_channel');
  });
});

describe('trouble that may pass', () => {
  it.each([
    ['a rate limit', { retryAfter: 7 }, { code: 'ratelimited', retryAfterSeconds: 7 }],
    ['Slack being away', { status: 503 }, { code: 'http' }],
    ['an error of Slack’s own', { error: 'internal_error' }, { code: 'internal_error' }],
    ['a token that is none', { error: 'invalid_auth' }, { code: 'invalid_auth' }],
  ])('as %s says nothing of the place, and is met once', async (_name, fault, error) => {
    bench.slack.fault({ method: 'chat.postMessage', ...fault });
    await expect(post()).rejects.toMatchObject({ name: 'SlackCallError', ...error });
    expect(postings()).toHaveLength(1);
  });

  it('holds up a reply, a message to a person and a survey as it does a post, with how long to wait', async () => {
    const address = await post();
    const limited = { name: 'SlackCallError', code: 'ratelimited', retryAfterSeconds: 9 };
    bench.slack.fault({ method: 'chat.postMessage', retryAfter: 9, times: 3 });
    await expect(bench.bot.delivery.reply(address, card(room), toRoom())).rejects.toMatchObject(limited);
    await expect(tell()).rejects.toMatchObject(limited);
    await expect(bench.bot.delivery.post(card(person()), toSofia)).rejects.toMatchObject(limited);
    bench.slack.fault({ method: 'conversations.info', retryAfter: 9 });
    await expect(bench.bot.delivery.survey(toRoom().place)).rejects.toMatchObject(limited);
  });
});
