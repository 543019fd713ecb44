import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Recipient } from '../../../core/delivery.js';
import { card, decided, person, room } from './approval-answers.js';
import { ada, ROOM, toRoom, toSofia } from './pressing.js';
import { type Bench, chatUser, openBench, said, SOFIA_DM, sofia } from './slack-bench.js';

let bench: Bench;
let since: number;
beforeEach(async () => {
  bench = await openBench();
  since = Date.now();
});
afterEach(() => bench.close());

const mark = '5f0c2d9e-7a6b-4c3d-8e1f-000000000001';
const other = '5f0c2d9e-7a6b-4c3d-8e1f-000000000002';
const post = (to: Recipient = toRoom(), id = mark) => bench.bot.delivery.post(card(room), to, id);
const find = (to: Recipient = toRoom(), id = mark) => bench.bot.delivery.find(id, to, since);
const methods = () => bench.slack.calls.map(({ method }) => method);
/** Their own conversation, as the desk knows it once they wrote there. */
const inOwn: Recipient = { ...toSofia, place: { ...toRoom().place, channel: SOFIA_DM, kind: 'personal' } as never };

describe('a message that was sent before a crash', () => {
  it('is found by its mark in its channel, with its address', async () => {
    await post(toRoom(), other);
    const address = await post();
    await bench.slack.act(ada, { type: 'say', channel: ROOM, text: 'thanks' });
    await bench.restart();
    expect(await find()).toEqual(address);
  });

  it('is found in the conversation of the person whom it was for', async () => {
    await post(inOwn);
    expect(await find(inOwn)).toEqual({ channel: SOFIA_DM, ts: said(bench.slack, sofia, SOFIA_DM)[0]?.ts });
    expect(methods()).not.toContain('conversations.open');
  });

  it('is found in a conversation that has to be opened, when it was told', async () => {
    const reader = { user: chatUser(sofia), place: toRoom().place, locale: 'en-US' };
    await bench.bot.delivery.tell(card(person()), reader, mark);
    expect(await bench.bot.delivery.find(mark, reader, since)).toMatchObject({ channel: SOFIA_DM });
  });

  it('is found under the copy to which it was a reply, and nowhere else', async () => {
    const address = await post(toRoom(), other);
    await bench.bot.delivery.reply(address, decided, toRoom(), mark);
    const reply = said(bench.slack, ada, ROOM).at(-1);
    expect(await bench.bot.delivery.find(mark, toRoom(), since, address)).toEqual({ channel: ROOM, ts: reply?.ts });
    expect(await find()).toBe('absent');
  });

  it('is found behind some hundred messages of others', async () => {
    const address = await post();
    const say = () => bench.slack.act(ada, { type: 'say', channel: ROOM, text: 'hello' });
    for (let count = 0; count < 150; count += 1) await say();
    expect(await find()).toEqual(address);
  });

  it('is found though the clocks of Slack and of the desk differ by some seconds', async () => {
    const address = await post();
    expect(await bench.bot.delivery.find(mark, toRoom(), since + 30_000)).toEqual(address);
  });
});

describe('a message that was not sent', () => {
  it('is absent, in a channel as in a conversation or a thread', async () => {
    const address = await post(toRoom(), other);
    expect(await find()).toBe('absent');
    expect(await find(toSofia)).toBe('absent');
    expect(await bench.bot.delivery.find(mark, toRoom(), since, address)).toBe('absent');
  });

  it('is absent though something else of before has its mark', async () => {
    await post();
    expect(await bench.bot.delivery.find(mark, toRoom(), since + 120_000)).toBe('absent');
  });

  it('is not mistaken for a message of somebody else that was given the same mark', async () => {
    const metadata = { event_type: 'partnerdesk_message', event_payload: { id: mark } };
    bench.slack.postAs(sofia.slackUser, ROOM, { text: 'mine', metadata });
    expect(await find()).toBe('absent');
  });

  it('has no mark in what anybody can read but an id', async () => {
    await post();
    const sent = bench.slack.calls.find(({ method }) => method === 'chat.postMessage');
    expect(sent?.args['metadata']).toEqual({ event_type: 'partnerdesk_message', event_payload: { id: mark } });
  });
});

describe('a message of which Slack does not say', () => {
  it.each(['channels:history', 'groups:history'])('is unknown without the scope %s', async (scope) => {
    const channel = scope.startsWith('groups') ? 'C0BIGDEALS' : ROOM;
    bench.slack.alterChannel('C0BIGDEALS', { bot: true });
    await post(toRoom(channel));
    bench.slack.alterScope(scope, false);
    expect(await find(toRoom(channel))).toBe('unknown');
  });

  it('is unknown without im:write where the conversation was never heard of', async () => {
    bench.slack.alterScope('im:write', false);
    await post(toSofia);
    expect(await find(toSofia)).toBe('unknown');
  });

  it.each(['not_in_channel', 'channel_not_found', 'not_allowed_token_type', 'no_permission'])(
    'is unknown when it answers %s',
    async (error) => {
      await post();
      bench.slack.fault({ method: 'conversations.history', error });
      expect(await find()).toBe('unknown');
    },
  );

  it('is asked about again later when Slack is away or asks to wait', async () => {
    const address = await post();
    bench.slack.fault({ method: 'conversations.history', retryAfter: 12 });
    await expect(find()).rejects.toMatchObject({ code: 'ratelimited', retryAfterSeconds: 12 });
    bench.slack.fault({ method: 'conversations.history', status: 500 });
    await expect(find()).rejects.toMatchObject({ code: 'http' });
    expect(await find()).toEqual(address);
  });
});
