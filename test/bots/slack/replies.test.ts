import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { card, decided, person, room } from './approval-answers.js';
import { ada, ROOM, shared, toRoom, toSofia } from './pressing.js';
import { type Bench, openBench, said, SOFIA_DM, sofia, textOf } from './slack-bench.js';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const post = () => bench.bot.delivery.post(card(room), toRoom());
const reply = (address: Awaited<ReturnType<typeof post>>, to = toRoom()) =>
  bench.bot.delivery.reply(address, decided, to);

describe('a reply', () => {
  it('stands in the thread of its copy, and the channel is not told of it', async () => {
    const address = await post();
    expect(await reply(address)).toBe(true);
    const [first, second] = shared(bench);
    expect([first?.thread, second?.thread]).toEqual([undefined, first?.ts]);
    expect(textOf(second)).toContain('Ada Nowak');
    expect(bench.slack.calls.at(-1)?.args).not.toHaveProperty('reply_broadcast');
  });

  it('stands in the thread that its copy stands in', async () => {
    const thread = '1700000000.000100';
    const to = { ...toRoom(), place: { ...toRoom().place, thread } } as ReturnType<typeof toRoom>;
    const address = await bench.bot.delivery.post(card(room), to);
    await reply(address, to);
    expect(shared(bench).map((message) => message.thread)).toEqual([thread, thread]);
  });

  it('to one person stands under their copy, in their own conversation', async () => {
    const address = await bench.bot.delivery.post(card(person()), toSofia);
    expect(await reply(address, toSofia)).toBe(true);
    const [first, second] = said(bench.slack, sofia, SOFIA_DM);
    expect(second?.thread).toBe(first?.ts);
  });

  it.each([
    'message_not_found',
    'thread_not_found',
    'cannot_reply_to_message',
    'restricted_action_thread_locked',
    'restricted_action_non_threadable_channel',
  ])('is not made where Slack says %s', async (error) => {
    const address = await post();
    bench.slack.fault({ method: 'chat.postMessage', error });
    expect(await reply(address)).toBe(false);
  });

  it('is refused where people of other organisations have come in since', async () => {
    const address = await post();
    bench.slack.alterChannel(ROOM, { external: true });
    bench.pass(30_001);
    await expect(reply(address)).rejects.toMatchObject({ name: 'PlaceUnreachable', problem: 'external' });
    expect(textOf(said(bench.slack, ada, ROOM))).not.toContain('Ada Nowak');
  });
});
